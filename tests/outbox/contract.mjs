// What every database of an outbox does: the state machine of deliveries, by the operations that dispatchers and relays use.

import assert from 'node:assert/strict';

const LEASE_MS = 60_000;
const token = () => crypto.randomUUID();
const request = (limit = 10, leaseMs = LEASE_MS) => ({ token: token(), leaseMs, limit });
const byEvent = (list) => Object.fromEntries(list.map((each) => [each.event, each]));

const settlementOf = ({ id, token: held, fence, attempts, firstMs, originMs }, change) => ({
  ...{ id, token: held, fence, attempts, firstMs, startedMs: null, dueMs: originMs },
  ...{ reason: null, status: null, error: null },
  ...change,
});
const outcomeOf = (id, change) => ({ id, attempts: 1, reason: null, status: null, error: null, ...change });

/** Repeats an operation, because the clock of the database goes on, until it returns something else than nothing. */
async function untilAny(operation) {
  for (;;) {
    const found = await operation();
    if (found.length > 0) return found;
  }
}

/**
 * The tests, by name.
 *
 * @param start returns the outbox, with empty tables, and `enqueue(id, subscriptions, rest)`, which is one transaction
 */
export const contract = {
  async 'a delivery is taken by one of many requests'(start) {
    const { outbox, enqueue } = await start();
    for (let index = 0; index < 20; index += 1) await enqueue(`evt_${index}`, ['sub_1']);
    const all = await Promise.all(Array.from({ length: 8 }, () => outbox.database.take(request(5))));
    const taken = all.flatMap(({ deliveries }) => deliveries.map(({ id }) => id));
    assert.equal(new Set(taken).size, taken.length);
    const rest = await outbox.database.take(request(20));
    assert.equal(taken.length + rest.deliveries.length, 20);
    assert.ok(all.every(({ deliveries }) => deliveries.length <= 5));
  },

  async 'a taken delivery has what was enqueued'(start) {
    const { outbox, enqueue } = await start();
    const body = Uint8Array.of(0, 255, 34, 92, 10);
    const [added] = await enqueue('évt "1"\\', ['sub 1'], { body, contentType: 'application/x-test' });
    const { nowMs, deliveries } = await outbox.database.take(request());
    const [{ token: held, fence, originMs, body: stored, ...taken }] = deliveries;
    assert.deepEqual(taken, {
      ...{ id: added.id, eventId: 'évt "1"\\', subscriptionId: 'sub 1', contentType: 'application/x-test' },
      ...{ attempts: 0, firstMs: null },
    });
    assert.deepEqual([...stored], [...body]);
    assert.ok(originMs <= nowMs);
    assert.ok(Number.isSafeInteger(fence) && fence > 0);
    assert.equal(typeof held, 'string');
  },

  async 'a delivery that is due later is not taken'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1'], { due: Date.parse('2100-01-01') });
    assert.deepEqual((await outbox.database.take(request())).deliveries, []);
    assert.equal((await outbox.list())[0].dueMs, Date.parse('2100-01-01'));
  },

  async 'a delivery whose lease has ended is taken again, and the first holder is refused'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1']);
    const [first] = (await outbox.database.take(request(1, 1))).deliveries;
    const [second] = await untilAny(async () => (await outbox.database.take(request())).deliveries);
    assert.equal(second.id, first.id);
    assert.ok(second.fence > first.fence);
    assert.deepEqual(await outbox.database.renew([first], LEASE_MS), []);
    assert.deepEqual(await outbox.database.settle([settlementOf(first, { state: 'delivered', attempts: 1 })]), []);
    assert.equal((await outbox.list())[0].state, 'sending');
    // The token and the fence are both compared.
    for (const wrong of [{ token: token() }, { fence: second.fence - 1 }]) {
      assert.deepEqual(await outbox.database.renew([{ ...second, ...wrong }], LEASE_MS), []);
    }
    assert.deepEqual(await outbox.database.renew([second], LEASE_MS), [second.id]);
    assert.deepEqual(await outbox.database.settle([settlementOf(second, { state: 'delivered', attempts: 1 })]), [
      second.id,
    ]);
    assert.equal((await outbox.list())[0].state, 'delivered');
  },

  async 'a lease that is renewed does not end'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1']);
    const [held] = (await outbox.database.take(request(1, 300))).deliveries;
    assert.deepEqual(await outbox.database.renew([held], LEASE_MS), [held.id]);
    await enqueue('evt_2', ['sub_1']);
    const [other] = (await outbox.database.take(request(1, 600))).deliveries;
    // When the later lease has ended, the first one would have ended, too.
    const again = await untilAny(async () => (await outbox.database.take(request())).deliveries);
    assert.deepEqual(
      again.map(({ id }) => id),
      [other.id],
    );
  },

  async 'a delivery that is released is as it was before it was taken'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1']);
    const { nowMs, deliveries } = await outbox.database.take(request());
    const failed = { state: 'waiting', attempts: 1, firstMs: nowMs, dueMs: nowMs, reason: 'status', status: 500 };
    await outbox.database.settle([settlementOf(deliveries[0], failed)]);
    await enqueue('evt_2', ['sub_1']);
    const before = await outbox.list();
    const held = (await outbox.database.take(request())).deliveries;
    assert.equal(held.length, 2);
    await outbox.database.release(held.map((each) => ({ ...each, fence: each.fence - 1 })));
    assert.deepEqual(new Set((await outbox.list()).map(({ state }) => state)), new Set(['sending']));
    await outbox.database.release(held);
    assert.deepEqual(await outbox.list(), before);
    const again = (await outbox.database.take(request())).deliveries;
    assert.deepEqual(
      again.map(({ fence }) => fence),
      held.map(({ fence }) => fence + 1),
    );
  },

  async 'a settlement sets the state, and a delivery is settled once'(start) {
    const { outbox, enqueue } = await start();
    for (const id of ['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5']) await enqueue(id, ['sub_1']);
    const { nowMs, deliveries } = await outbox.database.take(request());
    const held = Object.fromEntries(deliveries.map((each) => [each.eventId, each]));
    const laterMs = nowMs + 3_600_000;
    const settlements = [
      settlementOf(held.evt_1, { state: 'delivered', attempts: 1, firstMs: nowMs, status: 204 }),
      settlementOf(held.evt_2, { state: 'waiting', attempts: 1, firstMs: nowMs, dueMs: laterMs, error: 'timeout' }),
      settlementOf(held.evt_3, { state: 'dead', attempts: 1, reason: 'attempts', status: 500 }),
      settlementOf(held.evt_4, { state: 'pending', firstMs: laterMs, dueMs: laterMs, reason: 'deferred' }),
      settlementOf(held.evt_5, { state: 'handed_over', dueMs: laterMs }),
    ];
    assert.equal((await outbox.database.settle(settlements)).length, 5);
    assert.deepEqual(await outbox.database.settle(settlements), []);
    const { evt_1, evt_2, evt_3, evt_4, evt_5 } = byEvent(await outbox.list());
    const pick = ({ state, attempts, reason, status, error, dueMs }) => [state, attempts, reason, status, error, dueMs];
    assert.deepEqual(pick(evt_1), ['delivered', 1, null, 204, null, null]);
    assert.deepEqual(pick(evt_2), ['waiting', 1, null, null, 'timeout', laterMs]);
    assert.deepEqual(pick(evt_3), ['dead', 1, 'attempts', 500, null, null]);
    assert.deepEqual(pick(evt_4), ['pending', 0, 'deferred', null, null, laterMs]);
    assert.deepEqual(pick(evt_5), ['handed_over', 0, null, null, null, laterMs]);
    assert.ok(evt_1.endedMs >= evt_1.createdMs && evt_2.endedMs === null && evt_5.endedMs === null);
    assert.deepEqual(await outbox.backlog(), {
      due: 0,
      throttled: 0,
      scheduled: 2,
      sending: 0,
      handedOver: 1,
      dead: 1,
      oldestDueMs: 0,
    });
    assert.deepEqual((await outbox.database.take(request())).deliveries, []);
  },

  async 'a delivery that waits is taken again with its progress'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1']);
    const { nowMs, deliveries } = await outbox.database.take(request());
    const waiting = settlementOf(deliveries[0], { state: 'waiting', attempts: 2, firstMs: nowMs - 5, dueMs: nowMs });
    await outbox.database.settle([waiting]);
    const [again] = (await outbox.database.take(request())).deliveries;
    assert.deepEqual([again.attempts, again.firstMs], [2, nowMs - 5]);
    assert.ok(again.fence > deliveries[0].fence);
  },

  async 'the end of a subscription ends what waits, and nothing else'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1']);
    const [held] = (await outbox.database.take(request())).deliveries;
    await enqueue('evt_2', ['sub_1', 'sub_2']);
    assert.equal(await outbox.database.endSubscription('sub_1', 'disabled_status'), 1);
    const states = (await outbox.list()).map(({ event, subscription, state }) => [event, subscription, state].join());
    assert.deepEqual(states.sort(), ['evt_1,sub_1,sending', 'evt_2,sub_1,dead', 'evt_2,sub_2,pending']);
    assert.equal((await outbox.database.settle([settlementOf(held, { state: 'delivered', attempts: 1 })])).length, 1);
  },

  async 'a throttled subscription waits, also with later deliveries'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1', 'sub_2']);
    const { nowMs, deliveries } = await outbox.database.take(request());
    await outbox.database.settle(deliveries.map((each) => settlementOf(each, { state: 'pending' })));
    await outbox.database.throttle('sub_1', nowMs + 3_600_000);
    // Never shorter.
    await outbox.database.throttle('sub_1', nowMs);
    await enqueue('evt_2', ['sub_1']);
    const taken = (await outbox.database.take(request())).deliveries;
    assert.deepEqual(
      taken.map(({ subscriptionId }) => subscriptionId),
      ['sub_2'],
    );
    await outbox.database.throttle('sub_3', nowMs);
    await enqueue('evt_3', ['sub_3']);
    assert.equal((await outbox.database.take(request())).deliveries.length, 1);
  },

  async 'a success of an attempt that began after the throttling ends it'(start) {
    const { outbox, enqueue } = await start();
    for (const id of ['evt_1', 'evt_2', 'evt_3', 'evt_4']) await enqueue(id, ['sub_1']);
    const { nowMs, deliveries } = await outbox.database.take(request(3));
    const [first, second, third] = deliveries;
    await outbox.database.throttle('sub_1', nowMs + 3_600_000);
    const taken = async () => (await outbox.database.take(request())).deliveries.length;
    const delivered = { state: 'delivered', attempts: 1 };
    await outbox.database.settle([settlementOf(first, { ...delivered, startedMs: nowMs - 1_000 })]);
    assert.equal(await taken(), 0);
    const failed = { state: 'dead', attempts: 1, reason: 'attempts', startedMs: nowMs + 60_000 };
    await outbox.database.settle([settlementOf(second, failed)]);
    assert.equal(await taken(), 0);
    await outbox.database.settle([settlementOf(third, { ...delivered, startedMs: nowMs + 60_000 })]);
    assert.equal(await taken(), 1);
  },

  async 'deliveries that were handed over are checked, and end without a lease'(start) {
    const { outbox, enqueue } = await start();
    for (const id of ['evt_1', 'evt_2', 'evt_3']) await enqueue(id, ['sub_1']);
    const { nowMs, deliveries } = await outbox.database.take(request());
    await outbox.database.settle(deliveries.map((each) => settlementOf(each, { state: 'handed_over', dueMs: nowMs })));
    const ids = await outbox.database.takeHandedOver(10, 3_600_000);
    assert.equal(ids.length, 3);
    assert.deepEqual(await outbox.database.takeHandedOver(10, 3_600_000), []);
    const [first, second, third] = ids;
    const outcomes = [
      outcomeOf(first, { state: 'delivered', status: 204 }),
      outcomeOf(second, { state: 'pending', attempts: 0 }),
      outcomeOf(third, { state: 'dead', reason: 'attempts', status: 500 }),
    ];
    assert.equal((await outbox.database.settleHandedOver(outcomes)).length, 3);
    const states = await outbox.database.states([...ids, crypto.randomUUID()]);
    assert.deepEqual([...states.keys()].sort(), [...ids].sort());
    assert.deepEqual(
      ids.map((id) => states.get(id)),
      ['delivered', 'pending', 'dead'],
    );
    // What has ended stays, and only what was handed over becomes pending.
    assert.deepEqual(
      await outbox.database.settleHandedOver([
        outcomeOf(first, { state: 'dead', reason: 'attempts' }),
        outcomeOf(second, { state: 'pending', attempts: 0 }),
        outcomeOf(third, { state: 'pending', attempts: 0 }),
      ]),
      [],
    );
    const [again] = (await outbox.database.take(request())).deliveries;
    assert.equal(again.id, second);
    // The end of a job can be recorded before the hand-over.
    assert.deepEqual(await outbox.database.settleHandedOver([outcomeOf(second, { state: 'delivered', status: 204 })]), [
      second,
    ]);
    assert.deepEqual(await outbox.database.settle([settlementOf(again, { state: 'handed_over' })]), []);
  },

  async 'a replay adds a delivery for the last one that has ended'(start) {
    const { outbox, enqueue } = await start();
    const [first] = await enqueue('evt_1', ['sub_1']);
    await enqueue('evt_2', ['sub_2']);
    assert.deepEqual(await outbox.replay({ event: 'evt_1' }), []);
    const { deliveries } = await outbox.database.take(request());
    await outbox.database.settle(deliveries.map((each) => settlementOf(each, { state: 'delivered', attempts: 1 })));
    assert.deepEqual(await outbox.replay({ state: 'dead' }), []);
    assert.deepEqual(await outbox.replay({ until: 0 }), []);
    assert.deepEqual(await outbox.replay({ since: Date.parse('2100-01-01') }), []);
    const [again, ...others] = await outbox.replay({ id: first.id.toUpperCase() });
    assert.deepEqual([again.eventId, again.subscriptionId, others], ['evt_1', 'sub_1', []]);
    assert.notEqual(again.id, first.id);
    // It has not ended, so it is not replayed again. Nor is the first one, which is not the last one.
    assert.deepEqual(await outbox.replay({ event: 'evt_1' }), []);
    assert.deepEqual(await outbox.replay({ id: first.id }), []);
    const listed = await outbox.list({ event: 'evt_1' });
    assert.deepEqual(
      listed.map(({ redelivery, state }) => [redelivery, state]),
      [
        [1, 'pending'],
        [0, 'delivered'],
      ],
    );
    assert.equal((await outbox.replay({ subscription: 'sub_2', state: 'delivered', since: 0 })).length, 1);
    // An event that is enqueued again is still the same delivery.
    assert.deepEqual(await enqueue('evt_1', ['sub_1']), []);
  },

  async 'a list is filtered and limited'(start) {
    const { outbox, enqueue } = await start();
    for (const id of ['evt_1', 'evt_2', 'evt_3']) await enqueue(id, ['sub_1', 'sub_2']);
    assert.deepEqual(
      (await outbox.list({ subscription: 'sub_2' })).map(({ event }) => event),
      ['evt_3', 'evt_2', 'evt_1'],
    );
    assert.equal((await outbox.list({ limit: 4 })).length, 4);
    assert.equal((await outbox.list({ state: 'dead' })).length, 0);
    assert.equal(
      (await outbox.list({ until: new Date('2100-01-01'), since: new Date(0), state: 'pending' })).length,
      6,
    );
    assert.equal((await outbox.list({ since: new Date('2100-01-01') })).length, 0);
    const [one] = await outbox.list({ event: 'evt_2', subscription: 'sub_1' });
    assert.deepEqual(await outbox.list({ id: one.id }), [one]);
  },

  async 'the backlog counts, and says for how long the oldest delivery has been due'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1'], { due: Date.now() - 3_600_000 });
    await enqueue('evt_2', ['sub_1', 'sub_2']);
    await enqueue('evt_3', ['sub_1'], { due: Date.parse('2100-01-01') });
    const { oldestDueMs, ...counts } = await outbox.backlog();
    assert.deepEqual(counts, { due: 3, throttled: 0, scheduled: 1, sending: 0, handedOver: 0, dead: 0 });
    assert.ok(oldestDueMs >= 3_600_000 && oldestDueMs < 7_200_000, String(oldestDueMs));
    await outbox.database.take(request(1));
    assert.equal((await outbox.backlog()).sending, 1);
  },

  async 'the backlog counts deliveries whose lease has ended as due, and throttled ones apart'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1']);
    await enqueue('evt_2', ['sub_2'], { due: Date.now() - 3_600_000 });
    await enqueue('evt_2', ['sub_3'], { due: Date.parse('2100-01-01') });
    const { nowMs } = await outbox.database.take(request(2, 1));
    await outbox.database.throttle('sub_2', nowMs + 3_600_000);
    await outbox.database.throttle('sub_3', nowMs + 3_600_000);
    const due = async () => {
      const { oldestDueMs, ...counts } = await outbox.backlog();
      return counts.due > 0 && oldestDueMs > 0 ? [{ ...counts, oldestDueMs }] : [];
    };
    const [{ oldestDueMs, ...counts }] = await untilAny(due);
    assert.deepEqual(counts, { due: 1, throttled: 1, scheduled: 1, sending: 0, handedOver: 0, dead: 0 });
    assert.ok(oldestDueMs < 3_600_000, String(oldestDueMs));
  },

  async 'old deliveries that have ended are pruned, with their events'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1', 'sub_2']);
    await enqueue('evt_2', ['sub_1']);
    const { deliveries } = await outbox.database.take(request(3));
    const ended = deliveries.filter(({ eventId, subscriptionId }) => eventId === 'evt_2' || subscriptionId === 'sub_1');
    await outbox.database.settle(ended.map((each) => settlementOf(each, { state: 'delivered', attempts: 1 })));
    assert.deepEqual(await outbox.prune({ days: 1 }), { deliveries: 0, events: 0 });
    assert.deepEqual(await outbox.prune({ days: 0 }), { deliveries: 2, events: 1 });
    assert.deepEqual(
      (await outbox.list()).map(({ event, subscription }) => [event, subscription]),
      [['evt_1', 'sub_2']],
    );
    // The event is new again.
    assert.equal((await enqueue('evt_2', ['sub_1'], { body: 'other' })).length, 1);
  },

  async 'migrations are executed once, also by several processes at the same time'(start) {
    const { outbox, enqueue } = await start();
    await enqueue('evt_1', ['sub_1']);
    await Promise.all(Array.from({ length: 4 }, () => outbox.migrate()));
    assert.equal((await outbox.list()).length, 1);
    assert.deepEqual(
      outbox.migrations.map(({ version }) => version),
      outbox.migrations.map((_, index) => index + 1),
    );
  },
};
