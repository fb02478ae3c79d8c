// A dispatcher of an outbox in SQLite, in every runtime, against a receiver.

import assert from 'node:assert/strict';
import { dispatcher } from 'hookwright/outbox';
import { sqliteInbox, sqliteOutbox } from 'hookwright/sqlite';
import { turns } from '../databases/sqlite-client-behaviors.mjs';
import { secretOf, startReceiver } from './receiver.mjs';

/** A policy that makes three attempts, without delays. */
const quick = { id: 'quick', schedule: { kind: 'table', delaysMs: [0, 1, 1] }, timeoutMs: 10_000 };

/** Bun and Deno cannot connect to an address that was checked. */
const isNode = globalThis.Bun === undefined && globalThis.Deno === undefined;
const sending = isNode ? { allow: ['127.0.0.1/32'] } : { fetch };

/** Runs a test with an outbox, a receiver, and functions that start dispatchers. */
const withDispatcher = (answerTo, test) => async (where) => {
  const ends = [];
  const receiver = await startReceiver({ after: (end) => ends.push(end) }, answerTo);
  const user = where.open(where.file);
  const outbox = sqliteOutbox(() => where.open(where.file));
  await outbox.migrate();
  user.exec('pragma busy_timeout = 5000; create table users (name text)');
  const attempts = [];
  const start = (options = {}) => {
    const running = dispatcher({
      outbox,
      provider: 'standard',
      policy: quick,
      endpoint: (subscription) => ({ url: `${receiver.url}/${subscription}`, secret: secretOf(subscription) }),
      ...sending,
      pollMs: 10,
      onAttempt: (attempt) => attempts.push(attempt),
      log() {},
      ...options,
    });
    ends.unshift(() => running.stop());
    return running;
  };
  try {
    await test({
      ...{ ...where, receiver, user, outbox, attempts, start },
      enqueue(id, subscriptions = ['sub_1']) {
        user.exec('begin immediate');
        user.prepare('insert into users values (?)').run(id);
        outbox.enqueue(user, { event: { id, body: `{"id":"${id}"}` }, subscriptions });
        user.exec('commit');
      },
      /** Waits until no delivery waits. */
      async ended() {
        for (;;) {
          const { due, scheduled, sending } = await outbox.backlog();
          if (due + scheduled + sending === 0) return;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      },
    });
  } finally {
    for (const end of ends) await end();
    user.close();
    await outbox.close();
  }
};

export default {
  'the event loop goes on while deliveries end without a request': withDispatcher(
    undefined,
    async ({ start, outbox, user }) => {
      user.exec('begin immediate');
      for (let index = 0; index < 200; index += 1)
        outbox.enqueue(user, { event: { id: `evt_${index}`, body: '{}' }, subscriptions: ['gone'] });
      user.exec('commit');
      let ended = 0;
      let resolve;
      const all = new Promise((fulfill) => {
        resolve = fulfill;
      });
      const onDead = () => {
        ended += 1;
        if (ended === 200) resolve();
      };
      const count = turns();
      start({ endpoint: () => undefined, concurrency: 10, pollMs: 60_000, onDead });
      await all;
      // Each ten of them are taken in one write, and settled in others.
      assert.ok(count() >= 20, `${count()} turns`);
    },
  ),

  'committed events are delivered with a signature, and those that were rolled back are not': withDispatcher(
    undefined,
    async ({ start, enqueue, ended, receiver, outbox, user }) => {
      start();
      user.exec('begin immediate');
      outbox.enqueue(user, { event: { id: 'gone', body: '{}' }, subscriptions: ['sub_1'] });
      user.exec('rollback');
      for (let index = 0; index < 20; index += 1) enqueue(`evt_${index}`, ['sub_1', 'sub_2']);
      await ended();
      assert.equal(receiver.requests.length, 40);
      assert.ok(receiver.requests.every(({ ok }) => ok));
      assert.ok(receiver.requests.every(({ id, body }) => id.startsWith('evt_') && body === `{"id":"${id}"}`));
      const states = await outbox.list();
      assert.deepEqual(
        new Set(states.map(({ state, attempts, status }) => `${state} ${attempts} ${status}`)),
        new Set(['delivered 1 204']),
      );
    },
  ),

  'failed attempts are repeated by the policy, and then the delivery is dead': withDispatcher(
    ({ id }) => (id === 'bad' ? 500 : 204),
    async ({ start, enqueue, ended, attempts, outbox }) => {
      start();
      enqueue('bad');
      enqueue('good');
      await ended();
      const bad = attempts.filter(({ eventId }) => eventId === 'bad');
      assert.deepEqual(
        bad.map(({ attempt, status }) => [attempt, status]),
        [
          [1, 500],
          [2, 500],
          [3, 500],
        ],
      );
      const [dead, ...others] = await outbox.list({ state: 'dead' });
      assert.deepEqual([dead.event, dead.reason, others], ['bad', 'attempts', []]);
    },
  ),

  'several dispatchers share the deliveries': withDispatcher(
    undefined,
    async ({ start, enqueue, ended, receiver, open, file }) => {
      const others = Array.from({ length: 2 }, () => sqliteOutbox(() => open(file)));
      for (let index = 0; index < 60; index += 1) enqueue(`evt_${index}`);
      const running = [start(), ...others.map((outbox) => start({ outbox }))];
      await ended();
      await Promise.all(running.map((each) => each.stop()));
      for (const other of others) await other.close();
      assert.equal(receiver.requests.length, 60);
      assert.equal(new Set(receiver.requests.map(({ id }) => id)).size, 60);
    },
  ),

  'an event that is enqueued in the transaction of a handler is delivered if the handler succeeds': withDispatcher(
    undefined,
    async ({ start, ended, receiver, outbox, open, file }) => {
      const inbox = sqliteInbox(() => open(file));
      await inbox.migrate();
      start();
      const { transactions } = inbox;
      for (const [key, end] of [
        ['hooks:a', 'release'],
        ['hooks:b', 'complete'],
      ]) {
        const request = { key, token: key, leaseMs: 60_000, keepMs: 60_000 };
        const { tx, fence } = await transactions.claim(request);
        outbox.enqueue(tx, { event: { id: end, body: '{}' }, subscriptions: ['sub_1'] });
        assert.equal(await transactions[end]({ ...request, fence }), true);
      }
      await ended();
      assert.deepEqual(
        receiver.requests.map(({ id }) => id),
        ['complete'],
      );
      await inbox.close();
    },
  ),
};
