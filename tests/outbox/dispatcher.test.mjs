// The dispatcher: attempts, retries, ends, throttling and limits, against a receiver and a real database.

import assert from 'node:assert/strict';
import test from 'node:test';
import { dispatcher } from 'hookwright/outbox';
import {
  endpointAt,
  enqueue,
  inTransaction,
  quick,
  secretOf,
  startDispatcher,
  startOutbox,
  startReceiver,
} from './setup.mjs';

const timeout = 120_000;

/** Runs the work with an outbox, a receiver and a dispatcher. */
async function start(context, answerTo, options) {
  const { pool, outbox, server } = await startOutbox(context);
  const receiver = await startReceiver(context, answerTo);
  return { pool, outbox, server, receiver, sending: startDispatcher(context, outbox, receiver, options) };
}

test('a committed event is delivered once, with its bytes and a signature', { timeout }, async (context) => {
  const { pool, outbox, receiver, sending } = await start(context);
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  await inTransaction(pool, (tx) =>
    outbox.enqueue(tx, {
      event: { id: 'evt_1', body: bytes, contentType: 'application/x-test' },
      subscriptions: ['sub_1'],
    }),
  );
  await enqueue(pool, outbox, 'evt_2', ['sub_1', 'sub_2'], { body: '{"text":"Zoë"}' });
  await sending.until(({ attempts }) => attempts.length === 3);
  const [first] = receiver.requests.filter(({ id }) => id === 'evt_1');
  assert.deepEqual(first.bytes, Buffer.from(bytes));
  assert.equal(first.contentType, 'application/x-test');
  assert.ok(receiver.requests.every(({ ok }) => ok));
  assert.deepEqual(receiver.requests.map(({ id, subscription }) => `${id} ${subscription}`).sort(), [
    'evt_1 sub_1',
    'evt_2 sub_1',
    'evt_2 sub_2',
  ]);
  const stored = await outbox.list();
  assert.deepEqual(
    new Set(stored.map(({ state, attempts, status, dueMs }) => [state, attempts, status, dueMs].join())),
    new Set(['delivered,1,204,']),
  );
});

test('a rolled back event is not delivered', { timeout }, async (context) => {
  const { pool, outbox, receiver, sending } = await start(context);
  await assert.rejects(
    inTransaction(pool, async (tx) => {
      await outbox.enqueue(tx, { event: { id: 'evt_1', body: '{}' }, subscriptions: ['sub_1'] });
      throw new Error('rolled back');
    }),
  );
  await enqueue(pool, outbox, 'evt_2');
  await sending.until(({ attempts }) => attempts.length === 1);
  assert.deepEqual(
    receiver.requests.map(({ id }) => id),
    ['evt_2'],
  );
});

test('a failed attempt is repeated by the policy, and a delivery that fails is dead', { timeout }, async (context) => {
  const answers = { evt_1: [500, 503, 204], evt_2: [500, 500, 500] };
  const { pool, outbox, sending } = await start(context, ({ id }) => answers[id].shift());
  await enqueue(pool, outbox, 'evt_1');
  await enqueue(pool, outbox, 'evt_2');
  await sending.until(({ attempts }) => attempts.length === 6);
  const of = (id) =>
    sending.attempts
      .filter(({ eventId }) => eventId === id)
      .map(({ attempt, status, next }) => [attempt, status, next.action]);
  assert.deepEqual(of('evt_1'), [
    [1, 500, 'retry'],
    [2, 503, 'retry'],
    [3, 204, 'succeed'],
  ]);
  assert.deepEqual(of('evt_2').at(-1), [3, 500, 'stop']);
  const [dead, ...others] = await outbox.list({ state: 'dead' });
  assert.deepEqual(others, []);
  assert.deepEqual([dead.event, dead.attempts, dead.reason, dead.status], ['evt_2', 3, 'attempts', 500]);
  assert.deepEqual(sending.dead, [
    { id: dead.id, eventId: 'evt_2', subscriptionId: 'sub_1', attempts: 3, reason: 'attempts' },
  ]);
});

test('the delay before the first attempt, and `due`, are respected', { timeout }, async (context) => {
  const policy = { id: 'later', schedule: { kind: 'table', delaysMs: [3_600_000] } };
  const { pool, outbox, sending, server } = await start(context, () => 204, { policy });
  await enqueue(pool, outbox, 'evt_1');
  await enqueue(pool, outbox, 'evt_2', ['sub_1'], { due: new Date('2100-01-01') });
  const dueOf = async (id) => (await outbox.list({ event: id }))[0];
  // The dispatcher has seen the first one when it is due an hour later.
  let first = await dueOf('evt_1');
  while (first.state !== 'pending' || first.dueMs === first.createdMs) first = await dueOf('evt_1');
  assert.equal(first.dueMs - first.createdMs, 3_600_000);
  assert.equal((await dueOf('evt_2')).dueMs, Date.parse('2100-01-01'));
  assert.deepEqual(await outbox.backlog(), {
    due: 0,
    throttled: 0,
    scheduled: 2,
    sending: 0,
    handedOver: 0,
    dead: 0,
    oldestDueMs: 0,
  });
  await server.query(`update hookwright_deliveries set due_at = now() where event_id = 'evt_1'`);
  await sending.until(({ attempts }) => attempts.length === 1);
  assert.equal(sending.attempts[0].eventId, 'evt_1');
});

