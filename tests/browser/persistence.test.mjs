// What is kept over a reload, and what never is.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

const SECRET = 'hunter2-hunter2-hunter2';

test('a reload keeps the work and forgets the secrets', async (t) => {
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
    url: `https://shop.example/${SECRET}`,
    headers: [['X-Webhook-Signature', SECRET]],
    body: SECRET,
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
  assert.equal(await playground.field('check-body').inputValue(), '');
  assert.equal(await playground.field('check-scheme').inputValue(), 'Twilio (twilio/sha1)');
  assert.equal(await playground.field('check-url').inputValue(), '');
  for (const id of ['check-old-secrets', 'check-other-secrets']) {
    assert.equal(await playground.field(id).inputValue(), '', id);
  }

  assert.ok(!(await playground.stored()).includes('hunter2'));
  assert.ok(!playground.page.url().includes('hunter2'));
  assert.deepEqual(await playground.context.cookies(), []);
  await playground.assertQuiet();
});

test("a scheme of one's own comes back, and so does how time is judged", async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'slack/v0');
  await playground.panel('check').getByRole('radio', { name: 'Any time' }).check();
  await playground.choose('check', 'own');
  const text = (await playground.field('check-own').inputValue()).replace('X-Slack-Signature', 'X-Mine');
  await playground.field('check-own').fill(text);
  await playground.reload();
  assert.equal(await playground.field('check-scheme').inputValue(), 'Custom scheme');
  assert.equal(await playground.field('check-own').inputValue(), text);
  assert.ok(await playground.panel('check').getByRole('radio', { name: 'Any time' }).isChecked());
  await playground.openPanel('event');
  await playground.choose('event', 'own');
  assert.equal(await playground.field('event-own').inputValue(), text, 'both panels have the same one');
  await playground.assertQuiet();
});

test('no secret is stored while it is being typed', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-secret').pressSequentially(SECRET);
  await playground.field('event-url').fill(`https://me:${SECRET}@shop.example/`);
  await playground.openPanel('check');
  await playground.field('check-secrets').pressSequentially(SECRET);
  assert.ok(!(await playground.stored()).includes('hunter2'));
});

test('everything can be cleared, on the second press', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.example('well/signature', 'altered');
  await playground.page.getByRole('button', { name: 'Clear everything' }).click();
  assert.equal((await playground.verdict('check')).code, 'signature_mismatch');
  await playground.page.getByRole('button', { name: 'Press again to clear' }).click();
  assert.equal((await playground.verdict('check')).title, 'Nothing to check yet');
  assert.equal(await playground.field('check-secrets').inputValue(), '');
  await playground.page.getByRole('button', { name: 'Clear everything' }).waitFor();
});

test('storage that holds nonsense does no harm', async (t) => {
  const playground = await open(t);
  await playground.page.evaluate(() =>
    localStorage.setItem('hookwright.forms.1', '{"event":{"provider":7},"panel":[]}'),
  );
  // The page writes on leaving nothing, so what was just put there is what the next visit finds.
  await playground.reload();
  await playground.openPanel('event');
  assert.equal((await playground.verdict('event')).title, 'Valid');
  await playground.assertQuiet();
});

test('the theme follows the system until one is chosen, and the choice stays', async (t) => {
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
