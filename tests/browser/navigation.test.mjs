// Navigation with tabs, URLs and the keyboard.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

const focused = (playground) => playground.page.evaluate(() => document.activeElement.id);

test('every panel and its contents can be reached with the keyboard', async (t) => {
  const playground = await open(t);
  const { keyboard } = playground.page;
  await keyboard.press('Tab');
  assert.equal(await playground.page.evaluate(() => document.activeElement.className), 'skip');
  await keyboard.press('Tab');
  assert.equal(await focused(playground), 'tab-check');
  for (const panel of ['event', 'subscription', 'receive', 'deliveries', 'retries', 'scale', 'check']) {
    await keyboard.press('ArrowRight');
    assert.equal(await focused(playground), `tab-${panel}`);
    await playground.panel(panel).locator('form').first().waitFor();
    assert.equal(await playground.tab(panel).getAttribute('aria-selected'), 'true');
  }
  await keyboard.press('End');
  assert.equal(await focused(playground), 'tab-scale');
  await keyboard.press('Home');
  assert.equal(await focused(playground), 'tab-check');
  await playground.field('share-check').waitFor();
  await keyboard.press('Tab'); // the theme
  await keyboard.press('Tab');
  assert.equal(await focused(playground), 'share-check');
  await keyboard.press('Tab');
  assert.equal(await focused(playground), 'check-paste');
  await keyboard.press('Tab');
  await keyboard.press('Enter'); // the button that clears the example
  assert.equal((await playground.verdict('check')).title, 'Nothing to check yet');
  await playground.page.waitForFunction(() => document.activeElement.id === 'check-paste');
  await keyboard.press('Tab'); // the button that brings it back
  await keyboard.press('Tab');
  assert.equal(await focused(playground), 'check-scheme');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await playground.field('example-genuine').waitFor();
  await keyboard.press('Tab');
  assert.equal(await focused(playground), 'example-genuine');
  await keyboard.press('Enter');
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  assert.equal(await focused(playground), 'check-verdict');
  await playground.assertQuiet();
});

test('a scheme can be chosen with the keyboard', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'generic/signature');
  const { keyboard } = playground.page;
  const field = playground.field('check-scheme');
  const active = () =>
    field.evaluate((field) => document.getElementById(field.getAttribute('aria-activedescendant'))?.dataset.id);
  await field.focus();
  assert.equal(await field.getAttribute('aria-expanded'), 'false', 'focus opens the list');
  await keyboard.press('ArrowDown');
  assert.equal(await active(), 'generic/signature', 'the list does not open at the chosen scheme');
  await keyboard.press('ArrowDown');
  assert.equal(await active(), 'well/signature');
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowUp');
  assert.equal(await active(), 'custom', 'the list does not wrap around');
  await keyboard.press('Escape');
  assert.equal(await field.inputValue(), 'Generic', 'Escape changes the scheme');

  await field.selectText();
  await keyboard.type('git sha1');
  assert.equal(await active(), 'github/sha1');
  await keyboard.press('Enter');
  assert.equal(await field.inputValue(), 'GitHub (sha1)');
  assert.equal(await field.getAttribute('aria-expanded'), 'false');
  assert.equal(await focused(playground), 'check-scheme', 'the focus has moved');
  assert.match(await playground.text('check-facts'), /X-Hub-Signature/);

  await keyboard.type('no such sender');
  await keyboard.press('Tab');
  assert.equal(await field.inputValue(), 'GitHub (sha1)', 'leaving the field changes the scheme');
  await playground.assertQuiet();
});

test('a scheme can be chosen by touch', async (t) => {
  const context = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const playground = await open(t, { hash: '#check', context });
  await playground.field('check-scheme').tap();
  await playground.field('check-scheme').fill('discord');
  await playground.page.locator('[role=option][data-id="discord/interactions"]').tap();
  assert.equal(await playground.field('check-scheme').inputValue(), 'Discord (interactions)');
  assert.equal(await playground.page.getByRole('listbox').isVisible(), false);
});

