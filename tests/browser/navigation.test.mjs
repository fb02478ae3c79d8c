// Getting about: tabs, addresses, and the keyboard alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PANELS, open } from './playground.mjs';

const focused = (playground) => playground.page.evaluate(() => document.activeElement.id);

test('the keyboard alone opens every panel and reaches what is in it', async (t) => {
  const playground = await open(t);
  const { keyboard } = playground.page;
  await keyboard.press('Tab');
  assert.equal(await playground.page.evaluate(() => document.activeElement.className), 'skip');
  await keyboard.press('Tab');
  assert.equal(await focused(playground), 'tab-subscription');
  for (const panel of ['event', 'check', 'subscription']) {
    await keyboard.press('ArrowRight');
    assert.equal(await focused(playground), `tab-${panel}`);
    assert.ok(await playground.panel(panel).isVisible());
    assert.equal(await playground.tab(panel).getAttribute('aria-selected'), 'true');
  }
  await keyboard.press('End');
  assert.equal(await focused(playground), 'tab-check');
  await keyboard.press('Tab'); // the theme
  await keyboard.press('Tab');
  assert.equal(await focused(playground), 'check-scheme');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  assert.equal(await focused(playground), 'example-generic-genuine');
  await keyboard.press('Enter');
  assert.equal((await playground.verdict('check')).title, 'Accepted');
  assert.equal(await focused(playground), 'examples-button');
  await playground.assertQuiet();
});

test('Escape closes the menu of examples', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.page.locator('#examples-button').click();
  assert.ok(await playground.page.locator('#examples').isVisible());
  await playground.page.keyboard.press('Escape');
  assert.ok(!(await playground.page.locator('#examples').isVisible()));
  assert.equal(await focused(playground), 'examples-button');
});

test('the address names the panel, without filling the history', async (t) => {
  const playground = await open(t);
  const entries = await playground.page.evaluate(() => history.length);
  for (const panel of PANELS) {
    await playground.openPanel(panel);
    assert.equal(new URL(playground.page.url()).hash, `#${panel}`);
    assert.match(await playground.page.title(), new RegExp(`^${panel}`, 'i'));
  }
  assert.equal(await playground.page.evaluate(() => history.length), entries);
  await playground.page.evaluate(() => (location.hash = '#event'));
  await playground.panel('event').waitFor({ state: 'visible' });
});

test('the skip link leads past the bar', async (t) => {
  const playground = await open(t);
  await playground.page.keyboard.press('Tab');
  await playground.page.keyboard.press('Enter');
  assert.equal(await focused(playground), 'main');
  assert.equal(new URL(playground.page.url()).hash, '#subscription', 'the address still names the panel');
});
