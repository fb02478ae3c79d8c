// The in-page account of the subscription panel: requests that a service on the page answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

const panel = (playground) => playground.panel('subscription');

async function operation(playground, name) {
  await playground.field('subscription-operations').getByRole('button', { name, exact: true }).click();
}

/** Sends the request, and returns the title and the summary of the answer. */
async function send(playground, expected) {
  await playground.field('subscription-send').click();
  await playground.page.locator('#subscription-verdict .title').filter({ hasText: expected }).waitFor();
  return (await playground.page.locator('#subscription-verdict .detail').innerText()).replace(/\.$/, '');
}

/** The last exchange, as HTTP messages. */
async function exchange(playground) {
  const [sent, response] = await playground.page
    .locator('#subscription-exchanges li:first-child pre')
    .evaluateAll((all) => all.map((element) => element.textContent));
  return { sent, response, document: JSON.parse(response.split('\n\n')[1] ?? 'null') };
}

const choose = (playground, attribute, change) =>
  playground.page.locator(`[data-attribute=${attribute}]`).getByRole('radio', { name: change }).check();

/** The attributes of the comparison that are marked as changed. */
const changed = (playground) =>
  playground.page
    .locator('#subscription-comparison tr.changed')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

test('a subscription is created, listed, updated and deleted', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  assert.match(await playground.text('subscription-empty'), /No subscriptions yet/);
  assert.equal(await send(playground, '201 Created'), 'Created 1 subscription in the in-page account');
  const created = await exchange(playground);
  assert.match(created.sent, /^POST \/v1\/webhooks HTTP\/1\.1\nHost: api\.example\.com\nAuthorization: Bearer \S+\n/);
  assert.match(created.response, /^HTTP\/1\.1 201 Created\ncontent-type: application\/json\n\n/);
  assert.doesNotMatch(created.response, /whsec_/);
  const { id } = created.document;

  await operation(playground, 'List');
  assert.equal(await send(playground, '200 OK'), 'The response lists 1 subscription');
  assert.deepEqual(
    (await exchange(playground)).document.webhooks.map((webhook) => webhook.id),
    [id],
  );

  await panel(playground)
    .getByRole('button', { name: `Update ${id}` })
    .click();
  assert.equal(await playground.field('subscription-id').inputValue(), id);
  assert.equal((await playground.verdict('subscription')).title, 'Not ready yet');
  await choose(playground, 'url', 'Set');
  await playground.field('subscription-update-url').fill('https://shop.example/new');
  await choose(playground, 'active', 'Set');
  await playground.field('subscription-update-active').uncheck();
  assert.equal(await send(playground, '200 OK'), 'Updated the subscription: 2 attributes changed');
  const { sent } = await exchange(playground);
  assert.deepEqual(JSON.parse(sent.split('\n\n')[1]), { url: 'https://shop.example/new', active: false });
  const rows = await changed(playground);
  assert.deepEqual(
    rows.map((row) => row[0]),
    ['url', 'active', 'updated_at'],
  );
  assert.deepEqual(rows[0].slice(1), ['https://yourapp.example/webhook', 'https://shop.example/new', 'Changed']);
  assert.match(await playground.text('subscription-table'), /https:\/\/shop\.example\/new/);

  await panel(playground)
    .getByRole('button', { name: `Delete ${id}` })
    .click();
  assert.match(await send(playground, '204 No Content'), /^Deleted/);
  assert.match(await playground.text('subscription-empty'), /No subscriptions yet/);
  // The exchanges are newest first, and only the last one is open.
  const exchanges = playground.page.locator('#subscription-exchanges details');
  assert.deepEqual(await exchanges.evaluateAll((all) => all.map((one) => [one.dataset.number, one.open])), [
    ['4', true],
    ['3', false],
    ['2', false],
    ['1', false],
  ]);
  assert.equal(await send(playground, '404 Not Found'), 'The in-page account rejected the request');
  assert.equal(await playground.field('subscription-id').getAttribute('aria-invalid'), 'true');
  await playground.assertQuiet();
});

