// Smaller runs on Redis, with the newest and the oldest supported version of BullMQ: jitter, the end and the deferral
// of deliveries, ids, and workers that die.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import * as newest from 'bullmq';
import * as oldest from 'bullmq5';
import { planRetries, provider } from 'hookwright';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { Redis } from 'ioredis';
import { startReceiver } from './receiver.mjs';
import { startRedis } from './redis.mjs';
import { secretOf } from './script.mjs';
import { watchQueue } from './stored.mjs';
import { startWorker } from './workers.mjs';

/** For a busy machine; each test takes seconds. */
const timeout = 300_000;

/** A function that reports a failure elsewhere, and one that waits for a promise or that failure. */
function failing() {
  let fail;
  const failed = new Promise((_, reject) => (fail = reject));
  failed.catch(() => {});
  return { fail, orFailed: (promise) => Promise.race([promise, failed]) };
}

/** The classification of responses by Standard Webhooks, where 410 disables the endpoint. */
const { reading: gone } = provider('standard').policy;

/**
 * Runs deliveries through a worker of this process until all have ended. `processor` replaces that of the deliveries.
 */
async function run(context, { Queue, Worker }, queueName, options, deliveries, given = {}) {
  const { fail, orFailed } = failing();
  const { never, onWorker, processor } = given;
  const connection = await startRedis(context);
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  const onEnd = ({ completed, failed }) => completed.size + failed.size === deliveries.length && finish();
  const { delays } = await watchQueue(context, connection, queueName, { onEnd, fail, never });
  const made = bullmqDeliveries({ provider: 'standard', allow: ['127.0.0.1/32'], ...options });
  const jobs = deliveries.map((delivery) => made.job({ body: '{}', ...delivery }));
  const queue = new Queue(queueName, { connection });
  context.after(() => queue.close());
  await queue.addBulk(jobs);
  const settings = { connection, concurrency: 20, ...made.workerOptions };
  const worker = new Worker(queueName, processor ?? made.processor, settings);
  worker.on('error', fail);
  onWorker?.({ worker, queue, fail });
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

for (const [name, bullmq] of Object.entries({ bullmq: newest, bullmq5: oldest }))
  describe(name, () => {
    for (const [id, rules] of Object.entries(drawn)) {
      test(`each delivery has its own jitter of ${id}, as planned`, {
        timeout,
      }, async (context) => {
        const receiver = await startReceiver(context, secretOf, () => 500);
        const policy = { id, stop: { maxAttempts: 5 }, ...rules };
        const endpoint = (to) => ({ url: `${receiver.url}/${to}`, secret: secretOf(to) });
        const events = Array.from({ length: 100 }, (_, index) => ({
          eventId: `evt_${index}`,
          subscriptionId: 'sub_1',
        }));
        const { jobs, delays, ended } = await run(context, bullmq, 'drawn', { policy, endpoint }, events);
        const lists = new Set();
        for (const { data, opts } of jobs) {
          const [first, ...others] = planRetries({ policy, seed: data.seed }).attempts.map(({ delayMs }) => delayMs);
          assert.equal(opts.delay, first, opts.jobId);
          // BullMQ stores no delay of 0 and processes such a job immediately.
          assert.deepEqual(
            delays.get(opts.jobId),
            others.filter((delayMs) => delayMs > 0),
            opts.jobId,
          );
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

    test('deliveries end by success, 410, a missing endpoint or the last attempt', { timeout }, async (context) => {
      const answers = { evt_gone: [410], evt_asked: ['later', 200], evt_late: [500, 200], evt_last: [500, 500, 500] };
      const answerTo = ({ verdict, attempt }) => answers[verdict.id]?.[attempt - 1] ?? 204;
      const receiver = await startReceiver(context, secretOf, answerTo);
      const disabled = [];
      const options = {
        policy: { id: 'mine', schedule: { kind: 'table', delaysMs: [0, 10, 20] } },
        endpoint: async (subscriptionId, job) => {
          if (subscriptionId === 'sub_deleted') return undefined;
          const headers = { 'x-attempt': String(job.attemptsMade + 1) };
          const active = subscriptionId !== 'sub_off';
          const isUnknown = job.data.eventId === 'evt_unknown' && job.attemptsMade === 0;
          const secret = isUnknown ? undefined : secretOf(subscriptionId);
          return { url: `${receiver.url}/${subscriptionId}`, secret, headers, active };
        },
        onDisable: (...arguments_) => void disabled.push(arguments_),
      };
      const events = [
        ...Object.keys(answers).map((eventId) => ({ eventId, subscriptionId: 'sub_1' })),
        { eventId: 'evt_unknown', subscriptionId: 'sub_1' },
        { eventId: 'evt_deleted', subscriptionId: 'sub_deleted' },
        { eventId: 'evt_off', subscriptionId: 'sub_off' },
      ];
      const { delays, ended } = await run(context, bullmq, 'ends', options, events);
      const outcome = (id) => {
        const { failedReason, attemptsMade, returnvalue } = ended.get(id);
        return { failedReason, attemptsMade, returnvalue, delays: delays.get(`${id},sub_1`) };
      };
      const final = (failedReason, attemptsMade = 1, delays = undefined) => {
        return { failedReason, attemptsMade, returnvalue: null, delays };
      };
      assert.deepEqual(outcome('evt_gone'), final('attempt 1: 410; disable: status'));
      assert.deepEqual(disabled, [['sub_1', 'status']]);
      assert.deepEqual(outcome('evt_deleted'), final('attempt 1: nothing sent; stop: endpoint_gone'));
      assert.deepEqual(outcome('evt_off'), final('attempt 1: nothing sent; stop: endpoint_inactive'));
      assert.deepEqual(outcome('evt_last'), final('attempt 3: 500; stop: attempts', 3, [10, 20]));
      const delivered = (id) => [outcome(id).returnvalue, outcome(id).delays];
      assert.deepEqual(delivered('evt_late'), [{ status: 200, attempt: 2 }, [10]]);
      assert.deepEqual(delivered('evt_asked'), [{ status: 200, attempt: 2 }, [1_000]]);
      assert.deepEqual(delivered('evt_unknown'), [{ status: 204, attempt: 2 }, [10]]);
      const [stack, ...others] = ended.get('evt_unknown').stacktrace;
      assert.match(stack, /`secret` is undefined/);
      assert.deepEqual(others, []);
    });

    test('after the death of two workers, the third one repeats the same attempt', {
      timeout,
    }, async (context) => {
      const { fail, orFailed } = failing();
      const connection = await startRedis(context);
      const redis = new Redis(connection);
      context.after(() => redis.disconnect());
      const asked = [];
      let next;
      const receiver = await startReceiver(context, secretOf, ({ worker, attempt }) => {
        asked.push([worker, attempt]);
        next();
        return worker === 'third' ? 204 : 'silence';
      });
      const policy = { id: 'mine', schedule: { kind: 'table', delaysMs: [0, 10] }, timeoutMs: 60_000 };
      const deliveries = bullmqDeliveries({ policy, provider: 'standard', endpoint: () => undefined });
      const queue = new bullmq.Queue('deaths', { connection });
      context.after(() => queue.close());
      const { name: jobName, data, opts } = deliveries.job({ eventId: 'evt_1', subscriptionId: 'sub_1', body: '{}' });
      const done = new Promise((resolve) => {
        void watchQueue(context, connection, 'deaths', { onEnd: resolve, fail }).then(() =>
          queue.add(jobName, data, opts),
        );
      });
      // A busy machine may renew locks late, so they last long. When a worker is dead, its lock is removed.
      const options = { lockDuration: 30_000, stalledInterval: 100 };
      const secrets = { sub_1: secretOf('sub_1') };
      const settings = { bullmq: name, queue: 'deaths', connection, url: receiver.url, policy, secrets, options };
      for (const worker of ['first', 'second', 'third']) {
        const request = new Promise((resolve) => (next = resolve));
        const started = await startWorker(context, fail, { ...settings, name: worker });
        // The last worker makes no request if the delivery has failed before.
        await orFailed(Promise.race([request, done]));
        if (worker === 'third') {
          await orFailed(done);
          await started.close();
        } else {
          await started.kill();
          await redis.del('bull:deaths:evt_1,sub_1:lock');
        }
      }
      assert.deepEqual(asked, [
        ['first', 1],
        ['second', 1],
        ['third', 1],
      ]);
      const job = await queue.getJob('evt_1,sub_1');
      assert.deepEqual([job.returnvalue, job.stalledCounter, job.attemptsMade], [{ status: 204, attempt: 1 }, 2, 1]);
    });

    test('failures of the sender’s own code use up no attempt and are not in Redis', {
      timeout,
    }, async (context) => {
      const receiver = await startReceiver(context, secretOf, ({ verdict }) => (verdict.id === 'evt_410' ? 410 : 204));
      const never = ['SENTINEL'];
      const lookups = new Map();
      const deferrals = [];
      const limits = [];
      let disabling = 0;
      let here;
      /** Every instant that the clock returned. */
      const read = new Set();
      const now = () => {
        const nowMs = Date.now();
        read.add(nowMs);
        return nowMs;
      };
      const options = {
        now,
        // A single attempt, as with GitHub: the schedule has no delay for a deferral.
        policy: { id: 'once', schedule: { kind: 'table', delaysMs: [0] }, reading: gone },
        endpoint: (to, { data }) => {
          const times = (lookups.get(data.eventId) ?? 0) + 1;
          lookups.set(data.eventId, times);
          if (data.eventId === 'evt_lookup' && times <= 10) throw new Error('SENTINEL: the database is down');
          return { url: `${receiver.url}/${to}`, secret: secretOf(to) };
        },
        onDisable: async () => {
          disabling += 1;
          if (disabling <= 3) throw new Error('SENTINEL: the database is down');
          if (disabling > 4) return;
          // The next timer is the time limit of this call. It ends at once; those of requests do not.
          const { setTimeout } = globalThis;
          const endAtOnce = (end, ms) => {
            limits.push(ms);
            return setTimeout(end, 1);
          };
          context.mock.method(globalThis, 'setTimeout', endAtOnce, { times: 1 });
          await new Promise(() => {});
        },
        timeoutMs: 200_000,
        onDeferred: async ({ jobId, attempt, error, untilMs }) => {
          deferrals.push([jobId, attempt, error.message]);
          const job = await here.queue.getJob(jobId);
          if (!read.has(untilMs - 60_000)) here.fail(new Error(`${jobId} is deferred until ${untilMs}`));
          await job.promote().catch(here.fail);
        },
      };
      const events = ['evt_lookup', 'evt_410'].map((eventId) => ({ eventId, subscriptionId: 'sub_1' }));
      const onWorker = (made) => (here = made);
      const { ended } = await run(context, bullmq, 'own', options, events, { never, onWorker });
      const looked = ended.get('evt_lookup');
      assert.deepEqual(
        [looked.returnvalue, looked.attemptsMade, looked.attemptsStarted],
        [{ status: 204, attempt: 1 }, 1, 11],
      );
      assert.deepEqual([looked.failedReason, looked.stacktrace], [undefined, []]);
      const refused = ended.get('evt_410');
      const reason = 'attempt 1: 410; disable: status';
      assert.deepEqual([refused.failedReason, refused.attemptsMade, refused.attemptsStarted], [reason, 1, 5]);
      assert.deepEqual(refused.stacktrace, [`UnrecoverableError: ${reason}`]);
      const of = (eventId) => deferrals.filter(([jobId]) => jobId === `${eventId},sub_1`);
      assert.deepEqual([of('evt_lookup').length, of('evt_410').length, deferrals.length], [10, 4, 14]);
      assert.ok(deferrals.every(([, attempt]) => attempt === 1));
      const others = deferrals.filter(([, , message]) => !message.startsWith('SENTINEL'));
      assert.deepEqual(
        others.map(([, , message]) => message.startsWith('`onDisable` did not settle')),
        [true],
      );
      assert.deepEqual(limits, [200_000]);
      assert.equal(receiver.requests.length, 1 + 5);
    });

    test('a deferred attempt waits as long as the policy', { timeout }, async (context) => {
      const receiver = await startReceiver(context, secretOf, () => 204);
      let lookups = 0;
      const endpoint = (to) => {
        lookups += 1;
        if (lookups <= 3) throw new Error('the database is down');
        return { url: `${receiver.url}/${to}`, secret: secretOf(to) };
      };
      const policy = { id: 'mine', schedule: { kind: 'table', delaysMs: [0, 40] } };
      const instants = [];
      const onDeferred = ({ untilMs }) => instants.push(untilMs);
      const startMs = Date.now();
      const { delays, ended } = await run(context, bullmq, 'waits', { policy, endpoint, onDeferred }, [
        { eventId: 'evt_1', subscriptionId: 'sub_1' },
      ]);
      const { returnvalue, attemptsMade, attemptsStarted } = ended.get('evt_1');
      assert.deepEqual([returnvalue, attemptsMade, attemptsStarted], [{ status: 204, attempt: 1 }, 1, 4]);
      // BullMQ counts from the call, which may be a little later.
      assert.ok(
        (delays.get('evt_1,sub_1') ?? []).every((delayMs) => delayMs <= 40),
        String(delays.get('evt_1,sub_1')),
      );
      assert.ok(
        instants.every((untilMs, place) => untilMs >= (instants[place - 1] ?? startMs) + 40),
        String(instants),
      );
    });

    test('an attempt that BullMQ aborts is repeated immediately', { timeout }, async (context) => {
      let here;
      const receiver = await startReceiver(context, secretOf, () => {
        if (receiver.requests.length > 1) return 204;
        assert.equal(here.worker.cancelJob('evt_1,sub_1'), true);
        return 'silence';
      });
      const deferrals = [];
      const options = {
        policy: { id: 'once', schedule: { kind: 'table', delaysMs: [0] }, timeoutMs: 200_000 },
        endpoint: (to) => ({ url: `${receiver.url}/${to}`, secret: secretOf(to) }),
        onDeferred: ({ attempt, error }) => deferrals.push([attempt, error.message]),
      };
      const events = [{ eventId: 'evt_1', subscriptionId: 'sub_1' }];
      const { ended } = await run(context, bullmq, 'broken', options, events, { onWorker: (made) => (here = made) });
      const { returnvalue, attemptsMade, attemptsStarted } = ended.get('evt_1');
      assert.deepEqual([returnvalue, attemptsMade, attemptsStarted], [{ status: 204, attempt: 1 }, 1, 2]);
      assert.deepEqual(deferrals, [[1, 'attempt 1 was aborted']]);
    });

    test('custom ids can be numbers or names of BullMQ’s own keys', { timeout }, async (context) => {
      const receiver = await startReceiver(context, secretOf, () => 204);
      const names = Object.keys(new bullmq.QueueKeys().getKeys('ids')).filter((name) => name !== '');
      assert.ok(
        ['wait', 'meta', 'events', 'id', 'stalled', 'delayed', 'pc', 'marker'].every((name) => names.includes(name)),
      );
      const ids = [
        ...names,
        'metrics:completed',
        'metrics:failed',
        'repeat:x',
        'de:x',
        '0:0',
        '42',
        '0',
        '-1',
        'NaN',
        '%',
      ];
      const events = ids.map((id, index) => ({ eventId: `evt_${index}`, subscriptionId: 'sub_1', id }));
      const endpoint = (to) => ({ url: `${receiver.url}/${to}`, secret: secretOf(to) });
      const { ended, jobs } = await run(context, bullmq, 'ids', { policy: 'standard', endpoint }, events);
      assert.deepEqual(
        new Set(receiver.requests.map(({ verdict }) => verdict.id)),
        new Set(events.map(({ eventId }) => eventId)),
      );
      for (const [index, { eventId }] of events.entries()) {
        const { id, returnvalue } = ended.get(eventId);
        assert.deepEqual([id, returnvalue], [jobs[index].opts.jobId, { status: 204, attempt: 1 }]);
      }
    });

    test('a job with many attempts does not grow', { timeout }, async (context) => {
      const receiver = await startReceiver(context, secretOf, () => (receiver.requests.length > 25 ? 204 : 500));
      const policy = { id: 'endless', schedule: { kind: 'fixed', delayMs: 1 } };
      const endpoint = (to) => ({ url: `${receiver.url}/${to}`, secret: secretOf(to) });
      const events = [{ eventId: 'evt_1', subscriptionId: 'sub_1' }];
      const { ended } = await run(context, bullmq, 'endless', { policy, endpoint }, events);
      const { attemptsMade, stacktrace } = ended.get('evt_1');
      const newest = Array.from(
        { length: 10 },
        (_, index) => `DeliveryError: attempt ${index + 16}: 500; next in 1 ms`,
      );
      assert.deepEqual([attemptsMade, stacktrace], [26, newest]);
    });

    test('a sandboxed processor reports its decisions', { timeout }, async (context) => {
      const answers = ['later', 410];
      const receiver = await startReceiver(context, secretOf, () => answers.shift() ?? 204);
      const { SANDBOX_URL: before } = process.env;
      process.env.SANDBOX_URL = receiver.url;
      context.after(() => {
        if (before === undefined) delete process.env.SANDBOX_URL;
        else process.env.SANDBOX_URL = before;
      });
      const policy = { id: 'mine', schedule: { kind: 'table', delaysMs: [0, 50_000, 50_000] } };
      const processor = new URL('./sandboxed.mjs', import.meta.url);
      const events = [{ eventId: 'evt_1', subscriptionId: 'sub_1' }];
      const options = { policy, endpoint: () => undefined };
      const { delays, ended } = await run(context, bullmq, 'sandbox', options, events, { processor });
      const { failedReason, attemptsMade, attemptsStarted } = ended.get('evt_1');
      assert.deepEqual([failedReason, attemptsMade], ['attempt 2: 410; disable: status', 2]);
      // The first lookup fails and the attempt is deferred. The receiver requests a delay of one second.
      assert.equal(attemptsStarted, 3);
      assert.equal(delays.get('evt_1,sub_1').at(-1), 1_000);
      assert.equal(receiver.requests.length, 2);
    });
  });
