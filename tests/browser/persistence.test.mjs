// Persistence of forms over a reload, and of the theme.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

const SECRET = 'hunter2-hunter2-hunter2';

test('a reload keeps the forms and drops the secrets', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-url').fill('https://shop.example/hook');
  await playground.field('subscription-secret').fill(SECRET);
  await playground.field('subscription-provider').selectOption('well');
  await playground.field('subscription-headers').fill(`Authorization: ${SECRET}`);
  await playground.openPanel('event');
  await playground.field('event-type').selectOption('payment.failed');
  await playground.field('event-body').fill('{"mine": true}');
  await playground.field('event-secret').fill(SECRET);
  await playground.openPanel('check');
  await playground.deliver({
    scheme: 'twilio/sha1',
    url: `https://me:${SECRET}@shop.example/`,
    headers: [
      ['Authorization', SECRET],
      ['X-Twilio-Signature', 'kept'],
    ],
    body: 'kept as well',
    secrets: [SECRET],
  });
  await playground.field('check-more').locator('summary').click();
  await playground.field('check-old-secrets').fill(`${SECRET} of old`);
  await playground.field('check-other-secrets').fill(`${SECRET} of others`);
  await playground.openPanel('event');

  await playground.reload();
  assert.equal(await playground.field('event-body').inputValue(), '{"mine": true}');
  assert.equal(await playground.field('event-type').inputValue(), 'payment.failed');
  assert.equal(await playground.field('event-secret').inputValue(), '');
  await playground.openPanel('subscription');
  assert.equal(await playground.field('subscription-url').inputValue(), 'https://shop.example/hook');
  assert.equal(await playground.field('subscription-provider').inputValue(), 'well');
  assert.equal(await playground.field('subscription-headers').inputValue(), '');
  await playground.openPanel('check');
  // The delivery is kept until the tab is closed.
  await playground.page.waitForFunction(() => document.getElementById('check-body').value === 'kept as well');
  assert.equal(await playground.field('check-headers').inputValue(), 'X-Twilio-Signature: kept');
  assert.equal(await playground.field('check-secrets').inputValue(), '');
  assert.equal(await playground.field('check-scheme').inputValue(), 'Twilio');
  assert.equal(await playground.field('check-url').inputValue(), '');
  // The fields for other secrets are loaded with the first rejection.
  await playground.deliver({ url: 'https://shop.example/', headers: [['A', 'b']], body: 'x', secrets: [] });
  for (const id of ['check-old-secrets', 'check-other-secrets']) {
    assert.equal(await playground.field(id).inputValue(), '', id);
  }

  assert.ok(!(await playground.stored()).includes('hunter2'));
  assert.ok(!playground.page.url().includes('hunter2'));
  assert.deepEqual(await playground.context.cookies(), []);
  await playground.assertQuiet();
});

test('a reload keeps a custom scheme and the choice of time', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'slack/v0');
  await playground.panel('check').getByRole('radio', { name: 'Don’t check' }).check();
  await playground.choose('check', 'custom');
  const text = (await playground.field('check-custom').inputValue()).replace('X-Slack-Signature', 'X-Mine');
  await playground.field('check-custom').fill(text);
  await playground.reload();
  assert.equal(await playground.field('check-scheme').inputValue(), 'Custom scheme');
  assert.equal(await playground.field('check-custom').inputValue(), text);
  assert.ok(await playground.panel('check').getByRole('radio', { name: 'Don’t check' }).isChecked());
  await playground.openPanel('event');
  await playground.choose('event', 'custom');
  assert.equal(await playground.field('event-custom').inputValue(), text, 'the panels have different schemes');
  await playground.assertQuiet();
});

/** Opens a panel with a clock that only the test moves. */
async function openWithStoppedClock(t, hash) {
  const playground = await open(t, { hash });
  await playground.page.clock.install({ time: new Date('2026-01-15T12:00:00Z') });
  await playground.reload();
  await playground.page.clock.pauseAt(new Date('2026-01-15T13:00:00Z'));
  await playground.page.clock.runFor(300);
  return playground;
}

test('a form is saved once nothing has changed for 300 ms', async (t) => {
  const playground = await openWithStoppedClock(t, '#event');
  const { clock } = playground.page;
  const body = async () => (await playground.saved('event'))?.body;
  const before = await body();
  await playground.field('event-body').fill('{"typed": 1}');
  await clock.runFor(299);
  assert.equal(await body(), before);
  await playground.field('event-body').fill('{"typed": 2}');
  await clock.runFor(299);
  assert.equal(await body(), before, 'saved before 300 ms without changes');
  await clock.runFor(1);
  assert.equal(await body(), '{"typed": 2}');
  await playground.assertQuiet();
});

