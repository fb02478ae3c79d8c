// The contract of outboxes in SQLite, and what only it does, in every runtime.

import assert from 'node:assert/strict';
import { sqliteOutbox } from 'hookwright/sqlite';
import { turns } from '../databases/sqlite-client-behaviors.mjs';
import { contract } from './contract.mjs';

/** Runs work in a transaction. */
async function inTransaction(connection, work) {
  connection.exec('begin immediate');
  try {
    const result = await work(connection);
    connection.exec('commit');
    return result;
  } catch (error) {
    connection.exec('rollback');
    throw error;
  }
}

/** Runs a test with an outbox and a connection of a user. */
const withOutbox = (test) => async (where) => {
  const { open, file } = where;
  const outbox = sqliteOutbox(() => open(file));
  await outbox.migrate();
  const user = open(file);
  try {
    await test({ ...where, outbox, user });
  } finally {
    user.close();
    await outbox.close();
  }
};

const fromContract = Object.entries(contract).map(([name, run]) => [
  name,
  withOutbox(async ({ outbox, user }) => {
    const enqueue = (id, subscriptions, { body = `{"id":"${id}"}`, contentType, due } = {}) =>
      inTransaction(user, (tx) => outbox.enqueue(tx, { event: { id, body, contentType }, subscriptions, due }));
    await run(async () => ({ outbox, enqueue }));
  }),
]);

const event = (id) => ({ event: { id, body: `{"id":"${id}"}` }, subscriptions: ['sub_1', 'sub_2'] });

