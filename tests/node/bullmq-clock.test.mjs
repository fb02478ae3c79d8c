// Clocks that are wrong: of the worker, and of whoever made the job. None of them ends a delivery.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { planRetries } from 'hookwright';
import { delivery, failure, now, parts, started } from './bullmq.mjs';

const YEARS = 10 * 365 * 86_400_000;
const policy = { id: 'mine', schedule: { kind: 'fixed', delayMs: 60_000 }, stop: { maxElapsedMs: 240_000 } };

/** A `fetch` that answers with a status, and counts. */
function answering(status) {
  const fetch = async () => {
    fetch.count += 1;
    return new Response(null, { status });
  };
  fetch.count = 0;
  return fetch;
}

/** A job of a worker whose Redis says that it is this late. */
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

describe('where Redis cannot be asked', () => {
  test('low_clock_years_ahead_does_not_end_a_delivery', async () => {
    let time = now;
    const deliveries = parts('http://receiver.example/', { policy, now: () => time, fetch: answering(500) });
    const made = deliveries.job(delivery);
    time += YEARS;
    const error = await failure(deliveries, started(made));
    assert.deepEqual(error.next, { action: 'retry', delayMs: 60_000, atMs: time + 60_000, throttled: false });
    assert.equal(deliveries.backoffStrategy(1, 'hookwright', error, started(made)), 60_000);
  });

  test('low_clock_years_ahead_ends_it_after_as_many_attempts_as_the_policy_makes_in_its_time', async () => {
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

  test('low_clock_years_ahead_does_not_end_jobs_of_other_kinds_or_lookups_that_fail', async () => {
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

  test('low_clock_years_ahead_of_the_maker_of_a_job_ends_nothing_and_neither_does_one_behind', async () => {
    for (const made of [now - YEARS, now + YEARS]) {
      const job = started(parts('', { policy, now: () => made }).job(delivery));
      const deliveries = parts('http://receiver.example/', { policy, fetch: answering(500) });
      const { next } = await failure(deliveries, job);
      assert.deepEqual(next, { action: 'retry', delayMs: 60_000, atMs: now + 60_000, throttled: false });
    }
  });

  test('low_clock_years_ahead_does_not_end_what_has_a_deadline_or_is_counted_from_the_first_attempt', async () => {
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
        continue; // Not every rule of the table's can be given.
      }
      const made = deliveries.job(delivery);
      time += YEARS;
      const { next } = await failure(deliveries, started(made));
      assert.equal(next.action, 'retry', JSON.stringify(rules));
      assert.ok(next.delayMs > 0);
    }
  });

  test('a time that can be over ends it as ever', async () => {
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

describe('where Redis can be asked', () => {
  test('low_clock_years_ahead_of_redis_sends_nothing_and_says_so', async () => {
    for (const [apartMs, words] of [
      [YEARS, '315360000 s ahead of'],
      [-YEARS, '315360000 s behind'],
      [400_000, '400 s ahead of'],
      [-400_000, '400 s behind'],
    ]) {
      const fetch = answering(204);
      const told = [];
      const onDeferred = (deferral) => told.push(deferral);
      const deliveries = parts('http://receiver.example/', { policy, fetch, onDeferred, now: () => now + apartMs });
      const job = queued(parts('', { policy }).job(delivery), now);
      const error = await failure(deliveries, job);
      assert.deepEqual([error.name, error.message, fetch.count], ['DelayedError', 'attempt 1 is put off', 0]);
      const [{ error: reason, attempt, jobId }] = told;
      assert.ok(reason.message.includes(words), reason.message);
      assert.deepEqual([attempt, jobId, told.length], [1, 'evt_1,sub_1', 1]);
      // By the clock that all share.
      const [[untilMs, token]] = job.moved;
      assert.ok(Math.abs(untilMs - now - 60_000) < 60_000, String(untilMs - now));
      assert.equal(token, 'token');
    }
  });

  test('low_clock_years_ahead_gives_the_job_back_where_bullmq_can', async () => {
    const stop = new AbortController();
    const deliveries = parts('http://receiver.example/', {
      now: () => now + YEARS,
      fetch: () => assert.fail('nothing may be sent'),
      // It keeps busy for a while with what it has given back.
      onDeferred: () => stop.abort(),
    });
    const given = [];
    const moveToWait = async (...arguments_) => void given.push(arguments_);
    const job = Object.assign(queued(parts('').job(delivery), now), { moveToWait });
    assert.equal((await failure(deliveries, job, stop.signal)).name, 'DelayedError');
    assert.deepEqual([given, job.moved], [[['token']], []]);
  });

  test('low_clock_years_ahead_is_asked_for_once_a_minute_and_not_with_each_job', async () => {
    const fetch = answering(204);
    const deliveries = parts('http://receiver.example/', { fetch });
    const jobs = Array.from({ length: 20 }, () => queued(deliveries.job(delivery), now));
    await Promise.all(jobs.map((job) => deliveries.processor(job, 'token')));
    for (const job of jobs) await deliveries.processor(job, 'token');
    assert.equal(jobs.flatMap(({ asked }) => asked).length, 1);
    assert.equal(fetch.count, 40);
  });

  test('low_clock_years_ahead_holds_up_all_jobs_that_start_together', async () => {
    const fetch = answering(204);
    const deliveries = parts('http://receiver.example/', { fetch, now: () => now + YEARS });
    const jobs = Array.from({ length: 5 }, () => queued(parts('').job(delivery), now));
    const errors = await Promise.all(jobs.map((job) => failure(deliveries, job)));
    assert.deepEqual(
      [errors.map(({ name }) => name), fetch.count],
      [Array.from({ length: 5 }, () => 'DelayedError'), 0],
    );
  });

  test('low_clock_years_ahead_since_the_last_answer_is_seen_at_once', async () => {
    let time = now;
    const fetch = answering(500);
    const deliveries = parts('http://receiver.example/', { policy, fetch, now: () => time });
    const job = queued(deliveries.job(delivery), now);
    assert.equal((await failure(deliveries, job)).next.action, 'retry');
    time += YEARS;
    assert.equal((await failure(deliveries, job)).name, 'DelayedError');
    // What has been attempted when the clock goes wrong is judged by the time of Redis.
    assert.equal(deliveries.backoffStrategy(1, 'hookwright', new Error(), job), 60_000);
    time = now;
    assert.equal((await failure(deliveries, job)).next.action, 'retry');
    assert.equal(fetch.count, 2);
  });

  test('low_clock_years_ahead_while_an_attempt_is_made_does_not_count', async () => {
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

  test('a clock that is a bit apart, or cannot be compared, is taken as it is', async () => {
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

  test('low_clock_years_ahead_is_seen_by_what_clients_without_time_tell', async () => {
    const info = async () => `# Server\r\nredis_version:7.2.0\r\nserver_time_usec:${now * 1_000}\r\n`;
    const deliveries = parts('http://receiver.example/', {
      fetch: () => assert.fail('nothing may be sent'),
      now: () => now + YEARS,
    });
    const { client } = queued(deliveries.job(delivery), now, 0, { time: undefined, info }).queue;
    const job = Object.assign(started(parts('').job(delivery)), { queue: { backend: { client } } });
    assert.equal((await failure(deliveries, job)).name, 'DelayedError');
  });
});
