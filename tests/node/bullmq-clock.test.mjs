// A wrong clock of the worker or of the producer does not end deliveries.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { planRetries } from 'hookwright';
import { delivery, failure, now, parts, started } from './bullmq.mjs';

const YEARS = 10 * 365 * 86_400_000;
const policy = { id: 'mine', schedule: { kind: 'fixed', delayMs: 60_000 }, stop: { maxElapsedMs: 240_000 } };

/** A `fetch` that responds with a status and counts its calls. */
function answering(status) {
  const fetch = async () => {
    fetch.count += 1;
    return new Response(null, { status });
  };
  fetch.count = 0;
  return fetch;
}

/** A job of a worker whose Redis has this time. */
function queued(made, redisMs, attemptsMade = 0, client = {}) {
  const asked = [];
  const time = async () => {
    asked.push('time');
    const [seconds, micros] = [Math.floor(redisMs / 1_000), (redisMs % 1_000) * 1_000];
    return [String(seconds), String(micros)];
  };
  const queue = { client: Promise.resolve({ time, info: async () => '', ...client }) };
  return Object.assign(started(made, attemptsMade), { queue, asked });
}

describe('without Redis’s time', () => {
  test('a clock that is years ahead does not end a delivery', async () => {
    let time = now;
    const deliveries = parts('http://receiver.example/', { policy, now: () => time, fetch: answering(500) });
    const made = deliveries.job(delivery);
    time += YEARS;
    const error = await failure(deliveries, started(made));
    assert.deepEqual(error.next, { action: 'retry', delayMs: 60_000, atMs: time + 60_000, throttled: false });
    assert.equal(deliveries.backoffStrategy(1, 'hookwright', error, started(made)), 60_000);
  });

  test('a clock that is years ahead limits a delivery to the number of attempts within the policy’s time', async () => {
    let time = now;
    const deliveries = parts('http://receiver.example/', { policy, now: () => time, fetch: answering(500) });
    const made = deliveries.job(delivery);
    const { length } = planRetries({ policy }).attempts;
    assert.equal(length, 5);
    time += YEARS;
    const actions = [];
    for (let attempt = 1; attempt <= length + 1; attempt += 1) {
      actions.push((await failure(deliveries, started(made, attempt - 1))).next.action);
    }
    assert.deepEqual(actions, ['retry', 'retry', 'retry', 'retry', 'stop', 'stop']);
  });

  test('a clock that is years ahead does not end other jobs or deliveries with failed lookups', async () => {
    const later = () => now + YEARS;
    const { backoffStrategy } = parts('', { policy, now: later });
    const job = started(parts('', { policy }).job(delivery));
    for (const each of [job, { id: '42', data: {}, timestamp: now, opts: {} }]) {
      assert.equal(backoffStrategy(1, 'hookwright', new Error(), each), 60_000);
    }
    const failing = parts('', { policy, now: later, endpoint: () => Promise.reject(new Error('down')) });
    await failure(failing, job);
    assert.deepEqual(job.moved, [[now + YEARS + 60_000, 'token']]);
  });

  test('a clock of the producer that is years ahead or behind does not end a delivery', async () => {
    for (const made of [now - YEARS, now + YEARS]) {
      const job = started(parts('', { policy, now: () => made }).job(delivery));
      const deliveries = parts('http://receiver.example/', { policy, fetch: answering(500) });
      const { next } = await failure(deliveries, job);
      assert.deepEqual(next, { action: 'retry', delayMs: 60_000, atMs: now + 60_000, throttled: false });
    }
  });

  test('a clock that is years ahead does not end deliveries with a deadline or a schedule from the first attempt', async () => {
    const schedule = { kind: 'table', delaysMs: [0, 60_000, 120_000] };
    for (const rules of [
      { schedule, anchor: 'since-first', stop: { maxElapsedMs: 100_000 } },
      { schedule, stop: { deadlineMs: now + 3_600_000 } },
      { schedule: { kind: 'unpublished', withinMs: 86_400_000, imitatedMs: 30_000 } },
    ]) {
      let time = now;
      const options = { policy: { id: 'mine', ...rules }, now: () => time, fetch: answering(500) };
      let deliveries;
      try {
        deliveries = parts('http://receiver.example/', options);
      } catch {
        continue; // Not every rule of the built-in policies is valid in a custom one.
      }
      const made = deliveries.job(delivery);
      time += YEARS;
      const { next } = await failure(deliveries, started(made));
      assert.equal(next.action, 'retry', JSON.stringify(rules));
      assert.ok(next.delayMs > 0);
    }
  });

  test('a plausible time after the limit ends a delivery', async () => {
    for (const [elapsedMs, action] of [
      [180_000, 'retry'],
      [180_001, 'stop'],
      [86_400_000, 'stop'],
      [29 * 86_400_000, 'stop'],
    ]) {
      let time = now;
      const deliveries = parts('http://receiver.example/', { policy, now: () => time, fetch: answering(500) });
      const made = deliveries.job(delivery);
      time += elapsedMs;
      assert.equal((await failure(deliveries, started(made))).next.action, action, `${elapsedMs} ms`);
    }
  });
});

