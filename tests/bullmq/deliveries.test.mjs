// Thousands of events through BullMQ on Redis, with three worker processes, one of which is killed, and a receiver that
// fails according to a script.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Queue } from 'bullmq';
import { planRetries } from 'hookwright';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { Redis } from 'ioredis';
import { startReceiver } from './receiver.mjs';
import { startRedis } from './redis.mjs';
import { body, EVENTS, eventId, MARK, policy, SUBSCRIPTIONS, script, secretOf, subscriptionId } from './script.mjs';
import { watchQueue } from './stored.mjs';
import { startWorker } from './workers.mjs';

/** The worker is killed after this many requests, when this many of its own are open. */
const SEEN = EVENTS * 0.3;
const WITHHELD = 20;

/** For a busy machine; the test takes half a minute with 10,000 events on two cores. */
const timeout = 600_000;

test(`all of ${EVENTS} events are delivered although a worker dies`, { timeout }, async (context) => {
  let fail;
  const failed = new Promise((_, reject) => (fail = reject));
  failed.catch(() => {});
  const orFailed = (promise) => Promise.race([promise, failed]);

  const connection = await startRedis(context);
  const redis = new Redis(connection);
  context.after(() => redis.disconnect());

  const indexOf = new Map(Array.from({ length: EVENTS }, (_, index) => [eventId(index), index]));
  const withheld = [];
  let workers;
  let reap;
  const reaped = new Promise((resolve) => (reap = resolve));
  const receiver = await startReceiver(context, secretOf, (seen) => {
    const { worker, attempt, verdict } = seen;
    const index = indexOf.get(verdict.id);
    if (index === undefined) {
      fail(new Error(`a request that is of no event, or not genuine: ${JSON.stringify(seen)}`));
      return 401;
    }
    if (worker === 'b' && receiver.requests.length >= SEEN && withheld.length < WITHHELD) {
      withheld.push(seen);
      if (withheld.length === WITHHELD) reap(workers[1].kill());
      return 'silence';
    }
    return script(index)[attempt - 1] ?? 204;
  });

  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  const never = [MARK, receiver.url];
  const onEnd = ({ completed, failed }) => completed.size + failed.size === EVENTS && finish();
  const { delays, ended } = await watchQueue(context, connection, 'webhooks', { never, onEnd, fail });

  const producer = bullmqDeliveries({ policy, provider: 'standard', endpoint: () => undefined });
  const jobs = [...indexOf].map(([id, index]) =>
    producer.job({ eventId: id, subscriptionId: subscriptionId(index), body: body(index) }),
  );
  const secrets = Object.fromEntries(
    Array.from({ length: SUBSCRIPTIONS }, (_, index) => [subscriptionId(index), secretOf(subscriptionId(index))]),
  );
  // A busy machine may renew locks late, so they last long.
  const options = { concurrency: 50, lockDuration: 60_000, stalledInterval: 2_000 };
  const settings = { queue: 'webhooks', connection, url: receiver.url, policy, secrets, options };
  workers = await Promise.all(['a', 'b', 'c'].map((name) => startWorker(context, fail, { ...settings, name })));
  // All workers are ready before jobs are added, so that each gets some.
  const queue = new Queue('webhooks', { connection });
  context.after(() => queue.close());
  await queue.addBulk(jobs);
  // An event that is produced twice is one delivery, because the jobs have the same id.
  await queue.addBulk(jobs.slice(0, 100));

  // Jobs of the dead worker are active as long as its locks last. Redis reads what it wrote before its death before any
  // command that is sent after the first reply.
  await orFailed(reaped);
  await redis.ping();
  const active = await redis.lrange('bull:webhooks:active', 0, -1);
  const holders = await Promise.all(active.map((jobId) => redis.hget(`bull:webhooks:${jobId}`, 'pb')));
  const held = new Set(active.filter((_, place) => holders[place] === 'b'));
  // Remove the locks instead of waiting for a minute.
  await redis.del([...held].map((jobId) => `bull:webhooks:${jobId}:lock`));

  await orFailed(finished);
  await Promise.all([workers[0].close(), workers[2].close()]);

  const jobIdOf = (index) => jobs[index].opts.jobId;
  await context.test('no job is lost or repeated', async () => {
    assert.deepEqual([ended.completed.size, ended.failed.size], [EVENTS, 0]);
    const counts = await queue.getJobCounts(
      'completed',
      'failed',
      'delayed',
      'wait',
      'active',
      'prioritized',
      'paused',
    );
    assert.deepEqual(counts, {
      completed: EVENTS,
      failed: 0,
      delayed: 0,
      wait: 0,
      active: 0,
      prioritized: 0,
      paused: 0,
    });
  });

  await context.test('every request has a new valid signature for its event', () => {
    const last = new Map();
    for (const {
      method,
      subscriptionId: to,
      verdict,
      body: text,
      contentType,
      attempt,
      ...seen
    } of receiver.requests) {
      assert.equal(verdict.ok, true, JSON.stringify(verdict));
      const index = indexOf.get(verdict.id);
      assert.deepEqual(
        [method, to, text, contentType],
        ['POST', subscriptionId(index), body(index), 'application/json'],
      );
      // Timestamps are in whole seconds, so only attempts after a long delay have a later one.
      const before = last.get(verdict.id);
      if (before !== undefined && before.answeredMs !== Infinity) {
        assert.ok(verdict.timestampMs + 1000 > before.answeredMs, verdict.id);
      }
      if (before !== undefined && (before.answer === 'later' || before.answer === 'silence')) {
        assert.ok(verdict.timestampMs > before.verdict.timestampMs, verdict.id);
      }
      last.set(verdict.id, { ...seen, verdict });
    }
  });

  await context.test('attempts follow the script, and only jobs of the dead worker are repeated', () => {
    const attempts = new Map();
    for (const { verdict, attempt } of receiver.requests) {
      if (!attempts.has(verdict.id)) attempts.set(verdict.id, []);
      attempts.get(verdict.id).push(attempt);
    }
    const twice = [];
    for (const [id, index] of indexOf) {
      const numbers = attempts.get(id) ?? [];
      const planned = Array.from({ length: script(index).length + 1 }, (_, place) => place + 1);
      assert.deepEqual([...new Set(numbers)], planned, id);
      if (numbers.length === planned.length) continue;
      assert.equal(numbers.length, planned.length + 1, id);
      twice.push(jobIdOf(index));
    }
    assert.deepEqual(
      twice.filter((jobId) => !held.has(jobId)),
      [],
    );
    const open = withheld.map(({ verdict }) => jobIdOf(indexOf.get(verdict.id)));
    assert.equal(open.length, WITHHELD);
    assert.deepEqual(
      open.filter((jobId) => !twice.includes(jobId)),
      [],
    );
    const came = `${receiver.requests.length} requests`;
    context.diagnostic(`${came}; ${held.size} jobs held by the dead, ${twice.length} came twice`);
  });

  await context.test('BullMQ stored the delays of the plan', () => {
    let stored = 0;
    for (const index of indexOf.values()) {
      const { opts, data } = jobs[index];
      const { attempts } = planRetries({ policy, seed: data.seed });
      assert.equal(opts.attempts, attempts.length);
      const planned = script(index).map((answer, place) =>
        Math.max(attempts[place + 1].delayMs, answer === 'later' ? 1_000 : 0),
      );
      assert.deepEqual(delays.get(opts.jobId) ?? [], planned, opts.jobId);
      stored += planned.length;
    }
    context.diagnostic(`${stored} delays`);
  });

  await context.test('the death of a worker does not use up attempts', async () => {
    for (const job of await queue.getCompleted(0, -1)) {
      const { eventId: id } = job.data;
      const attempt = script(indexOf.get(id)).length + 1;
      assert.deepEqual(job.returnvalue, { status: 204, attempt }, id);
      const stalls = held.has(job.id) ? 1 : 0;
      assert.deepEqual(
        [job.attemptsMade, job.attemptsStarted, job.stalledCounter],
        [attempt, attempt + stalls, stalls],
        id,
      );
    }
    assert.ok(held.size >= WITHHELD);
  });
});
