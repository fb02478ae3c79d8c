// `enqueue` in the transactions of several clients: what is rolled back is not stored, and what is not a transaction is
// refused.

import assert from 'node:assert/strict';
import test from 'node:test';
import { drizzle } from 'drizzle-orm/node-postgres';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { postgresOutbox } from 'hookwright/postgres';
import knexOf from 'knex';
import pg from 'pg';
import postgres from 'postgres';
import { startPgbouncer } from '../databases/pgbouncer.mjs';
import { closeAfter, enqueue, inTransaction, poolOf, startOutbox } from './setup.mjs';

const timeout = 120_000;
const event = (id) => ({ event: { id, body: `{"id":"${id}"}` }, subscriptions: ['sub_1', 'sub_2'] });

/** Each client as a function that runs work in a transaction, and what is not a transaction of it. */
function clientsOf(context, options) {
  const pool = poolOf(context, options);
  const sql = postgres({ ...options, max: 2, prepare: false });
  closeAfter(context, () => sql.end());
  const knex = knexOf({ client: 'pg', connection: options, pool: { min: 0, max: 2 } });
  closeAfter(context, () => knex.destroy());
  const db = drizzle(pool);
  const dbOfSql = drizzlePostgres(sql);
  return {
    pg: { run: (work) => inTransaction(pool, work), outside: pool },
    postgres: { run: (work) => sql.begin(work), outside: sql },
    knex: { run: (work) => knex.transaction(work), outside: knex },
    drizzle: { run: (work) => db.transaction(work), outside: db },
    'drizzle with postgres': { run: (work) => dbOfSql.transaction(work), outside: dbOfSql },
    'a custom client': {
      run: (work) => inTransaction(pool, (client) => work({ query: (text, values) => client.query(text, values) })),
      outside: { query: (text, values) => pool.query(text, values) },
    },
  };
}

test('the transactions of clients', { timeout }, async (context) => {
  const { server, outbox } = await startOutbox(context);
  const pooler = await startPgbouncer(context, server);
  for (const [place, options] of Object.entries({ 'the server': server.options, pgbouncer: pooler.options })) {
    for (const [name, { run, outside }] of Object.entries(clientsOf(context, options))) {
      await context.test(`${name}, through ${place}`, async () => {
        const id = (what) => `${what} ${name} ${place}`;
        const added = await run((tx) => outbox.enqueue(tx, event(id('kept'))));
        assert.deepEqual(added.map(({ subscriptionId }) => subscriptionId).sort(), ['sub_1', 'sub_2']);
        const stored = await outbox.list({ event: id('kept') });
        assert.deepEqual(new Set(stored.map((each) => each.id)), new Set(added.map((each) => each.id)));

        const rolledBack = run(async (tx) => {
          await outbox.enqueue(tx, event(id('gone')));
          throw new Error('rolled back');
        });
        await assert.rejects(rolledBack, { message: 'rolled back' });
        assert.deepEqual(await outbox.list({ event: id('gone') }), []);

        await assert.rejects(outbox.enqueue(outside, event(id('outside'))), { code: 'not_a_transaction' });
        assert.deepEqual(await outbox.list({ event: id('outside') }), []);
      });
    }
  }
});

test('a custom client of the outbox executes statements in its transactions', { timeout }, async (context) => {
  const { pool } = await startOutbox(context);
  const client = {
    query: (text, parameters, tx) => (tx === undefined ? pool : tx.client).query(text, [...parameters]),
    transaction: (work) => inTransaction(pool, (each) => work({ client: each })),
  };
  const outbox = postgresOutbox(client);
  await client.transaction((tx) => outbox.enqueue(tx, event('evt_1')));
  assert.equal((await outbox.list()).length, 2);
});

test('what is not a transaction is refused at once', { timeout }, async () => {
  const pool = new pg.Pool();
  const outbox = postgresOutbox(pool);
  for (const tx of [undefined, null, 'tx', 7, {}, { execute() {} }, () => {}]) {
    await assert.rejects(outbox.enqueue(tx, event('evt_1')), { name: 'TypeError', code: 'not_a_transaction' });
  }
  await pool.end();
});

