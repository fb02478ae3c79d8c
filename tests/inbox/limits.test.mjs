// The time limits of a database, with clients that answer when a test says so.

import assert from 'node:assert/strict';
import test from 'node:test';
import { postgresInbox } from 'hookwright/postgres';
import { settled, useTimers } from '../receiving/deliveries.mjs';

const LIMIT_MS = 5_000;
const REQUEST = { key: 'hooks:e1', token: 'a', leaseMs: 30_000, keepMs: 60_000 };
const ITEM = {
  key: 'hooks:e1',
  endpoint: 'hooks',
  tenant: null,
  eventId: 'e1',
  eventType: 'push',
  receivedAtMs: 0,
  body: new Uint8Array(),
  headers: {},
  verdict: { key: { index: 0 } },
  keepMs: 0,
};

const never = () => new Promise(() => {});

/** A pool of `pg` whose answers are those of `answer`, and what it was asked. */
function poolOf(answer, connect = (client) => client) {
  const log = [];
  const client = {
    query: async (text) => {
      log.push(text.split(' ')[0]);
      return await answer(text);
    },
    release: (destroy) => log.push(destroy ? 'destroy' : 'release'),
    on: () => log.push('listen'),
    removeListener: () => log.push('ignore'),
  };
  const pool = {
    totalCount: 0,
    query: client.query,
    connect: (receive) =>
      Promise.resolve(connect(client)).then(
        (connected) => receive(undefined, connected),
        (error) => receive(error),
      ),
  };
  return { pool, log, client };
}

/** Answers of a Postgres in which nothing is known. */
const usual = (text) => {
  if (text.includes('is_locked')) return { rows: [{ is_locked: true, fence: '7', position: null }] };
  if (text.startsWith('with settled')) return { rows: [{ held: 1 }] };
  return { rows: [], command: text.toUpperCase() };
};

/** What a promise has settled with, if it has. */
function watch(promise) {
  const seen = {};
  promise.then(
    (value) => Object.assign(seen, { value }),
    (error) => Object.assign(seen, { error }),
  );
  return seen;
}

async function tick({ mock }, ms) {
  await settled();
  mock.timers.tick(ms);
  await settled();
}

test('a statement that is not answered fails after the time limit', async (context) => {
  useTimers(context);
  const inbox = postgresInbox(poolOf(never).pool);
  const all = [
    () => inbox.database.add(ITEM),
    () => inbox.database.take({ endpoint: 'hooks', token: 'a', leaseMs: 1, limit: 1 }),
    () => inbox.database.renew({ key: 'a', token: 'a', fence: 1 }, 1),
    () => inbox.database.settle({ key: 'a', token: 'a', fence: 1 }, { op: 'release' }),
    () => inbox.database.newest('a'),
    () => inbox.replay({ id: 'a' }),
    () => inbox.list(),
    () => inbox.backlog(),
    () => inbox.prune({ days: 1 }),
    () => inbox.migrate(),
    () => inbox.transactions.claim(REQUEST),
  ].map((operation) => watch(operation()));
  await tick(context, LIMIT_MS - 1);
  assert.deepEqual(new Set(all.map(({ error }) => error)), new Set([undefined]));
  // The migrations and the claim have a connection, which is closed.
  await tick(context, 1);
  assert.deepEqual(new Set(all.map(({ error }) => error?.code)), new Set(['store_unavailable']));
});

test('a connection that becomes free too late goes back to the pool', async (context) => {
  useTimers(context);
  let free;
  const { pool, log, client } = poolOf(usual, () => new Promise((resolve) => (free = resolve)));
  const claim = watch(postgresInbox(pool, { timeoutMs: 300 }).transactions.claim(REQUEST));
  await tick(context, 300);
  assert.match(claim.error.message, /300 ms/);
  assert.deepEqual(log, []);
  free(client);
  await settled();
  assert.deepEqual(log, ['listen', 'ignore', 'release']);
});

test('a connection whose transaction is not answered is closed', async (context) => {
  useTimers(context);
  for (const silent of ['begin', 'select', 'with']) {
    let isSilent = false;
    // A connection answers in order, so nothing after a statement without an answer has one.
    const { pool, log } = poolOf((text) => {
      isSilent ||= text.startsWith(silent);
      return isSilent ? never() : usual(text);
    });
    const claim = watch(postgresInbox(pool).transactions.claim(REQUEST));
    // The statement, and then the rollback. The first settles late if the claim has sent others before.
    for (let each = 0; each < 3; each += 1) await tick(context, LIMIT_MS);
    assert.equal(claim.error.code, 'store_unavailable', silent);
    // If the begin was answered, a rollback is tried.
    assert.deepEqual(log.slice(-2), [silent === 'begin' ? 'begin' : 'rollback', 'destroy'], silent);
  }
});

test('a rollback that is not answered closes the connection', async (context) => {
  useTimers(context);
  const { pool, log } = poolOf((text) => (text === 'rollback' ? never() : usual(text)));
  const { transactions } = postgresInbox(pool);
  const { fence } = await transactions.claim(REQUEST);
  const released = watch(transactions.release({ ...REQUEST, fence }));
  await tick(context, LIMIT_MS);
  assert.deepEqual([released.value, log.at(-1)], [true, 'destroy']);
});

