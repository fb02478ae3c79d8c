// The contract of outboxes, with each database and client.

import assert from 'node:assert/strict';
import test from 'node:test';
import { postgresOutbox } from 'hookwright/postgres';
import postgres from 'postgres';
import { startPgbouncer } from '../databases/pgbouncer.mjs';
import { startPostgres } from '../databases/postgres.mjs';
import { contract } from './contract.mjs';
import { closeAfter, inTransaction, poolOf } from './setup.mjs';

const timeout = 300_000;

/** Returns the start of a test for a client: each test has its own tables in the same server. */
function startOf(client, run) {
  let count = 0;
  return async () => {
    count += 1;
    const outbox = postgresOutbox(client, { prefix: `test_${count}_` });
    await outbox.migrate();
    const enqueue = (id, subscriptions, { body = `{"id":"${id}"}`, contentType, due } = {}) =>
      run((tx) => outbox.enqueue(tx, { event: { id, body, contentType }, subscriptions, due }));
    return { outbox, enqueue };
  };
}

test('outboxes in Postgres', { timeout }, async (context) => {
  closeAfter(context);
  const server = await startPostgres(context);
  const bouncer = await startPgbouncer(context, server);
  const pool = poolOf(context, server.options);
  const sql = postgres({ ...server.options, max: 8 });
  closeAfter(context, () => sql.end());
  const pooled = poolOf(context, bouncer.options);
  const clients = {
    pg: startOf(pool, (work) => inTransaction(pool, work)),
    postgres: startOf(sql, (work) => sql.begin(work)),
    'pg through pgbouncer': startOf(pooled, (work) => inTransaction(pooled, work)),
  };
  for (const [client, start] of Object.entries(clients)) {
    for (const [name, run] of Object.entries(contract)) await context.test(`${client}: ${name}`, () => run(start));
    const tables = await server.query(`select tablename from pg_tables where tablename like 'test\\_%'`);
    for (const { tablename } of tables) await server.query(`drop table "${tablename}" cascade`);
  }
});

test('a client can return a body as text in hex, and nothing else', { timeout }, async (context) => {
  closeAfter(context);
  const server = await startPostgres(context);
  const pool = poolOf(context, server.options);
  const outbox = postgresOutbox(pool);
  await outbox.migrate();
  const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  await inTransaction(pool, (tx) => outbox.enqueue(tx, { event: { id: 'evt_1', body }, subscriptions: ['sub_1'] }));
  const takes = async (convert) => {
    const query = async (text, parameters) => {
      const { rows } = await pool.query(text, [...parameters]);
      return rows.map((row) => (row.body === undefined ? row : { ...row, body: convert(row.body) }));
    };
    const { database } = postgresOutbox({ query, transaction: () => assert.fail() });
    await server.query("update hookwright_deliveries set lease_end = now() where state = 'sending'");
    return (await database.take({ token: 't', leaseMs: 60_000, limit: 1 })).deliveries[0].body;
  };
  const converted = await takes((bytes) => `\\x${bytes.toString('hex')}`);
  assert.deepEqual([...converted], [...body]);
  assert.deepEqual([...(await takes((bytes) => bytes))], [...body]);
  for (const convert of [(bytes) => bytes.toString('latin1'), (bytes) => bytes.toJSON(), () => '\\x0']) {
    await assert.rejects(takes(convert), { code: 'store_unavailable', message: /`bytea`/ });
  }
});

test('the constraints of the tables are the state machine', { timeout }, async (context) => {
  closeAfter(context);
  const server = await startPostgres(context);
  const outbox = postgresOutbox(poolOf(context, server.options));
  await outbox.migrate();
  await server.query(`insert into hookwright_outbox (event_id, body) values ('evt_1', '{}')`);
  // What a program in another language writes.
  await server.query(`insert into hookwright_deliveries (event_id, subscription_id) values ('evt_1', 'sub_1')`);
  const [{ eventId, contentType, subscriptionId }] = (
    await outbox.database.take({ token: 't', leaseMs: 60_000, limit: 1 })
  ).deliveries;
  assert.deepEqual([eventId, contentType, subscriptionId], ['evt_1', 'application/json', 'sub_1']);
  for (const change of [
    "state = 'lost'",
    "state = 'pending'",
    'token = null',
    'lease_end = null',
    'attempts = -1',
    "state = 'waiting', token = null, lease_end = null",
    "state = 'dead', token = null, lease_end = null, ended_at = now()",
    "state = 'delivered', token = null, lease_end = null",
    'ended_at = now()',
    'status = 42',
    "subscription_id = ''",
    "event_id = 'evt_2'",
  ]) {
    await assert.rejects(server.query(`update hookwright_deliveries set ${change}`), { code: /^23/ }, change);
  }
});
