// The relay to BullMQ, with real Redis and Postgres servers: the two traps of job ids, and what is lost or ends meanwhile.

import assert from 'node:assert/strict';
import test from 'node:test';
import * as newest from 'bullmq';
import * as oldest from 'bullmq5';
import { relay, relayed } from 'hookwright/outbox';
import { Redis } from 'ioredis';
import { have, startRelay } from './relay-setup.mjs';
import { enqueue } from './setup.mjs';

const timeout = 120_000;
const TRIMMED = { removeOnComplete: true, removeOnFail: true };

for (const [name, bullmq] of Object.entries({ bullmq: newest, bullmq5: oldest })) {
  test(`deliveries are handed over to ${name}, and their ends are recorded`, { timeout }, async (context) => {
    const answers = { evt_1: [500, 204], evt_2: [500, 503, 500], evt_3: [410] };
    const { pool, outbox, work, handOver, until, receiver } = await startRelay(context, {
      bullmq,
      answerTo: ({ id }) => answers[id].shift(),
    });
    for (const id of Object.keys(answers)) await enqueue(pool, outbox, id);
    work();
    handOver();
    const listed = await until((all) => all.every(({ endedMs }) => endedMs !== null));
    assert.deepEqual(
      listed.map(({ event, state, attempts, reason, status }) => [event, state, attempts, reason, status]).sort(),
      [
        ['evt_1', 'delivered', 2, null, 204],
        ['evt_2', 'dead', 3, 'attempts', 500],
        // As with a dispatcher.
        ['evt_3', 'dead', 1, 'disabled_status', 410],
      ],
    );
    assert.equal(receiver.requests.length, 6);
    assert.ok(receiver.requests.every(({ ok }) => ok));
  });
}

test('the first trap: an event that is delivered again on purpose', { timeout }, async (context) => {
  await context.test('is dropped silently by a plain `queue.add`, while its job is stored', async (context) => {
    const { deliveries, queue, work, receiver } = await startRelay(context);
    const { ends } = work(deliveries);
    const add = async (eventId) => {
      const { name, data, opts } = deliveries.job({ eventId, subscriptionId: 'sub_1', body: '{}' });
      await queue.add(name, data, opts);
    };
    await add('evt_1');
    await ends.until((all) => all.length === 1);
    await add('evt_1');
    await add('evt_2');
    await ends.until((all) => all.length === 2);
    assert.equal(await queue.getWaitingCount(), 0);
    assert.deepEqual(
      receiver.requests.map(({ id }) => id),
      ['evt_1', 'evt_2'],
    );
  });

  await context.test('is delivered by a relay', async (context) => {
    const { pool, outbox, work, handOver, until, receiver, queue } = await startRelay(context);
    const { ends } = work();
    handOver();
    await enqueue(pool, outbox, 'evt_1');
    await until(have('delivered'));
    assert.equal((await outbox.replay({ event: 'evt_1' })).length, 1);
    await until((all) => all.length === 2 && have('delivered')(all));
    // The end of a delivery is recorded before its job is completed.
    await ends.until((all) => all.length === 2);
    assert.deepEqual(
      receiver.requests.map(({ id }) => id),
      ['evt_1', 'evt_1'],
    );
    assert.equal((await queue.getCompleted()).length, 2);
  });
});

test('the second trap: an event that is added again after its job was removed', { timeout }, async (context) => {
  await context.test('is sent again by a plain `queue.add`', async (context) => {
    const { deliveries, queue, work, receiver } = await startRelay(context);
    const { ends } = work(deliveries);
    const add = async () => {
      const { name, data, opts } = deliveries.job({
        eventId: 'evt_1',
        subscriptionId: 'sub_1',
        body: '{}',
        opts: TRIMMED,
      });
      await queue.add(name, data, opts);
    };
    await add();
    await ends.until((all) => all.length === 1);
    await add();
    await ends.until((all) => all.length === 2);
    assert.equal(receiver.requests.length, 2);
  });

  for (const [how, isRelayed, expected] of [
    ['is sent again by a worker without `relayed`', false, 2],
    ['is not sent again by a worker with `relayed`', true, 1],
  ]) {
    await context.test(how, async (context) => {
      const { deliveries, outbox, pool, queue, work, handOver, receiver, until } = await startRelay(context);
      const { ends } = isRelayed ? work() : work(deliveries);
      // A second relay takes the delivery because the first one has not recorded the hand-over in time, and adds the job
      // after the worker has ended the first one.
      const addBulk = async (jobs) => {
        await queue.addBulk(jobs);
        await ends.until((all) => all.length === 1);
        assert.equal(await queue.getCompletedCount(), 0);
        await queue.addBulk(jobs);
      };
      await enqueue(pool, outbox, 'evt_1');
      handOver({ opts: TRIMMED, queue: { addBulk, getJob: (id) => queue.getJob(id) } });
      await ends.until((all) => all.length === 2);
      assert.equal(receiver.requests.length, expected);
      if (isRelayed) assert.equal((await until(have('delivered'))).length, 1);
    });
  }
});