test('a commit that is not answered may have happened: its code says so, and the connection is closed', async (context) => {
  useTimers(context);
  const { pool, log } = poolOf((text) => (text === 'commit' ? never() : usual(text)));
  const { transactions } = postgresInbox(pool);
  const { fence } = await transactions.claim(REQUEST);
  const completed = watch(transactions.complete({ ...REQUEST, fence }));
  await tick(context, LIMIT_MS);
  assert.deepEqual([completed.error.code, log.at(-1)], ['commit_failed', 'destroy']);
  assert.equal(await transactions.complete({ ...REQUEST, fence }), false, 'it is not repeated');
});

test('a commit that Postgres answers with a rollback is a failure of the handler', async () => {
  const { pool, log } = poolOf((text) => (text === 'commit' ? { rows: [], command: 'ROLLBACK' } : usual(text)));
  const { transactions } = postgresInbox(pool);
  const { fence } = await transactions.claim(REQUEST);
  await assert.rejects(transactions.complete({ ...REQUEST, fence }), { code: 'transaction_aborted' });
  assert.equal(log.at(-1), 'destroy');
});

test('a renewal that waits for a statement of the handler keeps the claim', async (context) => {
  useTimers(context);
  const { pool } = poolOf((text) => (text.includes('touched') ? never() : usual(text)));
  const { transactions } = postgresInbox(pool);
  const { fence } = await transactions.claim(REQUEST);
  const first = watch(transactions.renew({ ...REQUEST, fence }));
  await settled();
  assert.equal(await transactions.renew({ ...REQUEST, fence }), true);
  await tick(context, LIMIT_MS);
  assert.equal(first.value, true);
});

test('a renewal finds that the session has ended', async () => {
  let isLost = false;
  const { pool } = poolOf((text) => {
    if (isLost) throw new Error('Connection terminated');
    return usual(text);
  });
  const { transactions } = postgresInbox(pool);
  const { fence } = await transactions.claim(REQUEST);
  assert.equal(await transactions.renew({ ...REQUEST, fence }), true);
  isLost = true;
  assert.equal(await transactions.renew({ ...REQUEST, fence }), false);
});

test('a transaction that has failed keeps its session from being idle', async () => {
  const failed = (error) => {
    const { pool } = poolOf((text) => {
      if (text.includes('touched')) throw error;
      return usual(text);
    });
    return postgresInbox(pool).transactions;
  };
  // The forms in which clients report it.
  for (const error of [
    Object.assign(new Error('current transaction is aborted'), { code: '25P02' }),
    Object.assign(new Error('failed'), { cause: Object.assign(new Error('aborted'), { code: '25P02' }) }),
    Object.assign(new Error('failed'), { code: 'P2010', meta: { code: '25P02' } }),
    new Error('Raw query failed. Code: `25P02`'),
  ]) {
    const transactions = failed(error);
    const { fence } = await transactions.claim(REQUEST);
    assert.equal(await transactions.renew({ ...REQUEST, fence }), true, error.message);
  }
});

test('a database that answers nothing gets no more than 10,000 statements', async (context) => {
  useTimers(context);
  const { pool, log } = poolOf(never);
  const { database } = postgresInbox(pool);
  const all = Array.from({ length: 10_001 }, () => database.newest('a'));
  for (const each of all) each.catch(() => {});
  await assert.rejects(all[10_000], { code: 'store_unavailable', message: /earlier statements/ });
  assert.equal(log.length, 10_000);
});

test('a transaction that begins too late is rolled back, with a client that runs a function', async (context) => {
  useTimers(context);
  let begin;
  const ends = [];
  const client = {
    query: async () => [],
    transaction: (work) =>
      new Promise((resolve, reject) => {
        begin = () => work({}).then(resolve, reject);
      }).catch((error) => {
        ends.push(error.message);
        throw error;
      }),
  };
  const claim = watch(postgresInbox(client).transactions.claim(REQUEST));
  await tick(context, LIMIT_MS);
  assert.equal(claim.error.code, 'store_unavailable');
  begin();
  await settled();
  assert.deepEqual(ends, ['the transaction is rolled back']);
});

test('a transaction that was lost gets no more statements, with a client that runs a function', async () => {
  let lose;
  let isLost = false;
  const queries = [];
  const client = {
    async query(text) {
      queries.push(isLost);
      return usual(text);
    },
    transaction: (work) =>
      Promise.race([
        work({}),
        new Promise((_, reject) => {
          lose = () => {
            isLost = true;
            reject(new Error('CONNECTION_CLOSED'));
          };
        }),
      ]),
  };
  const { transactions } = postgresInbox(client);
  const { fence } = await transactions.claim(REQUEST);
  lose();
  await settled();
  await assert.rejects(transactions.complete({ ...REQUEST, fence }), { code: 'commit_failed' });
  assert.ok(queries.length > 0 && !queries.includes(true));
});