test('mistakes in the options are typed errors', { timeout }, async () => {
  const outbox = postgresOutbox(new pg.Pool());
  const given = (change) => ({ ...event('evt_1'), ...change });
  for (const [options, code] of [
    [undefined, 'invalid_options'],
    [given({ extra: 1 }), 'unknown_option'],
    [given({ event: 'evt_1' }), 'invalid_options'],
    [given({ event: { id: '', body: '' } }), 'invalid_id'],
    [given({ event: { id: 'a\0b', body: '' } }), 'invalid_id'],
    [given({ event: { id: '\ud800', body: '' } }), 'invalid_id'],
    [given({ event: { id: 'evt_1' } }), 'missing_body'],
    [given({ event: { id: 'evt_1', body: { type: 'a' } } }), 'parsed_body'],
    [given({ event: { id: 'evt_1', body: '', contentType: 'a\nb' } }), 'invalid_headers'],
    [given({ subscriptions: 'sub_1' }), 'invalid_options'],
    [given({ subscriptions: [7] }), 'invalid_id'],
    [given({ due: 'now' }), 'invalid_instant'],
  ]) {
    await assert.rejects(outbox.enqueue({ query() {} }, options), { code }, JSON.stringify(options));
  }
  for (const [call, code] of [
    [() => outbox.replay({}), 'invalid_options'],
    [() => outbox.replay({ id: 'del_1' }), 'invalid_id'],
    [() => outbox.replay({ state: 'pending' }), 'invalid_options'],
    [() => outbox.list({ limit: 0 }), 'invalid_options'],
    [() => outbox.list({ state: 'lost' }), 'invalid_options'],
    [() => outbox.prune({ days: -1 }), 'invalid_options'],
    [async () => postgresOutbox({}), 'invalid_options'],
    [async () => postgresOutbox(new pg.Pool(), { prefix: 'a"b' }), 'invalid_options'],
    // These are options of `postgresInbox`, for the transactions of handlers.
    [async () => postgresOutbox(new pg.Pool(), { statementTimeoutMs: 1_000 }), 'unknown_option'],
    [async () => postgresOutbox(new pg.Pool(), { lockTimeoutMs: 1_000 }), 'unknown_option'],
  ]) {
    await assert.rejects(call, { code });
  }
});

test('an event without subscriptions is not stored, and a repeated subscription counts once', {
  timeout,
}, async (context) => {
  const { pool, outbox } = await startOutbox(context);
  assert.deepEqual(await enqueue(pool, outbox, 'evt_0', []), []);
  assert.equal((await enqueue(pool, outbox, 'evt_1', ['sub_1', 'sub_1'])).length, 1);
  assert.deepEqual(
    (await outbox.list()).map((each) => each.event),
    ['evt_1'],
  );
});

test('an event that is enqueued again for a subscription is the same delivery', { timeout }, async (context) => {
  const { pool, outbox } = await startOutbox(context);
  assert.equal((await enqueue(pool, outbox, 'evt_1', ['sub_1'])).length, 1);
  assert.deepEqual(await enqueue(pool, outbox, 'evt_1', ['sub_1']), []);
  const [added, ...others] = await enqueue(pool, outbox, 'evt_1', ['sub_1', 'sub_2']);
  assert.deepEqual([added.subscriptionId, others], ['sub_2', []]);

  // At the same time, in transactions that wait for each other.
  const all = await Promise.all(Array.from({ length: 8 }, () => enqueue(pool, outbox, 'evt_2', ['sub_1'])));
  assert.equal(all.flat().length, 1);
  assert.equal((await outbox.list()).length, 3);
});

test('another body or content type for an id is refused', { timeout }, async (context) => {
  const { pool, outbox } = await startOutbox(context);
  await enqueue(pool, outbox, 'evt_1', ['sub_1'], { body: 'a' });
  await assert.rejects(enqueue(pool, outbox, 'evt_1', ['sub_2'], { body: 'b' }), { code: 'event_differs' });
  const other = { event: { id: 'evt_1', body: 'a', contentType: 'text/plain' }, subscriptions: ['sub_2'] };
  await assert.rejects(
    inTransaction(pool, (tx) => outbox.enqueue(tx, other)),
    { code: 'event_differs' },
  );
  assert.equal((await outbox.list()).length, 1);
});

test('the errors of the client are passed on', { timeout }, async (context) => {
  const { pool } = await startOutbox(context);
  const outbox = postgresOutbox(pool, { prefix: 'missing_' });
  await assert.rejects(enqueue(pool, outbox, 'evt_1'), { code: '42P01' });
});
