// Statements that lock several deliveries, or take many of them, in Postgres.

import assert from 'node:assert/strict';
import test from 'node:test';
import { postgresOutbox } from 'hookwright/postgres';
import { enqueue, inTransaction, poolOf, startDispatcher, startOutbox, startReceiver } from './setup.mjs';

const timeout = 120_000;

test('several deliveries are locked in the order of their ids', { timeout }, async (context) => {
  const { pool, outbox, server } = await startOutbox(context);
  for (const id of ['evt_1', 'evt_2']) await enqueue(pool, outbox, id);
  const { deliveries } = await outbox.database.take({ token: 't', leaseMs: 60_000, limit: 2 });
  const [first, last] = deliveries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const none = { reason: null, status: null, error: null, startedMs: null };
  const settlements = [last, first].map((each) => ({ ...each, ...none, state: 'delivered', attempts: 1, dueMs: 0 }));
  const other = await pool.connect();
  for (const lock of [() => outbox.database.renew([last, first], 60_000), () => outbox.database.settle(settlements)]) {
    await other.query('begin');
    await other.query('select from hookwright_deliveries where id = $1 for update', [first.id]);
    const locking = lock();
    const isWaiting = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%hookwright_deliveries%'`;
    while ((await server.query(isWaiting)).length === 0);
    const free = `select from hookwright_deliveries where id = '${last.id}' for update skip locked`;
    assert.equal((await server.query(free)).length, 1);
    await other.query('rollback');
    assert.equal((await locking).length, 2);
  }
  other.release();
});

/** Adds deliveries of one subscription. */
const addMany = (server, count) =>
  server.query(
    `insert into hookwright_outbox (event_id, body) select 'evt_' || i, '{}' from generate_series(1, ${count}) i;
     insert into hookwright_deliveries (event_id, subscription_id) select event_id, 'sub_1' from hookwright_outbox`,
  );

/** An outbox that records how many rows each statement changes. */
function counting(pool) {
  const changed = [];
  const query = async (text, values, tx) => {
    const result = await (tx ?? pool).query(text, values);
    const [row] = result.rows;
    if (/^with changed/.test(text)) changed.push(Number(row.count));
    if (/^insert/.test(text)) changed.push(result.rows.length);
    return result;
  };
  return { changed, outbox: postgresOutbox({ query, transaction: (work) => inTransaction(pool, work) }) };
}

test('many deliveries are ended, replayed and pruned in parts', { timeout }, async (context) => {
  const { pool, server } = await startOutbox(context);
  const { changed, outbox } = counting(pool);
  await addMany(server, 1_100);
  assert.equal(await outbox.database.endSubscription('sub_1', 'disabled_status'), 1_100);
  assert.equal((await outbox.replay({ state: 'dead' })).length, 1_100);
  assert.equal((await outbox.replay({ state: 'dead' })).length, 0);
  assert.deepEqual(await outbox.prune({ days: 0 }), { deliveries: 1_100, events: 0 });
  assert.equal(await outbox.database.endSubscription('sub_1', 'disabled_status'), 1_100);
  assert.deepEqual(await outbox.prune({ days: 0 }), { deliveries: 1_100, events: 1_100 });
  assert.ok(Math.max(...changed) <= 500, String(changed));
  assert.equal(
    changed.reduce((sum, each) => sum + each),
    6 * 1_100,
  );
});

test('what was added by a replay is not replayed by it again, also if it ends meanwhile', {
  timeout,
}, async (context) => {
  const { pool, server } = await startOutbox(context);
  await addMany(server, 600);
  await server.query(`update hookwright_deliveries set state = 'delivered', ended_at = now()`);
  const query = async (text, values, tx) => {
    const result = await (tx ?? pool).query(text, values);
    const ended = `update hookwright_deliveries set state = 'delivered', ended_at = now() where ended_at is null`;
    if (/^insert/.test(text)) await server.query(ended);
    return result;
  };
  const outbox = postgresOutbox({ query, transaction: (work) => inTransaction(pool, work) });
  assert.equal((await outbox.replay({ subscription: 'sub_1' })).length, 600);
});

test('attempts that disable the same endpoint wait for one run', { timeout }, async (context) => {
  const { server, outbox } = await startOutbox(context);
  let answered = 0;
  let resolveAll;
  const together = new Promise((resolve) => {
    resolveAll = resolve;
  });
  const receiver = await startReceiver(context, async () => {
    answered += 1;
    if (answered === 5) resolveAll();
    await together;
    return 410;
  });
  await addMany(server, 100);
  let runs = 0;
  const { endSubscription } = outbox.database;
  let most = 0;
  outbox.database.endSubscription = async (...given) => {
    runs += 1;
    most = Math.max(most, runs);
    const count = await endSubscription.apply(outbox.database, given);
    runs -= 1;
    return count;
  };
  const sending = startDispatcher(context, outbox, receiver, { concurrency: 5 });
  await sending.until(({ dead }) => dead.length === 5);
  assert.equal(most, 1);
  assert.equal((await outbox.list({ state: 'dead', limit: 200 })).length, 100);
});

test('a request for deliveries that is answered late gives them back', { timeout }, async (context) => {
  const { pool, server, outbox } = await startOutbox(context);
  for (const id of ['evt_1', 'evt_2']) await enqueue(pool, outbox, id);
  const small = poolOf(context, { ...server.options, max: 1 });
  const slow = postgresOutbox(small, { timeoutMs: 100 });
  const client = await small.connect();
  await assert.rejects(slow.database.take({ token: 't', leaseMs: 3_600_000, limit: 2 }), { code: 'store_unavailable' });
  client.release();
  const of = () => server.query('select state, fence from hookwright_deliveries');
  while ((await of()).some(({ state, fence }) => state !== 'pending' || fence === '0'));
  assert.equal((await outbox.database.take({ token: 't', leaseMs: 60_000, limit: 2 })).deliveries.length, 2);
});