test('the PATCH of the documentation of Well', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-provider').selectOption('well');
  await operation(playground, 'Update');
  await playground.field('subscription-show-secrets').check();
  // With an id that is typed, the request is shown without a subscription in the account.
  await playground.field('subscription-id').fill('c47e2f81-9b3a-4d6e-8f10-2a5b7c9d1e3f');
  await playground.field('subscription-update-url').fill('https://foldspace.ai/webhooks/well-v2');
  await choose(playground, 'headers', 'Set');
  await playground.field('subscription-update-headers').fill('X-Foldspace-Token: fold_rotated_9d2');
  assert.equal(
    await playground.text('subscription-request'),
    `curl -X PATCH 'https://api.wellapp.ai/v1/subscriptions/webhooks/c47e2f81-9b3a-4d6e-8f10-2a5b7c9d1e3f' \\
  -H "Authorization: Bearer $WELL_API_TOKEN" \\
  -H 'Content-Type: application/json' \\
  --data-raw '{
  "data": {
    "type": "webhook",
    "attributes": {
      "target_url": "https://foldspace.ai/webhooks/well-v2",
      "headers": {
        "X-Foldspace-Token": "fold_rotated_9d2"
      }
    }
  }
}'`,
  );
  await send(playground, '404 Not Found');
  assert.deepEqual(Object.keys((await exchange(playground)).document), ['code', 'status', 'title', 'message', 'meta']);

  // With one in the account, the response is the documented one.
  await operation(playground, 'Create');
  await playground.page.getByRole('checkbox', { name: 'company.created' }).uncheck();
  await playground.page.getByRole('checkbox', { name: 'document.processed' }).check();
  await playground.field('subscription-headers').fill('X-Foldspace-Token: fold_7c1e9a');
  await send(playground, '201 Created');
  await operation(playground, 'Update');
  await send(playground, '200 OK');
  const { document } = await exchange(playground);
  const { created_at, updated_at, ...attributes } = document.data.attributes;
  assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(updated_at);
  assert.deepEqual(attributes, {
    event: 'document.processed',
    target_url: 'https://foldspace.ai/webhooks/well-v2',
    headers: { 'X-Foldspace-Token': 'fold_rotated_9d2' },
    active: true,
  });

  // `null` clears the headers.
  await choose(playground, 'url', 'Unchanged');
  await choose(playground, 'headers', 'Clear');
  await send(playground, '200 OK');
  const cleared = await exchange(playground);
  assert.deepEqual(JSON.parse(cleared.sent.split('\n\n')[1]), {
    data: { type: 'webhook', attributes: { headers: null } },
  });
  assert.equal(cleared.document.data.attributes.headers, null);
  const row = (await changed(playground)).find(([name]) => name === 'headers');
  assert.deepEqual(row.slice(1), ['{"X-Foldspace-Token":"fold_rotated_9d2"}', 'null', 'Changed']);
  await playground.assertQuiet();
});

test('answers of the service are at the fields that they concern', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await operation(playground, 'List');
  await playground.field('subscription-limit').fill('900');
  await send(playground, '400 Bad Request');
  assert.equal(await playground.field('subscription-limit').getAttribute('aria-invalid'), 'true');
  assert.match(await playground.text('subscription-limit-error'), /from 1 to 100/);
  assert.match(await playground.text('subscription-exchanges'), /Limit: /);
  await playground.field('subscription-limit').fill('9');
  assert.equal(await playground.field('subscription-limit').getAttribute('aria-invalid'), 'false');
  await send(playground, '200 OK');
});

test('lists are read page by page', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  for (const _ of ['one', 'two']) await send(playground, '201 Created');
  await operation(playground, 'List');
  await playground.field('subscription-limit').fill('1');
  await send(playground, '200 OK');
  const first = (await exchange(playground)).document;
  await playground.field('subscription-cursor').fill(first.next_cursor);
  await send(playground, '200 OK');
  const second = (await exchange(playground)).document;
  assert.equal(second.next_cursor, undefined);
  assert.notEqual(first.webhooks[0].id, second.webhooks[0].id);
});

test('an operation without an id focuses its field', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await operation(playground, 'Retrieve');
  assert.equal((await playground.verdict('subscription')).title, 'Not ready yet');
  await playground.field('subscription-send').click();
  await playground.page.locator('#subscription-id:focus').waitFor();
});

test('the keyboard is enough', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-url').focus();
  await playground.page.keyboard.press('Control+Enter');
  await playground.page.locator('#subscription-verdict .title').filter({ hasText: '201 Created' }).waitFor();
  const update = panel(playground).getByRole('button', { name: /^Update hook_/ });
  await update.focus();
  await playground.page.keyboard.press('Enter');
  await playground.page.locator('#subscription-verdict:focus').waitFor();
  await playground.page.locator('#subscription-operation-update[aria-pressed=true]').waitFor();
});

test('the account is in memory only, and secrets are neither shown nor stored', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-secret').fill('whsec_hunter2hunter2hunter2');
  await send(playground, '201 Created');
  assert.doesNotMatch(await playground.text('subscription-account-view'), /hunter2/);
  await playground.field('subscription-show-secrets').check();
  await playground.field('subscription-exchanges').filter({ hasText: 'whsec_hunter2' }).waitFor();
  await playground.field('subscription-url').fill('https://shop.example/hook');
  await playground.page.waitForFunction(() =>
    localStorage.getItem('hookwright.subscription')?.includes('https://shop.example/hook'),
  );
  assert.doesNotMatch(await playground.stored(), /hunter2/);
  await playground.reload();
  assert.equal(await playground.field('subscription-url').inputValue(), 'https://shop.example/hook');
  assert.equal(await playground.field('subscription-secret').inputValue(), '');
  assert.match(await playground.text('subscription-empty'), /No subscriptions yet/);
});

test('Clear everything empties the account', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await send(playground, '201 Created');
  await playground.field('subscription-table').waitFor();
  await playground.clearEverything();
  await playground.field('subscription-empty').waitFor();
  assert.equal(await playground.field('subscription-exchanges').count(), 0);
});
