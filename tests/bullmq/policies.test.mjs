// Smaller runs on a real Redis: waits that are drawn, deliveries that end, and a delivery on which workers die.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Queue, Worker } from 'bullmq';
import { planRetries } from 'hookwright';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { startReceiver } from './receiver.mjs';
import { startRedis } from './redis.mjs';
import { secretOf } from './script.mjs';
import { watchQueue } from './stored.mjs';
import { startWorker } from './workers.mjs';

/** For a machine that does much else; each takes seconds. */
const timeout = 300_000;

/** A promise that rejects once something has failed elsewhere, and how that is said. */
function failing() {
  let fail;
  const failed = new Promise((_, reject) => (fail = reject));
  failed.catch(() => {});
  return { fail, orFailed: (promise) => Promise.race([promise, failed]) };
}

/** Runs deliveries through a worker of this process until all of them have ended. */
async function run(context, connection, queueName, options, deliveries) {
  const { fail, orFailed } = failing();
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  const onEnd = ({ completed, failed }) => completed.size + failed.size === deliveries.length && finish();
  const { delays } = await watchQueue(context, connection, queueName, { onEnd, fail });
  const made = bullmqDeliveries({ provider: 'standard', ...options });
  const jobs = deliveries.map((delivery) => made.job({ body: '{}', ...delivery }));
  const queue = new Queue(queueName, { connection });
  context.after(() => queue.close());
  await queue.addBulk(jobs);
  const worker = new Worker(queueName, made.processor, { connection, concurrency: 20, ...made.workerOptions });
  worker.on('error', fail);
  await orFailed(finished);
  await worker.close();
  const ended = new Map((await queue.getJobs(['completed', 'failed'])).map((job) => [job.data.eventId, job]));
  return { jobs, delays, ended };
}

const drawn = {
  full: { schedule: { kind: 'exponential', baseMs: 20 }, capMs: 100, jitter: { kind: 'full' } },
  decorrelated: { schedule: { kind: 'decorrelated', baseMs: 5 }, capMs: 60 },
  'plus-minus': {
    schedule: { kind: 'table', delaysMs: [50, 20, 40, 60, 80] },
    jitter: { kind: 'plus-minus', percent: 50 },
  },
};

for (const [id, rules] of Object.entries(drawn)) {
  test(`waits drawn by ${id}: each delivery has its own, and they are those of its plan`, { timeout }, async (context) => {
    const connection = await startRedis(context);
    const receiver = await startReceiver(context, secretOf, () => 500);
    const policy = { id, stop: { maxAttempts: 5 }, ...rules };
    const endpoint = (to) => ({ url: `${receiver.url}/${to}`, secret: secretOf(to) });
    const events = Array.from({ length: 100 }, (_, index) => ({ eventId: `evt_${index}`, subscriptionId: 'sub_1' }));
    const { jobs, delays, ended } = await run(context, connection, 'drawn', { policy, endpoint }, events);
    const lists = new Set();
    for (const { data, opts } of jobs) {
      const [first, ...others] = planRetries({ policy, seed: data.seed }).attempts.map(({ delayMs }) => delayMs);
      assert.equal(opts.delay, first, opts.jobId);
      // No wait is no delay: BullMQ takes such a job up again at once.
      assert.deepEqual(delays.get(opts.jobId), others.filter((delayMs) => delayMs > 0), opts.jobId);
      assert.equal(others.length, 4);
      lists.add(String([first, ...others]));
      const { failedReason, attemptsMade } = ended.get(data.eventId);
      assert.deepEqual([failedReason, attemptsMade], ['attempt 5: 500; stop: attempts', 5]);
    }
    assert.ok(lists.size > 90, `${lists.size} of 100 are different`);
    assert.equal(receiver.requests.length, 500);
    assert.ok(receiver.requests.every(({ verdict }) => verdict.ok));
  });
}