test('Escape closes the menu of examples', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.page.locator('#examples-button').click();
  assert.ok(await playground.page.locator('#examples').isVisible());
  await playground.page.keyboard.press('Escape');
  assert.ok(!(await playground.page.locator('#examples').isVisible()));
  assert.equal(await focused(playground), 'examples-button');
});

test('an example is chosen with a click', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.cause('body_reformatted');
  await playground.field('examples-button').click();
  await playground.field('example-genuine').click();
  await playground.field('examples').waitFor({ state: 'hidden' });
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  await playground.assertQuiet();
});

test('the URL names the panel, and Back opens the previous one', async (t) => {
  const playground = await open(t);
  const panels = await playground.panels();
  const entries = await playground.page.evaluate(() => history.length);
  for (const panel of panels) {
    await playground.openPanel(panel);
    assert.equal(new URL(playground.page.url()).hash, `#${panel}`);
    assert.equal(await playground.page.title(), `${await playground.tab(panel).innerText()} · Hookwright`);
  }
  assert.equal(await playground.page.evaluate(() => history.length), entries + panels.length - 1);
  for (const panel of panels.slice(0, -1).reverse()) {
    await playground.page.goBack();
    await playground.panel(panel).waitFor({ state: 'visible' });
    assert.equal(new URL(playground.page.url()).hash, `#${panel}`);
  }
  await playground.page.goForward();
  await playground.panel(panels[1]).waitFor({ state: 'visible' });
  await playground.page.evaluate(() => (location.hash = '#event'));
  await playground.panel('event').waitFor({ state: 'visible' });
});

test('the skip link skips the bar', async (t) => {
  const playground = await open(t);
  await playground.page.keyboard.press('Tab');
  await playground.page.keyboard.press('Enter');
  assert.equal(await focused(playground), 'main');
  assert.equal(new URL(playground.page.url()).hash, '#check', 'the URL does not name the panel');
});

test('shortcuts open panels, and move the focus to the input and the verdict', async (t) => {
  const playground = await open(t, { hash: '#event', prefetches: true });
  await playground.complete();
  const { keyboard } = playground.page;
  await playground.tab('event').focus();
  for (const [letter, panel] of [
    ['l', 'scale'],
    ['e', 'retries'],
    ['c', 'check'],
  ]) {
    await keyboard.press('g');
    await keyboard.press(letter);
    assert.equal(await focused(playground), `tab-${panel}`);
    await playground.panel(panel).locator('form').first().waitFor();
  }
  await keyboard.press('/');
  assert.equal(await focused(playground), 'check-paste');
  await playground.field('check-headers').focus();
  await keyboard.press('Control+Enter');
  assert.equal(await focused(playground), 'check-verdict');

  // In a field, the keys are text.
  await playground.field('check-headers').fill('');
  await keyboard.type('ga?/');
  assert.equal(await playground.field('check-headers').inputValue(), 'ga?/');
  assert.ok(await playground.panel('check').isVisible());
  await playground.assertQuiet();
});

test('the shortcuts are listed, and can be turned off', async (t) => {
  const playground = await open(t, { prefetches: true });
  await playground.complete();
  const dialog = playground.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await playground.tab('check').focus();
  await playground.page.keyboard.press('?');
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /Open Scale/);
  await playground.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await focused(playground), 'tab-check', 'the focus has moved');

  await playground.page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await dialog.getByRole('checkbox').uncheck();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await playground.reload();
  await playground.complete();
  await playground.tab('check').focus();
  await playground.page.keyboard.press('?');
  await playground.page.keyboard.press('g');
  await playground.page.keyboard.press('l');
  assert.ok(!(await dialog.isVisible()) && (await playground.panel('check').isVisible()));
  await playground.page.keyboard.press('Control+Enter');
  assert.equal(await focused(playground), 'check-verdict');
  await playground.assertQuiet();
});
