// The statements of docs/INBOX.md for other languages work with the tables, and with workers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { worker } from 'hookwright/inbox';
import { postgresInbox } from 'hookwright/postgres';
import { startPostgres } from '../databases/postgres.mjs';
import { poolOf, timeout, until } from './setup.mjs';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('another program can store, take and complete an event', { timeout }, async (context) => {
  const server = await startPostgres(context);
  const inbox = postgresInbox(poolOf(context, server.options));
  await inbox.migrate();
  const [add, take, complete] = [...read('docs/INBOX.md').matchAll(/```sql\n([^`]+)```/g)].map(([, sql]) => sql);
  await server.query(add);
  await server.query(add);
  const [taken, ...others] = await server.query(take);
  assert.deepEqual([taken.key, taken.attempts, others], ['billing:evt_1', 1, []]);
  assert.deepEqual(await server.query(take), []);
  assert.deepEqual(await server.query(complete, [taken.fence - 1]), []);
  assert.deepEqual(await server.query(complete, [taken.fence]), [{ key: 'billing:evt_1' }]);
  const state = async () => (await inbox.list({ id: 'evt_1' }))[0].state;
  assert.equal(await state(), 'handled');
  await server.query(add);
  assert.equal(await state(), 'handled');
  // After the time in which the sender may repeat it, it is another event.
  await server.query('update hookwright_inbox set forget_at = now()');
  await server.query(add);
  assert.equal(await state(), 'queued');

  // A worker of this package handles what another program has stored.
  await inbox.replay({ id: 'evt_1' });
  const seen = [];
  const running = worker({
    inbox,
    provider: 'stripe',
    name: 'billing',
    pollMs: 10,
    onUnknown: ({ id, type, receivedAtMs }) => seen.push([id, type, Number.isSafeInteger(receivedAtMs)]),
  });
  await until(async () => (await inbox.list({ state: 'handled' })).length === 1);
  await running.stop();
  assert.deepEqual(seen, [['evt_1', 'invoice.paid', true]]);
});

test('the document describes each column', () => {
  const [table] = read('docs/INBOX.md').match(/^\| column [\s\S]+?\n\n/m);
  const described = [...table.matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, names]) => names.match(/\w+/g));
  const [{ sql }] = postgresInbox({ query() {}, transaction() {} }).migrations;
  const columns = [...sql.slice(0, sql.indexOf('constraint')).matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
  assert.deepEqual(described.sort(), columns.sort());
});