test('what ends a delivery, and what does not', { timeout }, async (context) => {
  const connection = await startRedis(context);
  const answers = { evt_gone: [410], evt_asked: ['later', 200], evt_late: [500, 200], evt_last: [500, 500, 500] };
  const answerTo = ({ verdict, attempt }) => answers[verdict.id]?.[attempt - 1] ?? 204;
  const receiver = await startReceiver(context, secretOf, answerTo);
  const told = [];
  let lookups = 0;
  const options = {
    policy: { id: 'mine', schedule: { kind: 'table', delaysMs: [0, 10, 20] } },
    endpoint: async (subscriptionId, job) => {
      if (subscriptionId === 'sub_deleted') return undefined;
      if (job.data.eventId === 'evt_unknown' && (lookups += 1) === 1) throw new Error('the database is down');
      const headers = { 'x-attempt': String(job.attemptsMade + 1) };
      const active = subscriptionId !== 'sub_off';
      return { url: `${receiver.url}/${subscriptionId}`, secret: secretOf(subscriptionId), headers, active };
    },
    onDisable: (...arguments_) => void told.push(arguments_),
  };
  const events = [
    ...Object.keys(answers).map((eventId) => ({ eventId, subscriptionId: 'sub_1' })),
    { eventId: 'evt_unknown', subscriptionId: 'sub_1' },
    { eventId: 'evt_deleted', subscriptionId: 'sub_deleted' },
    { eventId: 'evt_off', subscriptionId: 'sub_off' },
  ];
  const { delays, ended } = await run(context, connection, 'ends', options, events);
  const outcome = (id) => {
    const { failedReason, attemptsMade, returnvalue } = ended.get(id);
    return { failedReason, attemptsMade, returnvalue, delays: delays.get(`${id},sub_1`) };
  };
  const final = (failedReason, attemptsMade = 1, delays = undefined) => {
    return { failedReason, attemptsMade, returnvalue: null, delays };
  };
  assert.deepEqual(outcome('evt_gone'), final('attempt 1: 410; disable: status'));
  assert.deepEqual(told, [['sub_1', 'status']]);
  assert.deepEqual(outcome('evt_deleted'), final('attempt 1: nothing sent; stop: endpoint_gone'));
  assert.deepEqual(outcome('evt_off'), final('attempt 1: nothing sent; stop: endpoint_inactive'));
  assert.deepEqual(outcome('evt_last'), final('attempt 3: 500; stop: attempts', 3, [10, 20]));
  const delivered = (id) => [outcome(id).returnvalue, outcome(id).delays];
  assert.deepEqual(delivered('evt_late'), [{ status: 200, attempt: 2 }, [10]]);
  assert.deepEqual(delivered('evt_asked'), [{ status: 200, attempt: 2 }, [1_000]]);
  assert.deepEqual(delivered('evt_unknown'), [{ status: 204, attempt: 2 }, [10]]);
  assert.deepEqual(ended.get('evt_unknown').stacktrace.length, 1);
});

test('a delivery on which two workers die is delivered by the third, as the same attempt', { timeout }, async (context) => {
  const { fail, orFailed } = failing();
  const connection = await startRedis(context);
  const asked = [];
  let next;
  const receiver = await startReceiver(context, secretOf, ({ worker, attempt }) => {
    asked.push([worker, attempt]);
    next();
    return worker === 'third' ? 204 : 'silence';
  });
  const policy = { id: 'mine', schedule: { kind: 'table', delaysMs: [0, 10] }, timeoutMs: 60_000 };
  const deliveries = bullmqDeliveries({ policy, provider: 'standard', endpoint: () => undefined });
  const queue = new Queue('deaths', { connection });
  context.after(() => queue.close());
  const { name, data, opts } = deliveries.job({ eventId: 'evt_1', subscriptionId: 'sub_1', body: '{}' });
  const done = new Promise((resolve) => {
    void watchQueue(context, connection, 'deaths', { onEnd: resolve, fail }).then(() => queue.add(name, data, opts));
  });
  const options = { lockDuration: 1_000, stalledInterval: 500 };
  const secrets = { sub_1: secretOf('sub_1') };
  const settings = { queue: 'deaths', connection, url: receiver.url, policy, secrets, options };
  for (const worker of ['first', 'second', 'third']) {
    const request = new Promise((resolve) => (next = resolve));
    const started = await startWorker(context, fail, { ...settings, name: worker });
    // The last one is not asked at all if the delivery has been given up by then.
    await orFailed(Promise.race([request, done]));
    if (worker === 'third') {
      await orFailed(done);
      await started.close();
    } else await started.kill();
  }
  assert.deepEqual(asked, [['first', 1], ['second', 1], ['third', 1]]);
  const job = await queue.getJob('evt_1,sub_1');
  assert.deepEqual([job.returnvalue, job.stalledCounter, job.attemptsMade], [{ status: 204, attempt: 1 }, 2, 1]);
});