test('only the form that has changed is written', async (t) => {
  const playground = await openWithStoppedClock(t, '#event');
  await playground.page.evaluate(() => {
    globalThis.written = [];
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, value) {
      globalThis.written.push(key);
      setItem.call(this, key, value);
    };
  });
  for (const text of ['{"a":1}', '{"a":12}', '{"a":123}']) await playground.field('event-body').fill(text);
  await playground.page.clock.runFor(1000);
  assert.deepEqual(
    await playground.page.evaluate(() => globalThis.written),
    ['hookwright.event'],
    'saved more than once',
  );
});

test('a change is saved when the page is left or hidden', async (t) => {
  const playground = await openWithStoppedClock(t, '#event');
  await playground.field('event-body').fill('{"typed": "and hidden"}');
  await playground.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  assert.equal((await playground.saved('event')).body, '{"typed": "and hidden"}');
  await playground.field('event-body').fill('{"typed": "and left"}');
  await playground.reload();
  assert.equal(await playground.field('event-body').inputValue(), '{"typed": "and left"}');
});

test('no secret is saved while it is being typed', async (t) => {
  const playground = await openWithStoppedClock(t, '#event');
  await playground.field('event-secret').pressSequentially(SECRET);
  await playground.field('event-url').fill(`https://me:${SECRET}@shop.example/`);
  await playground.openPanel('check');
  await playground.field('check-secrets').pressSequentially(SECRET);
  await playground.field('check-headers').fill(`X-Key: ${SECRET}`);
  await playground.field('check-body').fill('a body');
  await playground.page.clock.runFor(300);
  assert.equal((await playground.saved('event')).uses_sample, false, 'the forms are not saved');
  assert.ok(!(await playground.stored()).includes('hunter2'));
});

test('everything is cleared after a question', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.example('well/signature', 'altered');
  const asked = new Promise((resolve) => playground.page.once('dialog', resolve));
  const clicked = playground.page.getByRole('button', { name: 'Clear everything' }).click();
  const dialog = await asked;
  assert.match(dialog.message(), /cannot be restored/);
  await dialog.dismiss();
  await clicked;
  assert.equal((await playground.verdict('check')).code, 'signature_mismatch');
  await playground.clearEverything();
  assert.equal((await playground.verdict('check')).title, 'Nothing to check yet');
  assert.equal(await playground.field('check-secrets').inputValue(), '');
});

test('unreadable saved text is set aside, and the rest is used', async (t) => {
  const saved = {
    page: '[]',
    scheme: '{',
    subscription: '{"provider":7,"url":"https://mine.example/hook","events":[1]}',
    event: '{"provider":"well","type":"invoice.created","body":"{}","when":{"clock":"later"}}',
    check: 'null',
    retries: '{"plan":{"policy":"unknown","seed":-1,"lasts":"12 h"},"with":["kit","unknown"],"scale":5}',
  };
  const playground = await open(t, { hash: '#check' });
  await playground.clearExample();
  await playground.page.addInitScript((saved) => {
    if (sessionStorage.getItem('prepared')) return;
    sessionStorage.setItem('prepared', 'yes');
    for (const [form, text] of Object.entries(saved)) localStorage.setItem(`hookwright.${form}`, text);
  }, saved);
  await playground.reload();
  await playground.openPanel('subscription');
  assert.equal(await playground.field('subscription-provider').inputValue(), 'generic');
  assert.equal(await playground.field('subscription-url').inputValue(), 'https://mine.example/hook');
  assert.equal((await playground.verdict('subscription')).title, 'Ready');
  await playground.openPanel('event');
  assert.equal(await playground.field('event-type').inputValue(), 'invoice.created');
  assert.equal(await playground.field('event-body').inputValue(), '{}');
  await playground.openPanel('check');
  assert.equal((await playground.verdict('check')).title, 'Nothing to check yet');
  await playground.openPanel('retries');
  assert.equal(await playground.field('retries-policy').inputValue(), 'Svix');
  assert.equal(await playground.field('retries-outage-length').inputValue(), '12 h');
  assert.equal(await playground.field('retries-timeline').locator('.lane').count(), 2);

  const aside = () =>
    playground.page.evaluate(() =>
      Object.keys(localStorage)
        .filter((key) => key.endsWith('.unreadable'))
        .sort(),
    );
  const kept = await playground.page.evaluate(() => localStorage.getItem('hookwright.scheme.unreadable'));
  assert.equal(kept, saved.scheme);
  assert.deepEqual(
    await aside(),
    Object.keys(saved)
      .sort()
      .map((form) => `hookwright.${form}.unreadable`),
  );
  await playground.clearEverything();
  assert.deepEqual(await aside(), [], 'clearing keeps it');
  await playground.assertQuiet();
});

test('the theme follows the system until one is chosen, and the choice is kept', async (t) => {
  const playground = await open(t, { context: { colorScheme: 'dark' } });
  const ground = () => playground.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await ground();
  await playground.page.getByRole('radio', { name: 'Light' }).check();
  const light = await ground();
  assert.notEqual(light, dark);
  await playground.reload();
  assert.equal(await ground(), light);
  await playground.page.getByRole('radio', { name: 'Auto' }).check();
  assert.equal(await ground(), dark);
});
