// The behavior of the databases of inboxes, beyond the vectors. Every runtime can run this file.
//
// `make(now)` returns a database with its tables, whose clock is `now`; `again()` returns another one on the same tables.
// `execute(sql)` executes a statement in which `:inbox` is the name of the table.

import assert from 'node:assert/strict';
import { DAY, ids, idsOf, item, request, START, settled, withClock } from './database-items.mjs';
import transactions from './database-transaction-behaviors.mjs';
import { now, run, tests } from './vectors.mjs';

export default {
  'it passes the vectors': async ({ make }) => {
    const database = await make(now);
    for (const test of tests) await run(database, test);
  },

  'what is stored is returned as it was': withClock(async (database, clock) => {
    const bodies = [
      new Uint8Array(0),
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
      new Uint8Array(300_000).fill(255),
    ];
    for (const [index, body] of bodies.entries()) {
      const given = item(`e${index}`, {
        tenant: 'Zoë/🎉 & co',
        eventId: index === 0 ? null : "o'neil; drop table x; -- ?:$1",
        eventType: index === 0 ? null : 'ключ',
        receivedAtMs: START + index,
        body,
        headers: { 'content-type': 'text/plain; "ü"', 'x-a': '' },
        verdict: { key: { index: 3, name: "next'" }, idSigned: false, unsigned: ['x-a', 'ü'] },
      });
      assert.equal(await database.add(given), true);
      assert.equal(await database.add({ ...given, body: bodies[1] }), false);
    }
    clock.ms += 20;
    const { items, buried } = await database.take(request());
    assert.deepEqual(buried, []);
    assert.equal(items.length, 3);
    for (const [index, taken] of items.entries()) {
      const { body, ...rest } = taken;
      assert.equal(Buffer.compare(Buffer.from(body), Buffer.from(bodies[index])), 0);
      assert.deepEqual(rest, {
        key: `billing:e${index}`,
        endpoint: 'billing',
        tenant: 'Zoë/🎉 & co',
        eventId: index === 0 ? null : "o'neil; drop table x; -- ?:$1",
        eventType: index === 0 ? null : 'ключ',
        receivedAtMs: START + index,
        headers: { 'content-type': 'text/plain; "ü"', 'x-a': '' },
        verdict: { key: { index: 3, name: "next'" }, idSigned: false, unsigned: ['x-a', 'ü'] },
        attempts: 1,
        deferrals: 0,
        fence: START + 20,
        token: 't',
        firstAtMs: START,
        takenAtMs: START + 20,
      });
    }
  }),

  'items are taken by endpoint, when they are due, up to a limit': withClock(async (database, clock) => {
    for (const id of ['a', 'b', 'c']) await database.add(item(id));
    await database.add(item('other', { key: 'shop:other', endpoint: 'shop' }));
    const first = await database.take(request({ limit: 2 }));
    const second = await database.take(request({ limit: 2, token: 'u' }));
    assert.deepEqual([...ids(first.items), ...ids(second.items)].sort(), ['a', 'b', 'c']);
    assert.equal((await database.take(request())).items.length, 0);
    for (const taken of first.items) {
      assert.equal(await database.settle(taken, { op: 'retry', delayMs: 500, error: 'TypeError' }), true);
    }
    clock.ms += 499;
    assert.equal((await database.take(request())).items.length, 0);
    clock.ms += 1;
    assert.equal((await database.take(request())).items.length, 2);
    clock.ms += 500;
    // The lease of the second request has ended, and those of the third one have not.
    assert.deepEqual(ids((await database.take(request())).items), ids(second.items));
  }),

  'items whose workers died at the last attempt become dead': withClock(async (database, clock) => {
    await database.add(item('a'));
    await database.add(item('b'));
    assert.equal((await database.take(request({ maxAttempts: 1 }))).items.length, 2);
    clock.ms += 1_000;
    await database.add(item('c'));
    const { items, buried } = await database.take(request({ maxAttempts: 1, token: 'u' }));
    assert.deepEqual(ids(items), ['c']);
    assert.deepEqual(ids(buried).sort(), ['a', 'b']);
    const [dead] = buried;
    assert.deepEqual([dead.state, dead.attempts, dead.endedAtMs, dead.dueAtMs], ['dead', 1, clock.ms, null]);
  }),

  'items are listed and counted': withClock(async (database, clock) => {
    const empty = { due: 0, scheduled: 0, working: 0, dead: 0, oldestDueMs: 0 };
    assert.deepEqual(await database.backlog(undefined), empty);
    for (const [index, id] of ['done', 'dead', 'later', 'work', 'due'].entries()) {
      await database.add(item(id, { receivedAtMs: START + index, eventType: index % 2 ? 'odd' : 'even' }));
      clock.ms += 1;
    }
    await settled(database, { op: 'complete' });
    await settled(database, { op: 'bury', error: 'RangeError' });
    await settled(database, { op: 'defer', delayMs: 5_000 });
    await database.take(request({ limit: 1 }));
    clock.ms += 100;
    await database.add(item('shop', { key: 'shop:shop', endpoint: 'shop' }));
    const backlog = { due: 1, scheduled: 1, working: 1, dead: 1, oldestDueMs: 101 };
    assert.deepEqual(await database.backlog('billing'), backlog);
    assert.deepEqual(await database.backlog(undefined), { ...backlog, due: 2 });
    assert.deepEqual(await database.backlog('none'), empty);
    const [newest, ...others] = await database.list({ name: 'billing', limit: 100 });
    assert.deepEqual(ids([newest, ...others]), ['due', 'work', 'later', 'dead', 'done']);
    assert.deepEqual(ids(await database.list({ limit: 2, name: 'billing' })), ['due', 'work']);
    assert.deepEqual(await idsOf(database, { state: 'dead' }), ['dead']);
    assert.deepEqual(await idsOf(database, { type: 'odd' }), ['dead', 'work']);
    assert.deepEqual(await idsOf(database, { id: 'later' }), ['later']);
    assert.deepEqual(await idsOf(database, { sinceMs: START + 1, untilMs: START + 3 }), ['dead', 'later']);
    assert.deepEqual(others.at(-2), {
      key: 'billing:dead',
      name: 'billing',
      tenant: null,
      id: 'dead',
      type: 'odd',
      state: 'dead',
      attempts: 1,
      deferrals: 0,
      receivedAtMs: START + 1,
      dueAtMs: null,
      endedAtMs: START + 5,
      lastError: 'RangeError',
    });
    const [later] = await database.list({ id: 'later', limit: 1 });
    assert.deepEqual([later.state, later.attempts, later.deferrals, later.dueAtMs], ['queued', 0, 1, START + 5_005]);
  }),

  'items are replayed by a selection, except those that are being handled': withClock(async (database, clock) => {
    for (let index = 0; index < 1_203; index += 1)
      await database.add(item(`e${index}`, { receivedAtMs: START + index }));
    assert.equal((await database.take(request({ limit: 1_202 }))).items.length, 1_202);
    const held = request({ token: 't' });
    const all = await database.list({ state: 'working', limit: 2_000 });
    assert.equal(all.length, 1_202);
    assert.equal(await database.replay({ name: 'billing' }), 1, 'the one that was not taken');
    clock.ms += 1_000;
    const { items } = await database.take({ ...held, limit: 1_203 });
    for (const taken of items.slice(0, -1)) await database.settle(taken, { op: 'bury', error: 'Error' });
    clock.ms += 10;
    assert.equal(await database.replay({ state: 'dead', untilMs: START + 1 }), 1);
    assert.equal(await database.replay({ state: 'dead', name: 'shop' }), 0);
    assert.equal(await database.replay({ state: 'dead' }), 1_201);
    assert.equal(await database.replay({ id: items.at(-1).eventId }), 0, 'it is being handled');
    const again = await database.take({ ...held, token: 'u', limit: 2_000 });
    assert.equal(again.items.length, 1_202);
    for (const { attempts, firstAtMs } of again.items) assert.deepEqual([attempts, firstAtMs], [1, clock.ms]);
    const [handled] = again.items;
    await database.settle(handled, { op: 'complete' });
    assert.equal(await database.replay({ state: 'handled' }), 1);
  }),

  'items are deleted once they are old and their senders do not repeat them': withClock(async (database, clock) => {
    for (let index = 0; index < 1_100; index += 1) await database.add(item(`e${index}`));
    await database.add(item('long', { keepMs: 50 * DAY }));
    await database.add(item('waits'));
    const { items } = await database.take(request({ limit: 1_102 }));
    for (const [index, taken] of items.entries()) {
      if (taken.eventId === 'waits') await database.settle(taken, { op: 'retry', delayMs: DAY, error: 'Error' });
      else await database.settle(taken, index % 2 ? { op: 'complete' } : { op: 'bury', error: 'Error' });
    }
    clock.ms += 20 * DAY - 1;
    assert.equal(await database.prune(20 * DAY), 0);
    clock.ms += 1;
    assert.equal(await database.prune(20 * DAY), 1_100);
    assert.deepEqual(await idsOf(database, {}), ['long', 'waits']);
    assert.equal(await database.add(item('e0')), true);
    clock.ms += 30 * DAY;
    assert.equal(await database.prune(20 * DAY), 1);
  }),

  'the order of objects is noted when an item is completed': withClock(async (database, clock) => {
    const order = (position) => ({ op: 'complete', order: { object: 'in_1', position } });
    assert.equal(await database.newest('in_1'), undefined);
    for (const id of ['a', 'b', 'c']) await database.add(item(id));
    await settled(database, order(7.5));
    assert.equal(await database.newest('in_1'), 7.5);
    await settled(database, order(3));
    assert.equal(await database.newest('in_1'), 7.5);
    await settled(database, order(START * 1_000));
    assert.equal(await database.newest('in_1'), START * 1_000);
    clock.ms += 10 * DAY - 1;
    assert.equal(await database.newest('in_1'), START * 1_000);
    // As long as the event, which arrived five milliseconds before it was stored.
    clock.ms += 1 + 5;
    assert.equal(await database.newest('in_1'), undefined);
  }),

  'an event that is equal to one that its sender may not repeat any more is another one': withClock(
    async (database, clock) => {
      await database.add(item('a', { tenant: 'old', keepMs: 15 * DAY }));
      await settled(database, { op: 'retry', delayMs: 0, error: 'TypeError' });
      await settled(database, { op: 'bury', error: 'TypeError' });
      const equal = item('a', {
        tenant: 'new',
        eventType: 'invoice.sent',
        receivedAtMs: START + 15 * DAY,
        body: new TextEncoder().encode('{"other":true}'),
        headers: { 'x-a': '1' },
        verdict: { key: { index: 1 } },
        keepMs: DAY,
      });
      clock.ms += 15 * DAY - 1;
      assert.equal(await database.add(equal), false);
      clock.ms += 1;
      const added = await Promise.all([database.add(equal), database.add(equal), database.add(equal)]);
      assert.deepEqual(added.sort(), [false, false, true]);
      const [{ state, lastError, endedAtMs }] = await database.list({ limit: 10 });
      assert.deepEqual([state, lastError, endedAtMs], ['queued', null, null]);
      const { keepMs: _, body, ...expected } = equal;
      const [{ body: taken, ...rest }] = (await database.take(request())).items;
      assert.equal(new TextDecoder().decode(taken), '{"other":true}');
      const counts = { attempts: 1, deferrals: 0, fence: clock.ms, token: 't' };
      assert.deepEqual(rest, { ...expected, ...counts, firstAtMs: clock.ms, takenAtMs: clock.ms });
      clock.ms += DAY;
      assert.equal(await database.add(equal), false, 'it is being handled');
    },
  ),

  'items whose worker died are taken in turn with those that are queued, and count as due': withClock(
    async (database, clock) => {
      for (const id of ['a', 'b']) await database.add(item(id));
      await database.take(request({ limit: 1, leaseMs: 1_000 }));
      await database.take(request({ limit: 1, leaseMs: 9_000 }));
      clock.ms += 1_000;
      assert.deepEqual(await database.backlog('billing'), {
        due: 1,
        scheduled: 0,
        working: 1,
        dead: 0,
        oldestDueMs: 0,
      });
      clock.ms += 1;
      for (let index = 0; index < 20; index += 1) await database.add(item(`e${index}`));
      clock.ms += 10;
      assert.deepEqual(await database.backlog('billing'), {
        ...{ due: 21, scheduled: 0, working: 1, dead: 0, oldestDueMs: 11 },
      });
      const { items } = await database.take(request({ limit: 3, token: 'u' }));
      assert.deepEqual([items.length, ids(items).filter((id) => ['a', 'b'].includes(id)).length], [3, 1]);
    },
  ),

  ...transactions,

  'migrations are executed once, also by several processes at the same time': async ({ make, again }) => {
    const database = await make();
    await database.add(item('a'));
    await Promise.all([database.migrate(), (await again()).migrate(), (await again()).migrate()]);
    assert.deepEqual(await idsOf(await again(), {}), ['a']);
    assert.deepEqual(
      database.migrations.map(({ version }) => version),
      database.migrations.map((_, index) => index + 1),
    );
  },

  'the clock is that of the database': async ({ make }) => {
    const database = await make();
    await database.add(item('a'));
    const before = Date.now();
    const [{ takenAtMs, fence }] = (await database.take(request())).items;
    // Both clocks are those of this machine.
    assert.ok(takenAtMs >= before - 1 && takenAtMs <= Date.now() + 1, `${before} ${takenAtMs}`);
    assert.equal(fence, takenAtMs);
  },

  'constraints refuse rows that are not states of the state machine': async ({ make, execute }) => {
    const database = await make();
    for (const id of ['queued', 'working', 'dead', 'handled']) await database.add(item(id));
    const { items } = await database.take(request());
    for (const taken of items) {
      const { eventId: state } = taken;
      if (state === 'queued') await database.settle(taken, { op: 'retry', delayMs: DAY, error: 'Error' });
      if (state === 'dead') await database.settle(taken, { op: 'bury', error: 'Error' });
      if (state === 'handled') await database.settle(taken, { op: 'complete' });
    }
    const refused = [
      ['queued', "state = 'waiting'"],
      ['queued', 'due_at = null'],
      ['queued', "token = 't'"],
      ['queued', 'lease_end = received_at'],
      ['queued', 'ended_at = received_at'],
      ['queued', 'body = null'],
      ['queued', 'headers = null'],
      ['queued', 'attempts = -1'],
      ['queued', 'deferrals = -1'],
      ['queued', "state = 'working', due_at = null"],
      ['queued', "state = 'handled'"],
      ['working', 'lease_end = null'],
      ['working', 'token = null'],
      ['working', 'due_at = received_at'],
      ['working', "state = 'dead'"],
      ['working', 'fence = -1'],
      ['dead', 'ended_at = null'],
      ['dead', 'verdict = null'],
      ['dead', "state = 'queued'"],
      ['handled', 'ended_at = null'],
      ['handled', 'due_at = received_at'],
      ['handled', 'endpoint = null'],
      ['handled', 'key = null'],
    ];
    for (const [state, change] of refused) {
      const statement = `update :inbox set ${change} where state = '${state}'`;
      await assert.rejects(execute(statement), /constraint/i, statement);
    }
    assert.deepEqual(
      (await database.list({ limit: 10 })).map(({ id, state }) => id === state),
      [true, true, true, true],
    );
  },
};
