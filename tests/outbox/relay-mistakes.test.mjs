// What users of BullMQ do by mistake, or by hand, with the jobs of a relay.

import assert from 'node:assert/strict';
import test from 'node:test';
import { relayed } from 'hookwright/outbox';
import { postgresOutbox } from 'hookwright/postgres';
import { have, startRelay } from './relay-setup.mjs';
import { enqueue } from './setup.mjs';

const timeout = 120_000;

test('a worker with another outbox than the relay sends the deliveries, and says so', { timeout }, async (context) => {
  const { deliveries, handOver, log, outbox, pool, queue, receiver, until, work } = await startRelay(context, {
    answerTo: (_, requests) => (requests.length === 1 ? 500 : 204),
  });
  const other = postgresOutbox(pool, { prefix: 'other_' });
  await other.migrate();
  const { ends } = work(relayed({ outbox: other, deliveries, log: log.push }));
  await enqueue(pool, outbox, 'evt_1');
  // The end is read from the job, because the worker cannot record it.
  handOver({ checkMs: 50 });
  await ends.until((all) => all.some(([state]) => state === 'completed'));
  assert.equal(receiver.requests.length, 2);
  assert.equal(await queue.getCompletedCount(), 1);
  const [{ id, attempts }] = await until(([delivery]) => delivery.state === 'delivered');
  assert.equal(attempts, 2);
  const unknown = { code: 'delivery_unknown', id };
  assert.deepEqual(log.list, [unknown, unknown]);
});

test('a job that the queue refuses does not keep the others', { timeout }, async (context) => {
  const { handOver, log, outbox, pool, until } = await startRelay(context);
  for (const id of ['evt_1', 'evt_2', 'evt_3']) {
    await enqueue(pool, outbox, id, ['sub_1'], { body: id === 'evt_2' ? 'x'.repeat(20_000) : '{}' });
  }
  handOver({ opts: { sizeLimit: 10_000 } });
  const listed = await until((all) => all.every(({ state, reason }) => state === 'handed_over' || reason !== null));
  assert.deepEqual(listed.map(({ event, state, reason }) => [event, state, reason]).sort(), [
    ['evt_1', 'handed_over', null],
    ['evt_2', 'pending', 'deferred'],
    ['evt_3', 'handed_over', null],
  ]);
  const { id } = listed.find(({ event }) => event === 'evt_2');
  assert.deepEqual(
    log.list.map((entry) => [entry.code, entry.id, /sizeLimit|size/i.test(entry.error.message)]),
    [['queue_failed', id, true]],
  );
});

test('a job that cannot be looked up does not discard what the others say', { timeout }, async (context) => {
  const { deliveries, handOver, log, outbox, pool, queue, until, work } = await startRelay(context);
  // A worker without `relayed` records nothing.
  const { ends } = work(deliveries);
  for (const id of ['evt_1', 'evt_2', 'evt_3']) await enqueue(pool, outbox, id);
  const listed = await outbox.list();
  const { id: broken } = listed.find(({ event }) => event === 'evt_2');
  const getJob = async (id) => {
    // The ends of all of them are read in one turn.
    await ends.until((all) => all.length === 3);
    if (id === `,${broken}`) throw new Error('the job cannot be read');
    return await queue.getJob(id);
  };
  handOver({ queue: { addBulk: (jobs) => queue.addBulk(jobs), getJob }, checkMs: 50 });
  await until((all) => all.filter(({ state }) => state === 'delivered').length === 2);
  assert.equal((await outbox.list({ id: broken }))[0].state, 'handed_over');
  assert.ok(log.list.some(({ code, id }) => code === 'queue_failed' && id === broken));
});

test('a failed job that is retried by hand fails again, and a replay delivers its event', {
  timeout,
}, async (context) => {
  let status = 410;
  const { handOver, outbox, pool, queue, receiver, until, work } = await startRelay(context, {
    answerTo: () => status,
  });
  const { ends } = work();
  await enqueue(pool, outbox, 'evt_1');
  handOver();
  await until(have('dead'));
  await ends.until((all) => all.length === 1);
  status = 204;
  const [job] = await queue.getFailed();
  await job.retry();
  await ends.until((all) => all.length === 2);
  assert.deepEqual(ends.list[1], ['failed', 'evt_1']);
  const [retried] = await queue.getFailed();
  assert.match(retried.failedReason, /`outbox\.replay`/);
  assert.equal(receiver.requests.length, 1);
  await outbox.replay({ event: 'evt_1' });
  await until((all) => all.length === 2 && all[0].state === 'delivered');
  assert.equal(receiver.requests.length, 2);
});

test('a waiting job whose delivery is ended by hand is not sent', { timeout }, async (context) => {
  const { handOver, outbox, pool, queue, receiver, until, work } = await startRelay(context);
  await enqueue(pool, outbox, 'evt_1');
  handOver();
  await until(have('handed_over'));
  await pool.query(`update hookwright_deliveries set state = 'dead', reason = 'by_hand', ended_at = now()`);
  const { ends } = work();
  await ends.until((all) => all.length === 1);
  assert.deepEqual([ends.list[0], receiver.requests.length], [['failed', 'evt_1'], 0]);
  assert.equal(await queue.getFailedCount(), 1);
  assert.equal((await outbox.list())[0].reason, 'by_hand');
});