test('a relay that dies before it has recorded the hand-over', { timeout }, async (context) => {
  const { outbox, pool, queue, work, handOver, receiver, until, log } = await startRelay(context);
  await enqueue(pool, outbox, 'evt_1');
  const dying = handOver({
    leaseMs: 200,
    queue: {
      getJob: (id) => queue.getJob(id),
      addBulk: async (jobs) => {
        await queue.addBulk(jobs);
        throw new Error('the relay dies');
      },
    },
  });
  await log.until((all) => all.some(({ code }) => code === 'queue_failed'));
  await dying.stop();
  assert.equal((await outbox.list())[0].state, 'sending');
  // The job is stored, and is the same one for the next relay.
  handOver();
  await until(have('handed_over'));
  assert.equal(await queue.getWaitingCount(), 1);
  work();
  await until(have('delivered'));
  assert.equal(receiver.requests.length, 1);
});

test('a job that Redis has lost is added again', { timeout }, async (context) => {
  const { outbox, pool, connection, work, handOver, receiver, until } = await startRelay(context);
  const running = handOver({ checkMs: 50 });
  await enqueue(pool, outbox, 'evt_1');
  await until(have('handed_over'));
  const redis = new Redis(connection);
  await redis.flushall();
  redis.disconnect();
  work();
  await until(have('delivered'));
  assert.equal(receiver.requests.length, 1);
  await running.stop();
});

test('the time limit of a policy begins when a job is added, however late that is', { timeout }, async (context) => {
  const policy = { id: 'limited', schedule: { kind: 'fixed', delayMs: 1 }, stop: { maxElapsedMs: 86_400_000 } };
  const { outbox, pool, queue, work, handOver, receiver, until } = await startRelay(context, {
    answerTo: (_, requests) => (requests.length < 3 ? 500 : 204),
    options: { policy },
  });
  const makeOld = () => pool.query(`update hookwright_deliveries set origin_at = origin_at - interval '2 days'`);
  await enqueue(pool, outbox, 'evt_1');
  await makeOld();
  handOver({ checkMs: 50 });
  await until(have('handed_over'));
  // Redis loses the job, which is added again two days later.
  const [first] = await queue.getWaiting();
  await makeOld();
  await first.remove();
  let again;
  while (again === undefined) [again] = await queue.getWaiting();
  assert.ok(again.data.firstMs >= first.data.firstMs);
  work();
  const [delivery] = await until(([each]) => each.endedMs !== null);
  assert.deepEqual([delivery.state, delivery.attempts, receiver.requests.length], ['delivered', 3, 3]);
});

test('an end that could not be recorded is read from the job', { timeout }, async (context) => {
  const answers = { evt_1: [204], evt_2: [500, 500, 500] };
  const { deliveries, outbox, pool, work, handOver, receiver, until } = await startRelay(context, {
    answerTo: ({ id }) => answers[id].shift(),
  });
  for (const id of Object.keys(answers)) await enqueue(pool, outbox, id);
  // A worker without `relayed` records nothing.
  const { ends } = work(deliveries);
  handOver({ checkMs: 50 });
  await ends.until((all) => all.some(([state]) => state === 'completed'));
  const listed = await until((all) => all.every(({ endedMs }) => endedMs !== null));
  assert.deepEqual(listed.map(({ event, state, attempts, reason }) => [event, state, attempts, reason]).sort(), [
    ['evt_1', 'delivered', 1, null],
    ['evt_2', 'dead', 3, 'job_failed'],
  ]);
  assert.equal(receiver.requests.length, 4);
});

test('a worker without the database sends nothing, and delays the job', { timeout }, async (context) => {
  const { outbox, pool, server, work, handOver, receiver, until, log, queue } = await startRelay(context);
  await enqueue(pool, outbox, 'evt_1');
  const running = handOver();
  await until(have('handed_over'));
  await running.stop();
  await server.stop();
  work();
  await log.until((all) => all.some(({ code }) => code === 'database_failed'));
  let delayed = [];
  while (delayed.length === 0) delayed = await queue.getDelayed();
  assert.deepEqual(receiver.requests, []);
  assert.equal(delayed[0].attemptsMade, 0);
  await server.start();
  await delayed[0].promote();
  await until(have('delivered'));
  assert.equal(receiver.requests.length, 1);
});

test('a delivery that can never be sent is dead', { timeout }, async (context) => {
  const { outbox, pool, handOver, until } = await startRelay(context);
  await enqueue(pool, outbox, 'evt 1');
  handOver();
  const [delivery] = await until(have('dead'));
  assert.deepEqual([delivery.reason, delivery.error], ['invalid', 'invalid_id']);
});

test('jobs of others in the same queue are processed as before', { timeout }, async (context) => {
  const { deliveries, queue, work, receiver } = await startRelay(context);
  const { ends } = work();
  const { name, data, opts } = deliveries.job({ eventId: 'evt_1', subscriptionId: 'sub_1', body: '{}' });
  await queue.add(name, data, opts);
  await ends.until((all) => all.length === 1);
  assert.equal(receiver.requests.length, 1);
});

test('mistakes in the options are typed errors', { timeout }, async (context) => {
  const { outbox, queue, deliveries } = await startRelay(context);
  for (const change of [
    { outbox: {} },
    { queue: {} },
    { deliveries: {} },
    { batch: 0 },
    { log: 1 },
    { opts: { jobId: '1' } },
  ]) {
    assert.throws(() => relay({ outbox, queue, deliveries, ...change }), { code: 'invalid_options' });
  }
  assert.throws(() => relay({ outbox, queue, deliveries, checkMs: 0 }), { code: 'invalid_duration' });
  for (const change of [{ outbox: {} }, { deliveries: {} }, { log: 1 }]) {
    assert.throws(() => relayed({ outbox, deliveries, ...change }), { code: 'invalid_options' });
  }
});