test('an endpoint that asks for it is disabled, and its waiting deliveries end', { timeout }, async (context) => {
  const disabled = [];
  const { pool, outbox, sending, receiver } = await start(context, () => 410, {
    concurrency: 1,
    onDisable: (id, reason) => disabled.push([id, reason]),
  });
  await inTransaction(pool, async (tx) => {
    for (const id of ['evt_1', 'evt_2', 'evt_3']) {
      await outbox.enqueue(tx, { event: { id, body: '{}' }, subscriptions: ['sub_1'] });
    }
  });
  await sending.until(({ dead }) => dead.length === 1);
  assert.equal(receiver.requests.length, 1);
  assert.deepEqual(disabled, [['sub_1', 'status']]);
  assert.deepEqual(
    (await outbox.list({ state: 'dead' })).map(({ reason }) => reason),
    ['disabled_status', 'disabled_status', 'disabled_status'],
  );
});

test('deliveries to an endpoint that is gone or inactive end', { timeout }, async (context) => {
  const endpoint = (id) =>
    id === 'sub_1' ? undefined : { url: 'https://receiver.example', secret: secretOf(id), active: false };
  const { pool, outbox, sending, receiver } = await start(context, () => 204, { endpoint });
  await enqueue(pool, outbox, 'evt_1', ['sub_1', 'sub_2']);
  await sending.until(({ dead }) => dead.length === 2);
  assert.deepEqual(
    sending.dead.map(({ subscriptionId, reason, attempts }) => [subscriptionId, reason, attempts]).sort(),
    [
      ['sub_1', 'endpoint_gone', 0],
      ['sub_2', 'endpoint_inactive', 0],
    ],
  );
  assert.deepEqual(receiver.requests, []);
});

test('a lookup that fails does not count, and its message is not stored', { timeout }, async (context) => {
  const secret = 'a secret in a message';
  let isDown = true;
  const { pool, outbox, sending, receiver, server } = await start(context, () => 204, {
    endpoint: (id) => {
      if (isDown) throw new Error(secret);
      return endpointAt(receiver)(id);
    },
  });
  await enqueue(pool, outbox, 'evt_1');
  await sending.until(({ log }) => log.some(({ code }) => code === 'deferred'));
  assert.equal(sending.log[0].error.message, secret);
  let [delivery] = await outbox.list();
  while (delivery.state === 'sending') [delivery] = await outbox.list();
  assert.deepEqual([delivery.state, delivery.attempts, delivery.reason], ['pending', 0, 'deferred']);
  const tables = await server.query(
    'select d::text as row from hookwright_deliveries d union all select o::text from hookwright_outbox o',
  );
  assert.ok(tables.every(({ row }) => !row.includes(secret)));
  isDown = false;
  await server.query('update hookwright_deliveries set due_at = now()');
  await sending.until(({ attempts }) => attempts.length === 1);
  assert.deepEqual([sending.attempts[0].attempt, sending.attempts[0].status], [1, 204]);
});

test('a lookup that never ends is deferred', { timeout }, async (context) => {
  const { pool, outbox, sending } = await start(context, () => 204, {
    endpoint: () => new Promise(() => {}),
    timeoutMs: 50,
  });
  await enqueue(pool, outbox, 'evt_1');
  await sending.until(({ log }) => log.length > 0);
  assert.deepEqual([sending.log[0].code, sending.log[0].error.code], ['deferred', 'timeout']);
});

test('an attempt to which nothing can be sent counts', { timeout }, async (context) => {
  const { pool, outbox, sending } = await start(context, () => 204, {
    endpoint: (id) => ({ url: 'https://receiver.example', secret: id === 'sub_1' ? 'whsec_' : secretOf(id) }),
  });
  await enqueue(pool, outbox, 'evt_1');
  await enqueue(pool, outbox, 'evt 2', ['sub_2']);
  await sending.until(({ dead }) => dead.length === 2);
  const codes = new Set(sending.attempts.map(({ eventId, error, code }) => [eventId, error, code].join()));
  assert.deepEqual([...codes].sort(), ['evt 2,invalid,invalid_id', 'evt_1,invalid,empty_secret']);
  assert.deepEqual(
    sending.dead.map(({ attempts }) => attempts),
    [3, 3],
  );
});

test('addresses of internal networks are refused by default', { timeout }, async (context) => {
  const { pool, outbox, sending, receiver } = await start(context, () => 204, { allow: undefined });
  await enqueue(pool, outbox, 'evt_1');
  await sending.until(({ dead }) => dead.length === 1);
  assert.deepEqual(receiver.requests, []);
  const [delivery] = await outbox.list();
  assert.deepEqual([delivery.state, delivery.error], ['dead', 'address_refused']);
});

