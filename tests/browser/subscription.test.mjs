// The subscription panel: choices and the resulting request.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

test('creates a curl command from the choices', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-url').fill("https://shop.example/it's/hook");
  await playground.page.getByRole('checkbox', { name: 'payment.failed' }).check();
  await playground.field('subscription-secret').fill('whsec_abc');
  const command = await playground.text('subscription-request');
  assert.match(command, /^curl -X POST 'https:\/\/api\.example\.com\/v1\/webhooks' \\$/m);
  assert.match(command, /-H "Authorization: Bearer \$API_KEY"/);
  const body = JSON.parse(command.split("--data-raw '")[1].slice(0, -1).replaceAll(String.raw`'\''`, "'"));
  assert.deepEqual(body, {
    url: "https://shop.example/it's/hook",
    events: ['user.created', 'payment.failed'],
    secret: 'whsec_abc',
    active: true,
  });
  await playground.assertQuiet();
});

test('counts the selected events', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  const legend = playground.panel('subscription').locator('fieldset.events legend');
  const total = await playground.panel('subscription').locator('fieldset.events input[type=checkbox]').count();
  assert.equal(await legend.innerText(), `Events 1 of ${total}`);
  await playground.page.getByRole('checkbox', { name: 'payment.failed' }).check();
  assert.equal(await legend.innerText(), `Events 2 of ${total}`);
});

test('shows the request in three languages', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  const panel = playground.panel('subscription');
  await panel.getByRole('radio', { name: 'fetch' }).check();
  assert.match(await playground.text('subscription-request'), /^const response = await fetch\("https:/);
  await panel.getByRole('radio', { name: 'Python' }).check();
  assert.match(await playground.text('subscription-request'), /^import os\n\nimport requests/);
});

test('copies the request to the clipboard', async (t) => {
  const playground = await open(t, {
    hash: '#subscription',
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  });
  await playground.panel('subscription').getByRole('button', { name: /^Copy/ }).click();
  await playground
    .panel('subscription')
    .getByRole('button', { name: /^Copied/ })
    .waitFor();
  const copied = await playground.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await playground.field('subscription-request').textContent());
});

test('shows problems while the user types, together with the request', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-url').fill('http://shop.example/');
  await playground.field('subscription-other-events').fill('user.craeted');
  assert.deepEqual(await playground.problems('subscription-problems'), [
    'insecure_url',
    'unknown_event',
    'missing_secret',
  ]);
  assert.match(await playground.text('subscription-problems'), /did you mean user\.created\?/);
  assert.equal((await playground.verdict('subscription')).title, 'Not ready');
  assert.match(await playground.text('subscription-request'), /user\.craeted/);
});

test('shows a request per event for an API with one event per subscription', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-provider').selectOption('well');
  await playground.page.getByRole('button', { name: 'Select all' }).click();
  const events = await playground
    .panel('subscription')
    .getByRole('checkbox')
    .filter({ visible: true })
    .evaluateAll((boxes) => boxes.filter((box) => box.value.includes('.')).length);
  assert.ok(events >= 10, 'events are missing');
  const command = await playground.text('subscription-request');
  assert.equal(command.match(/^curl /gm).length, events);
  await playground.field('subscription-headers').fill('X-Team: blue');
  assert.match(await playground.text('subscription-request'), /"X-Team": "blue"/);
  await playground.field('subscription-api').selectOption('well/webhooks');
  assert.equal((await playground.text('subscription-request')).match(/^curl /gm).length, 1);
  assert.equal(
    await playground.field('subscription-headers').count(),
    0,
    'an API without headers has a field for them',
  );
});

test('shows settings to enter by hand for a provider without an API', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-provider').selectOption('awell');
  assert.equal((await playground.verdict('subscription')).title, 'Ready to fill in');
  const settings = JSON.parse(await playground.text('subscription-settings'));
  assert.deepEqual(settings.events, ['pathway.started']);
  assert.equal(await playground.field('subscription-request').count(), 0, 'a provider without an API has a request');
  await playground.assertQuiet();
});

test('generates long and unique secrets', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  const generate = playground.page.getByRole('button', { name: 'Generate', exact: true });
  await generate.click();
  const first = await playground.field('subscription-secret').inputValue();
  await generate.click();
  const second = await playground.field('subscription-secret').inputValue();
  assert.match(first, /^whsec_[0-9a-f]{64}$/);
  assert.notEqual(first, second);
  assert.deepEqual(await playground.problems('subscription-problems'), []);
});
