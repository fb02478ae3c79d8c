// One chain: a subscription, its events, their receiver, and what the receiver gets, without entering anything twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

const SECRET = 'a secret of sixteen characters';

const focused = (playground, id) => playground.page.waitForFunction((id) => document.activeElement?.id === id, id);

test('a subscription leads to its event, the event to its receiver, and the receiver to an event for it', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-url').fill('https://shop.example/hook');
  await playground.field('subscription-secret').fill(SECRET);
  await playground.page.getByRole('checkbox', { name: /user\.created/ }).uncheck();
  await playground.page.getByRole('checkbox', { name: /payment\.failed/ }).check();
  await playground.field('subscription-send').click();
  await playground.field('subscription-craft').click();
  await focused(playground, 'event-verdict');
  assert.equal(await playground.field('event-url').inputValue(), 'https://shop.example/hook');
  assert.equal(JSON.parse(await playground.field('event-body').inputValue()).type, 'payment.failed');
  assert.equal(await playground.field('event-secret').inputValue(), SECRET);
  assert.match(await playground.text('event-notice'), /The event is now for the subscription/);

  await playground.field('event-receiver').click();
  await focused(playground, 'receive-verdict');
  assert.match((await playground.verdict('receive')).title, /^Generic in /);
  assert.equal(await playground.field('receive-events').inputValue(), 'payment.failed');

  await playground.field('receive-send').click();
  await focused(playground, 'event-verdict');
  assert.equal(await playground.field('event-url').inputValue(), 'http://127.0.0.1:8000/webhook');
  assert.equal(await playground.field('event-secret').inputValue(), SECRET);

  // The first event comes back.
  await playground.field('event-undo').click();
  assert.equal(await playground.field('event-url').inputValue(), 'https://shop.example/hook');
  // A secret is neither in storage nor in the address.
  const stored = await playground.page.evaluate(
    () => JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + location.href,
  );
  assert.ok(!stored.includes(SECRET));
  await playground.assertQuiet();
});

test('each subscription of the account leads to its own event, receiver and deliveries', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-provider').selectOption('well');
  await playground.field('subscription-url').fill('https://well.example/hook');
  await playground.field('subscription-headers').fill('X-Webhook-Token: hunter2-hunter2');
  await playground.field('subscription-send').click();
  const row = playground.field('subscription-table').locator('tbody tr').first();
  await row.getByRole('button', { name: /^Generate the receiver of / }).click();
  await focused(playground, 'receive-verdict');
  assert.match((await playground.verdict('receive')).title, /^Well in /);
  assert.equal(await playground.field('receive-events').inputValue(), 'company.created');
  // What was there before comes back, and so does what was handed over.
  await playground.panel('receive').getByText('The receiver is now for the subscription.').waitFor();
  await playground.field('receive-undo').click();
  assert.match((await playground.verdict('receive')).title, /^GitHub in /);
  assert.equal(await playground.field('receive-events').inputValue(), '');
  await focused(playground, 'receive-undo');
  await playground.field('receive-undo').click();
  assert.equal(await playground.field('receive-events').inputValue(), 'company.created');
  await playground.panel('receive').getByRole('button', { name: 'Dismiss' }).click();
  await playground.field('receive-undo').waitFor({ state: 'detached' });

  await playground.openPanel('subscription');
  await row.getByRole('button', { name: /^Craft an event for / }).click();
  await focused(playground, 'event-verdict');
  // The static header is how these deliveries are authenticated.
  assert.match(await playground.text('event-signature'), /^X-Webhook-Token: hunter2-hunter2$/m);

  await playground.openPanel('subscription');
  await row.getByRole('button', { name: /^Simulate deliveries to / }).click();
  await focused(playground, 'deliveries-verdict');
  assert.equal(await playground.field('deliveries-provider').inputValue(), 'well');
  await playground.field('deliveries-undo').click();
  assert.equal(await playground.field('deliveries-provider').inputValue(), 'generic');
  await focused(playground, 'deliveries-undo');
  await playground.field('deliveries-undo').click();
  assert.equal(await playground.field('deliveries-provider').inputValue(), 'well');
  await playground.field('deliveries-emit').click();
  assert.match(await playground.text('deliveries-endpoints'), /well\.example/);
  await playground.assertQuiet();
});

test('an edited body is kept for an event of the same type', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const edited = (await playground.field('event-body').inputValue()).replace('"data"', '"more": 1, "data"');
  await playground.field('event-body').fill(edited);
  await playground.openPanel('subscription');
  await playground.field('subscription-craft').click();
  await focused(playground, 'event-verdict');
  assert.equal(await playground.field('event-body').inputValue(), edited);
  await playground.assertQuiet();
});