test('`onDisable` that fails defers the attempt', { timeout }, async (context) => {
  const { pool, outbox, sending } = await start(context, () => 410, {
    onDisable: () => Promise.reject(new Error('not now')),
  });
  await enqueue(pool, outbox, 'evt_1');
  await sending.until(({ log }) => log.length > 0);
  assert.deepEqual(sending.dead, []);
  assert.deepEqual([sending.log[0].code, sending.log[0].error.message], ['deferred', 'not now']);
});

test('`onDisable` that never ends is deferred', { timeout }, async (context) => {
  const { pool, outbox, sending } = await start(context, () => 410, {
    onDisable: () => new Promise(() => {}),
    // The attempt itself must be answered in this time.
    timeoutMs: 3_000,
  });
  await enqueue(pool, outbox, 'evt_1');
  await sending.until(({ log }) => log.length > 0);
  assert.deepEqual([sending.log[0].code, sending.log[0].error.code], ['deferred', 'timeout']);
});

test('hooks that fail are logged, and the delivery is recorded', { timeout }, async (context) => {
  const { pool, outbox, sending } = await start(context, () => 204, {
    onAttempt: () => {
      throw new Error('from the hook');
    },
  });
  await enqueue(pool, outbox, 'evt_1');
  await sending.until(({ log }) => log.length === 1);
  assert.deepEqual([sending.log[0].code, sending.log[0].error.message], ['hook_failed', 'from the hook']);
  assert.equal((await outbox.list())[0].state, 'delivered');
});

test('no more attempts than `concurrency` are made at the same time', { timeout }, async (context) => {
  let open = 0;
  let most = 0;
  const { pool, outbox, sending } = await start(
    context,
    async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(setImmediate);
      open -= 1;
      return 204;
    },
    { concurrency: 3, pollMs: 60_000 },
  );
  await inTransaction(pool, async (tx) => {
    for (let index = 0; index < 50; index += 1) {
      await outbox.enqueue(tx, { event: { id: `evt_${index}`, body: '{}' }, subscriptions: ['sub_1'] });
    }
  });
  // The poll interval is long: the rest is taken as soon as there is room.
  sending.running.wake();
  await sending.until(({ attempts }) => attempts.length === 50);
  assert.ok(most <= 3, String(most));
});

test('`stop` waits for running attempts and takes no more', { timeout }, async (context) => {
  let answer;
  const { pool, outbox, receiver, sending } = await start(context, () => new Promise((resolve) => (answer = resolve)));
  await enqueue(pool, outbox, 'evt_1');
  await receiver.until((all) => all.length === 1);
  const stopped = sending.running.stop();
  await enqueue(pool, outbox, 'evt_2');
  answer(204);
  await stopped;
  const states = Object.fromEntries((await outbox.list()).map(({ event, state }) => [event, state]));
  assert.deepEqual(states, { evt_1: 'delivered', evt_2: 'pending' });
});

test('`stop` gives back what is taken meanwhile, without an attempt', { timeout }, async (context) => {
  const { pool, outbox } = await startOutbox(context);
  const receiver = await startReceiver(context);
  await enqueue(pool, outbox, 'evt_1');
  const { take } = outbox.database;
  let sending;
  let stopped;
  const stopping = new Promise((resolve) => {
    outbox.database.take = async (request) => {
      const taken = await take.call(outbox.database, request);
      stopped = sending.running.stop();
      resolve();
      return taken;
    };
  });
  sending = startDispatcher(context, outbox, receiver);
  await stopping;
  await stopped;
  assert.deepEqual(receiver.requests, []);
  const [{ state, dueMs, createdMs }] = await outbox.list();
  assert.deepEqual([state, dueMs], ['pending', createdMs]);
});

test('mistakes in the options are typed errors', { timeout }, async (context) => {
  const { outbox } = await startOutbox(context);
  const options = { outbox, provider: 'standard', policy: quick, endpoint: () => undefined };
  for (const [change, code] of [
    [{ outbox: {} }, 'invalid_options'],
    [{ outbox: undefined }, 'invalid_options'],
    [{ provider: undefined }, 'provider_or_scheme'],
    [{ policy: 'unknown' }, 'unknown_policy'],
    [{ endpoint: undefined }, 'invalid_options'],
    [{ onDead: 1 }, 'invalid_options'],
    [{ concurrency: 0 }, 'invalid_options'],
    [{ leaseMs: 0 }, 'invalid_duration'],
    [{ pollMs: '1' }, 'invalid_duration'],
    [{ fetch, allow: [] }, 'invalid_options'],
    [{ retries: 3 }, 'unknown_option'],
  ]) {
    assert.throws(() => dispatcher({ ...options, ...change }), { code }, JSON.stringify(change));
  }
});