describe('with Redis’s time', () => {
  test('a clock that differs by more than five minutes sends nothing and is reported', async () => {
    for (const [apartMs, words] of [
      [YEARS, '315360000 s ahead of'],
      [-YEARS, '315360000 s behind'],
      [400_000, '400 s ahead of'],
      [-400_000, '400 s behind'],
    ]) {
      const fetch = answering(204);
      const deferrals = [];
      const onDeferred = (deferral) => deferrals.push(deferral);
      const deliveries = parts('http://receiver.example/', { policy, fetch, onDeferred, now: () => now + apartMs });
      const job = queued(parts('', { policy }).job(delivery), now);
      const error = await failure(deliveries, job);
      assert.deepEqual([error.name, error.message, fetch.count], ['DelayedError', 'attempt 1 is deferred', 0]);
      const [{ error: reason, attempt, jobId }] = deferrals;
      assert.ok(reason.message.includes(words), reason.message);
      assert.deepEqual([attempt, jobId, deferrals.length], [1, 'evt_1,sub_1', 1]);
      // The job is deferred by Redis's clock.
      const [[untilMs, token]] = job.moved;
      assert.ok(Math.abs(untilMs - now - 60_000) < 60_000, String(untilMs - now));
      assert.equal(token, 'token');
    }
  });

  test('a wrong clock returns the job to the queue if BullMQ supports it', async () => {
    const stop = new AbortController();
    const deliveries = parts('http://receiver.example/', {
      now: () => now + YEARS,
      fetch: () => assert.fail('a request was sent'),
      // The worker takes jobs again that it has returned.
      onDeferred: () => stop.abort(),
    });
    const given = [];
    const moveToWait = async (...arguments_) => void given.push(arguments_);
    const job = Object.assign(queued(parts('').job(delivery), now), { moveToWait });
    assert.equal((await failure(deliveries, job, stop.signal)).name, 'DelayedError');
    assert.deepEqual([given, job.moved], [[['token']], []]);
  });

  test('the time is read once a minute and not for each job', async () => {
    const fetch = answering(204);
    const deliveries = parts('http://receiver.example/', { fetch });
    const jobs = Array.from({ length: 20 }, () => queued(deliveries.job(delivery), now));
    await Promise.all(jobs.map((job) => deliveries.processor(job, 'token')));
    for (const job of jobs) await deliveries.processor(job, 'token');
    assert.equal(jobs.flatMap(({ asked }) => asked).length, 1);
    assert.equal(fetch.count, 40);
  });

  test('a wrong clock stops all jobs that start together', async () => {
    const fetch = answering(204);
    const deliveries = parts('http://receiver.example/', { fetch, now: () => now + YEARS });
    const jobs = Array.from({ length: 5 }, () => queued(parts('').job(delivery), now));
    const errors = await Promise.all(jobs.map((job) => failure(deliveries, job)));
    assert.deepEqual(
      [errors.map(({ name }) => name), fetch.count],
      [Array.from({ length: 5 }, () => 'DelayedError'), 0],
    );
  });

  test('a jump of the clock since the last reading is detected immediately', async () => {
    let time = now;
    const fetch = answering(500);
    const deliveries = parts('http://receiver.example/', { policy, fetch, now: () => time });
    const job = queued(deliveries.job(delivery), now);
    assert.equal((await failure(deliveries, job)).next.action, 'retry');
    time += YEARS;
    assert.equal((await failure(deliveries, job)).name, 'DelayedError');
    // For an attempt that has been made when the clock jumps, the time of Redis decides.
    assert.equal(deliveries.backoffStrategy(1, 'hookwright', new Error(), job), 60_000);
    time = now;
    assert.equal((await failure(deliveries, job)).next.action, 'retry');
    assert.equal(fetch.count, 2);
  });

  test('a jump of the clock during an attempt does not count', async () => {
    let time = now;
    const fetch = async () => {
      time += YEARS;
      return new Response(null, { status: 500 });
    };
    const reports = [];
    const onAttempt = (report) => reports.push(report);
    const deliveries = parts('http://receiver.example/', { policy, fetch, onAttempt, now: () => time });
    const error = await failure(deliveries, queued(deliveries.job(delivery), now));
    assert.equal(error.next.action, 'retry');
    assert.ok(Math.abs(reports[0].endedMs - now) < 60_000);
  });

  test('a clock with a small difference, or one that cannot be compared, is used', async () => {
    const throwing = () => {
      throw new Error('no');
    };
    const clients = [
      {},
      { time: undefined },
      { time: throwing },
      { time: () => Promise.reject(new Error('NOPERM')) },
      { time: async () => null },
      { time: async () => ['x', 'y'] },
      { time: async () => [] },
      { time: undefined, info: throwing },
      { time: undefined, info: async () => 'server_time_usec:no\r\n' },
    ];
    for (const client of clients) {
      for (const apartMs of [-200_000, 200_000]) {
        const deliveries = parts('http://receiver.example/', { fetch: answering(204), now: () => now + apartMs });
        const job = queued(parts('').job(delivery), now, 0, client);
        assert.equal((await deliveries.processor(job, 'token')).status, 204);
      }
    }
    for (const queue of [undefined, null, {}, { client: null }, { client: Promise.reject(new Error('closed')) }, 7]) {
      queue?.client?.catch?.(() => {});
      const deliveries = parts('http://receiver.example/', { fetch: answering(204) });
      const job = Object.assign(started(deliveries.job(delivery)), { queue });
      assert.equal((await deliveries.processor(job, 'token')).status, 204);
    }
  });

  test('a wrong clock is detected with INFO if the client has no TIME', async () => {
    const info = async () => `# Server\r\nredis_version:7.2.0\r\nserver_time_usec:${now * 1_000}\r\n`;
    const deliveries = parts('http://receiver.example/', {
      fetch: () => assert.fail('a request was sent'),
      now: () => now + YEARS,
    });
    const { client } = queued(deliveries.job(delivery), now, 0, { time: undefined, info }).queue;
    const job = Object.assign(started(parts('').job(delivery)), { queue: { backend: { client } } });
    assert.equal((await failure(deliveries, job)).name, 'DelayedError');
  });
});