export default {
  ...Object.fromEntries(fromContract),

  'what is enqueued in a transaction is delivered only if it is committed': withOutbox(async ({ outbox, user }) => {
    await assert.rejects(
      inTransaction(user, (tx) => {
        assert.equal(outbox.enqueue(tx, event('gone')).length, 2);
        throw new Error('rolled back');
      }),
      { message: 'rolled back' },
    );
    assert.deepEqual(await outbox.list(), []);
    user.exec('begin');
    const added = outbox.enqueue(user, event('kept'));
    assert.deepEqual(await outbox.list(), []);
    user.exec('commit');
    const listed = await outbox.list();
    assert.deepEqual(listed.map(({ id }) => id).sort(), added.map(({ id }) => id).sort());
    for (const { id } of added)
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }),

  'the functions of a library for transactions roll back if it throws': withOutbox(async ({ outbox, user }) => {
    // `node:sqlite` has none.
    if (user.transaction === undefined) return;
    const enqueue = user.transaction((given) => outbox.enqueue(user, given));
    assert.equal(enqueue(event('kept')).length, 2);
    const both = user.transaction(() => {
      outbox.enqueue(user, event('gone'));
      outbox.enqueue(user, { ...event('kept'), event: { id: 'kept', body: 'other' } });
    });
    assert.throws(both, { code: 'event_differs' });
    assert.deepEqual(new Set((await outbox.list()).map((each) => each.event)), new Set(['kept']));
  }),

  'outside of a transaction it is refused, and leaves the connection as it was': withOutbox(
    async ({ outbox, user }) => {
      const wrapped = { exec: (sql) => user.exec(sql), prepare: (sql) => user.prepare(sql), close() {} };
      // Old libraries do not say whether there is a transaction.
      for (const connection of [user, wrapped]) {
        assert.throws(() => outbox.enqueue(connection, event('evt_1')), {
          name: 'TypeError',
          code: 'not_a_transaction',
        });
      }
      user.exec('begin');
      assert.equal(outbox.enqueue(wrapped, event('evt_1')).length, 2);
      user.exec('rollback');
      for (const tx of [undefined, null, 'tx', 7, {}, () => {}]) {
        assert.throws(() => outbox.enqueue(tx, event('evt_1')), { name: 'TypeError', code: 'not_a_transaction' });
      }
      assert.throws(() => outbox.enqueue(user, { ...event('evt_1'), extra: 1 }), { code: 'unknown_option' });
      assert.deepEqual(outbox.enqueue(user, { ...event('evt_1'), subscriptions: [] }), []);
      assert.deepEqual(await outbox.list(), []);
    },
  ),

  'another body or content type for an id is refused, and an equal one is not': withOutbox(async ({ outbox, user }) => {
    const enqueue = (body, contentType, subscriptions = ['sub_1']) =>
      inTransaction(user, (tx) => outbox.enqueue(tx, { event: { id: 'evt_1', body, contentType }, subscriptions }));
    assert.equal((await enqueue(new Uint8Array(0))).length, 1);
    assert.equal((await enqueue('')).length, 0);
    assert.equal((await enqueue('', 'application/json', ['sub_1', 'sub_2', 'sub_2'])).length, 1);
    await assert.rejects(enqueue('a'), { code: 'event_differs' });
    await assert.rejects(enqueue('', 'text/plain'), { code: 'event_differs' });
    assert.equal((await outbox.list()).length, 2);
    const { deliveries } = await outbox.database.take({ token: 't', leaseMs: 1_000, limit: 1 });
    assert.deepEqual([...deliveries[0].body], []);
  }),

  'the errors of the library are passed on': withOutbox(async ({ user, open, file }) => {
    const outbox = sqliteOutbox(() => open(file), { prefix: 'missing_' });
    user.exec('begin');
    assert.throws(() => outbox.enqueue(user, event('evt_1')), /no such table/);
    user.exec('rollback');
  }),

  'many deliveries are replayed, ended and pruned in parts': withOutbox(async ({ outbox, user }) => {
    await inTransaction(user, (tx) => {
      for (let index = 0; index < 1_100; index += 1)
        outbox.enqueue(tx, { ...event(`evt_${index}`), subscriptions: ['a'] });
    });
    assert.equal(await outbox.database.endSubscription('a', 'disabled_status'), 1_100);
    assert.equal((await outbox.replay({ state: 'dead' })).length, 1_100);
    assert.equal((await outbox.replay({ state: 'dead' })).length, 0);
    assert.deepEqual(await outbox.prune({ days: 0 }), { deliveries: 1_100, events: 0 });
    assert.equal(await outbox.database.endSubscription('a', 'disabled_status'), 1_100);
    assert.deepEqual(await outbox.prune({ days: 0 }), { deliveries: 1_100, events: 1_100 });
  }),

  'the event loop goes on between the parts of a change': withOutbox(async ({ outbox, user }) => {
    await inTransaction(user, (tx) => {
      for (let index = 0; index < 5_000; index += 1)
        outbox.enqueue(tx, { ...event(`evt_${index}`), subscriptions: ['a'] });
    });
    for (const change of [
      () => outbox.database.endSubscription('a', 'disabled_status'),
      () => outbox.replay({ state: 'dead' }),
      () => outbox.prune({ days: 0 }),
    ]) {
      const count = turns();
      await change();
      assert.ok(count() >= 9, `${count()} turns of the event loop: ${change}`);
    }
  }),

  'the constraints of the tables are the state machine': withOutbox(async ({ outbox, user }) => {
    user.exec('pragma foreign_keys = 1');
    // What a program in another language writes.
    user.exec("insert into hookwright_outbox (event_id, body) values ('evt_1', x'7b7d')");
    user.exec("insert into hookwright_deliveries (event_id, subscription_id) values ('evt_1', 'sub_1')");
    const { deliveries } = await outbox.database.take({ token: 't', leaseMs: 60_000, limit: 1 });
    const [{ id, eventId, contentType, subscriptionId }] = deliveries;
    assert.deepEqual([eventId, contentType, subscriptionId], ['evt_1', 'application/json', 'sub_1']);
    assert.equal((await outbox.list({ id })).length, 1, 'its id is one of the format of `list`');
    for (const change of [
      "state = 'lost'",
      "state = 'pending'",
      'token = null',
      'lease_end = null',
      'attempts = -1',
      "state = 'waiting', token = null, lease_end = null",
      "state = 'dead', token = null, lease_end = null, ended_at = 1",
      "state = 'delivered', token = null, lease_end = null",
      'ended_at = 1',
      'status = 42',
      "status = 'good'",
      "subscription_id = ''",
      "event_id = 'evt_2'",
      'id = null',
    ]) {
      assert.throws(() => user.exec(`update hookwright_deliveries set ${change}`), /constraint|cannot store/i, change);
    }
  }),
};
