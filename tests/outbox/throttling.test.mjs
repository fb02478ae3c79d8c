// Subscriptions that wait because their endpoint has asked for it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { endpointAt, enqueue, inTransaction, startDispatcher, startOutbox, startReceiver } from './setup.mjs';

const timeout = 120_000;

/** Runs the work with an outbox, a receiver and a dispatcher. */
async function start(context, answerTo, options) {
  const { pool, outbox, server } = await startOutbox(context);
  const receiver = await startReceiver(context, answerTo);
  return { pool, outbox, server, receiver, sending: startDispatcher(context, outbox, receiver, options) };
}

/** For how long a subscription waits, in milliseconds, from when that was set. */
const waitOf = async (server) => {
  const rows = await server.query(
    'select extract(epoch from until_at - set_at) * 1000 as ms from hookwright_throttles order by subscription_id',
  );
  return rows.map(({ ms }) => Number(ms));
};

test('a 429 delays all deliveries of the subscription, and no others', { timeout }, async (context) => {
  const policy = { id: 'throttled', schedule: { kind: 'table', delaysMs: [0, 60_000] } };
  const { pool, outbox, sending, receiver, server } = await start(
    context,
    ({ subscription }, all) =>
      subscription === 'sub_1' && all.length === 1 ? { status: 429, headers: { 'retry-after': '3600' } } : 204,
    { policy },
  );
  await enqueue(pool, outbox, 'evt_1', ['sub_1']);
  await sending.until(({ attempts }) => attempts.length === 1);
  assert.equal(sending.attempts[0].next.throttled, true);
  await enqueue(pool, outbox, 'evt_2', ['sub_1']);
  await enqueue(pool, outbox, 'evt_3', ['sub_2']);
  await sending.until(({ attempts }) => attempts.length === 2);
  assert.equal(sending.attempts[1].eventId, 'evt_3');
  await enqueue(pool, outbox, 'evt_4', ['sub_2']);
  await sending.until(({ attempts }) => attempts.length === 3);
  assert.ok(receiver.requests.every(({ id }) => id !== 'evt_2'));
  const document = readFileSync(new URL('../../docs/OUTBOX.md', import.meta.url), 'utf8');
  const [, lift] = document.match(/^```sql\n(delete from hookwright_throttles .+)\n```$/m);
  await server.query(lift);
  await sending.until(({ attempts }) => attempts.length === 4);
  assert.equal(sending.attempts[3].eventId, 'evt_2');
});

test('a late attempt delays the subscription as long as a first one, and its own delivery by the policy', {
  timeout,
}, async (context) => {
  const policy = { id: 'long', schedule: { kind: 'table', delaysMs: [0, 60_000, 72_000_000] } };
  const answers = [500, 502];
  const { pool, outbox, sending, server } = await start(context, () => answers.shift(), { policy });
  await enqueue(pool, outbox, 'evt_1');
  await sending.until(({ attempts }) => attempts.length === 1);
  await server.query('update hookwright_deliveries set due_at = now()');
  await sending.until(({ attempts }) => attempts.length === 2);
  const { next } = sending.attempts[1];
  assert.deepEqual([next.action, next.delayMs, next.throttled], ['retry', 72_000_000, true]);
  const [waitMs] = await waitOf(server);
  assert.ok(waitMs > 50_000 && waitMs < 70_000, String(waitMs));
});

test('a success of an attempt that began later ends the delay', { timeout }, async (context) => {
  const policy = { id: 'later', schedule: { kind: 'table', delaysMs: [0, 3_600_000] } };
  let look;
  const looking = new Promise((resolve) => {
    look = resolve;
  });
  const { pool, outbox, receiver, sending, server } = await start(context, ({ id }) => (id === 'evt_1' ? 429 : 204), {
    policy,
    endpoint: async (subscription, { eventId }) => {
      if (eventId === 'evt_2') await looking;
      return endpointAt(receiver)(subscription);
    },
  });
  await inTransaction(pool, async (tx) => {
    for (const id of ['evt_1', 'evt_2']) {
      await outbox.enqueue(tx, { event: { id, body: '{}' }, subscriptions: ['sub_1'] });
    }
  });
  await sending.until(({ attempts }) => attempts.length === 1);
  assert.equal((await waitOf(server)).length, 1);
  // The dispatcher's clock is behind if its process was interrupted while it read an answer of the database.
  await server.query(`update hookwright_throttles set set_at = set_at - interval '1 hour'`);
  look();
  await sending.until(({ attempts }) => attempts.length === 2);
  assert.deepEqual(await waitOf(server), []);
});
