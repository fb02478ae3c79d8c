// Jobs and delays for BullMQ, without BullMQ. The tests in tests/bullmq run them on BullMQ.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { planRetries } from 'hookwright';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { inbox } from './api.mjs';
import { delivery, failure, now, parts, secret, silence, started } from './bullmq.mjs';

/** FNV-1a with 32 bits. */
function fnv1a(text) {
  return Number(
    Buffer.from(text).reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n, 0x811c9dc5n),
  );
}

describe('jobs', () => {
  const { job } = parts('http://127.0.0.1');

  test('contain the delivery and the options for BullMQ', () => {
    const made = job({ ...delivery, opts: { removeOnComplete: true, priority: 3 } });
    assert.equal(made.name, 'delivery');
    const { seed, ...data } = made.data;
    assert.deepEqual(data, { ...delivery, contentType: 'application/json', firstMs: now });
    assert.ok(Number.isSafeInteger(seed) && seed >= 0);
    const backoff = { type: 'hookwright' };
    const opts = { removeOnComplete: true, priority: 3, jobId: 'evt_1,sub_1', attempts: 10, backoff, delay: 0 };
    assert.deepEqual(made.opts, { ...opts, stackTraceLimit: 10 });
    assert.equal(job({ ...delivery, opts: { stackTraceLimit: 3 } }).opts.stackTraceLimit, 3);
    assert.deepEqual(job({ ...delivery, name: 'user.created' }).name, 'user.created');
    assert.deepEqual(JSON.parse(JSON.stringify(made)), made, 'the job is not plain JSON');
  });

  test('have an id that is unique to the delivery and valid in BullMQ', () => {
    const idOf = (eventId, subscriptionId, id) => job({ ...delivery, eventId, subscriptionId, id }).opts.jobId;
    assert.equal(idOf('evt_1', 'sub_1'), idOf('evt_1', 'sub_1'));
    assert.equal(idOf('urn:x', 'a,b'), 'urn%3Ax,a%2Cb');
    assert.equal(idOf('7', '8'), '7,8');
    assert.equal(idOf('evt_1', 'sub_1', 'again:1'), ',again%3A1');
    assert.notEqual(idOf('a', 'b', 'a,b'), idOf('a', 'b'));
    assert.deepEqual(
      ['42', 'NaN', 'wait'].map((id) => idOf('a', 'b', id)),
      [',42', ',NaN', ',wait'],
    );
    const unsigned = parts('', { provider: 'stripe' }).job;
    const anyId = (eventId, subscriptionId) => unsigned({ ...delivery, eventId, subscriptionId }).opts.jobId;
    assert.notEqual(anyId('a,b', 'c'), anyId('a', 'b,c'));
    for (const id of [anyId('a:b', '1:2:3'), anyId('é', '%'), idOf('1', '2', 'x:y')])
      assert.doesNotMatch(id, /:|^\d+$/);
  });

  test('have the FNV-1a hash of the id as their seed', () => {
    // Published values.
    assert.deepEqual(['a', 'foobar'].map(fnv1a), [0xe40c292c, 0xbf9cf968]);
    for (const id of [undefined, 'a', 'é']) {
      const { data, opts } = job({ ...delivery, id });
      assert.equal(data.seed, fnv1a(opts.jobId));
    }
    assert.equal(job(delivery).data.seed, job(delivery).data.seed);
    assert.notEqual(job(delivery).data.seed, job({ ...delivery, subscriptionId: 'sub_2' }).data.seed);
  });

  test('have the delay until the first attempt', () => {
    const soon = job({ ...delivery, due: now + 500 });
    assert.deepEqual([soon.data.firstMs, soon.opts.delay], [now + 500, 500]);
    const late = job({ ...delivery, due: new Date(now - 500) });
    assert.deepEqual([late.data.firstMs, late.opts.delay], [now - 500, 0]);
    const jitter = { kind: 'full' };
    const policy = { id: 'mine', schedule: { kind: 'table', delaysMs: [60_000, 1] }, jitter };
    const made = parts('', { policy }).job({ ...delivery, due: now + 500 });
    const [{ delayMs }] = planRetries({ policy, seed: made.data.seed }).attempts;
    assert.ok(delayMs > 0);
    assert.deepEqual([made.data.firstMs, made.opts.delay], [now + 500 + delayMs, 500 + delayMs]);
    // The first attempt is made even if the policy's time ends before it.
    const brief = { id: 'mine', schedule: { kind: 'table', delaysMs: [60_000, 1] }, stop: { maxElapsedMs: 10 } };
    const first = parts('', { policy: brief }).job(delivery);
    assert.deepEqual([first.data.firstMs, first.opts.delay], [now + 60_000, 60_000]);
  });

  test('have the number of attempts of the policy', () => {
    const attempts = (policy) => parts('', { policy }).job(delivery).opts.attempts;
    assert.deepEqual(['generic', 'svix', 'github'].map(attempts), [5, 8, 1]);
    const schedule = { kind: 'fixed', delayMs: 1000 };
    assert.equal(attempts({ id: 'endless', schedule }), 2 ** 31 - 1);
    // With jitter, the number of attempts within a time varies. The core decides when the time is over.
    const stop = { maxElapsedMs: 5000 };
    assert.equal(attempts({ id: 'for a while', schedule, stop, jitter: { kind: 'full' } }), 2 ** 31 - 1);
    assert.equal(attempts({ id: 'mine', schedule, stop: { ...stop, maxAttempts: 3 } }), 3);
  });

  test('reject invalid deliveries', () => {
    const wrong = (changes, code) =>
      assert.throws(() => job({ ...delivery, ...changes }), { code }, JSON.stringify(changes));
    assert.throws(() => job(), { name: 'TypeError', code: 'invalid_options' });
    wrong({ event: 'x' }, 'unknown_option');
    for (const name of ['eventId', 'subscriptionId']) {
      wrong({ [name]: undefined }, 'missing_id');
      for (const id of ['', 7, 'half \ud800']) wrong({ [name]: id }, 'invalid_id');
    }
    for (const id of ['', 7, 'half \ud800']) wrong({ id }, 'invalid_id');
    // The scheme cannot sign these ids.
    for (const eventId of ['order.paid.42', 'a b', 'é', 'a;b']) wrong({ eventId }, 'invalid_id');
    for (const contentType of ['text/plain\nX-Evil: 1', 'text/plain\r\n', 'text/€'])
      wrong({ contentType }, 'invalid_headers');
    wrong({ body: undefined }, 'missing_body');
    wrong({ body: { type: 'parsed' } }, 'parsed_body');
    assert.throws(() => job({ ...delivery, body: { type: 'parsed' } }), /pass the text .* JSON\.stringify\(event\)/);
    wrong({ body: '\ud800' }, 'invalid_body');
    wrong({ contentType: 7 }, 'invalid_options');
    wrong({ name: 7 }, 'invalid_options');
    wrong({ due: '2026' }, 'invalid_instant');
    wrong({ opts: 7 }, 'invalid_options');
    for (const name of ['jobId', 'attempts', 'backoff', 'delay']) wrong({ opts: { [name]: 1 } }, 'invalid_options');
  });
});

test('rejects invalid options', () => {
  const wrong = (changes, code) => {
    const isMisuse = (error) => (error instanceof TypeError || error instanceof RangeError) && error.code === code;
    assert.throws(() => parts('', changes), isMisuse, JSON.stringify(changes));
  };
  assert.throws(() => bullmqDeliveries(), { name: 'TypeError', code: 'invalid_options' });
  wrong({ retries: 3 }, 'unknown_option');
  wrong({ policy: 'acme' }, 'unknown_policy');
  wrong({ policy: undefined }, 'unknown_policy');
  wrong({ policy: { id: 'mine', schedule: { kind: 'cubic' } } }, 'invalid_policy');
  wrong({ provider: undefined }, 'provider_or_scheme');
  wrong({ scheme: 'svix' }, 'provider_or_scheme');
  wrong({ provider: 'acme' }, 'unknown_provider');
  wrong({ endpoint: undefined }, 'invalid_options');
  for (const name of ['endpoint', 'onDisable', 'onAttempt', 'onDeferred', 'fetch', 'now'])
    wrong({ [name]: 'x' }, 'invalid_options');
  for (const timeoutMs of [0, -1, NaN, 2 ** 31]) wrong({ timeoutMs }, 'invalid_duration');
  wrong({ timeoutMs: '5' }, 'invalid_duration');
  wrong({ policy: { id: 'mine', schedule: { kind: 'fixed', delayMs: 1 }, timeoutMs: 2 ** 40 } }, 'invalid_duration');
});

describe('the strategy', () => {
  const deliveries = parts('http://127.0.0.1/');

  test('follows the schedule if only the number of the attempt is known', () => {
    const plan = planRetries({ policy: 'standard' }).attempts;
    const waits = plan.map(({ number }) => deliveries.backoffStrategy(number));
    assert.deepEqual(waits, [...plan.slice(1).map(({ delayMs }) => delayMs), -1]);
  });

  test('ends after the policy’s time since the first attempt was due', () => {
    const policy = { id: 'mine', schedule: { kind: 'fixed', delayMs: 1_000 }, stop: { maxElapsedMs: 10_000 } };
    const later = parts('', { policy, now: () => now + 9_000 }).backoffStrategy;
    const latest = parts('', { policy, now: () => now + 9_001 }).backoffStrategy;
    const job = started(deliveries.job(delivery));
    assert.deepEqual(
      [later(3, 'hookwright', new Error(), job), latest(3, 'hookwright', new Error(), job)],
      [1_000, -1],
    );
  });

  test('does not throw for any job or error, because the job would stay active', () => {
    const jobs = [null, 'text', 7, { firstMs: NaN }, { base64: true }].map((data) => ({ data }));
    for (const job of [undefined, null, {}, ...jobs, { id: 7, timestamp: 'x', opts: null }, { opts: { delay: {} } }]) {
      for (const error of [undefined, null, 'text', new Error()]) {
        assert.equal(deliveries.backoffStrategy(1, undefined, error, job), 5_000);
      }
    }
  });

  test('uses the errors of a sandboxed processor, which BullMQ reconstructs', async (context) => {
    const { url } = await inbox(context, { status: 429, headers: { 'Retry-After': '120' } }, 410);
    const sending = parts(url);
    const job = started(sending.job(delivery));
    for (const waitMs of [120_000, -1]) {
      const error = await failure(sending, job);
      const own = Object.getOwnPropertyNames(error).map((name) => [name, error[name]]);
      const rebuilt = Object.assign(new Error(), JSON.parse(JSON.stringify(Object.fromEntries(own))));
      assert.equal(sending.backoffStrategy(1, 'hookwright', rebuilt, job), waitMs);
    }
    // Similar values are not decisions.
    for (const next of [{}, null, 'retry', { action: 'retry' }, { action: 'retry', delayMs: -5 }, { action: 'go' }]) {
      assert.equal(deliveries.backoffStrategy(1, 'hookwright', Object.assign(new Error(), { next }), job), 5_000);
    }
  });

  test('counts from the first due time of other jobs, and derives their seed from their id', () => {
    const schedule = { kind: 'table', delaysMs: [0, 10_000, 60_000] };
    const policy = {
      id: 'mine',
      schedule,
      anchor: 'since-first',
      jitter: { kind: 'equal' },
      stop: { maxElapsedMs: 70_000 },
    };
    const job = { id: '42', data: { user: 1 }, timestamp: now - 9_000, opts: { delay: 2_000 } };
    const wait = (job, options) => parts('', { policy, ...options }).backoffStrategy(2, 'hookwright', new Error(), job);
    const plan = planRetries({ policy, seed: fnv1a('42') }).attempts;
    assert.equal(wait(job), Math.max(0, plan[2].delayMs + plan[1].delayMs - 7_000));
    assert.notEqual(wait(job), wait({ ...job, id: '43' }));
    assert.equal(wait(job, { now: () => now + 100_000 }), -1);
  });

  test('is in the options for workers, with an unlimited number of stalls', () => {
    const { settings, maxStalledCount } = deliveries.workerOptions;
    assert.equal(settings.backoffStrategy, deliveries.backoffStrategy);
    assert.equal(maxStalledCount, Number.MAX_SAFE_INTEGER);
  });
});

test('`onAttempt` receives every attempt, and its errors are ignored', async (context) => {
  const { url } = await inbox(context, 503, 200, 200, 200);
  const reports = [];
  let time = now;
  const deliveries = parts(url, { onAttempt: (report) => reports.push(report), now: () => (time += 10) });
  const job = deliveries.job(delivery);
  await failure(deliveries, started(job));
  await deliveries.processor(started(job, 1));
  const common = { eventId: 'evt_1', subscriptionId: 'sub_1', jobId: 'evt_1,sub_1', error: null, code: null };
  const retry = { action: 'retry', delayMs: 5_000, atMs: now + 5_030, throttled: false };
  const succeed = { action: 'succeed', reason: 'success' };
  assert.deepEqual(reports, [
    { ...common, attempt: 1, status: 503, startedMs: now + 20, endedMs: now + 30, next: retry },
    { ...common, attempt: 2, status: 200, startedMs: now + 40, endedMs: now + 50, next: succeed },
  ]);
  const throwing = () => {
    throw new Error('disk full');
  };
  for (const onAttempt of [throwing, async () => throwing()]) {
    const noisy = parts(url, { onAttempt });
    assert.equal((await noisy.processor(started(noisy.job(delivery)))).status, 200);
  }
});

test('jobs, errors and reports contain no secret, address or header', async (context) => {
  const { url } = await inbox(context, 500, 410);
  const authorization = 'Bearer 4f1c99e0';
  const endpoint = () => ({ url: `${url}/path-7d20`, secret, headers: { authorization } });
  const reports = [];
  const onAttempt = (report) => void reports.push(report);
  const deliveries = parts('', { endpoint, onAttempt });
  const unanswered = parts('', { endpoint, onAttempt, timeoutMs: 20, fetch: silence().fetch });
  const job = deliveries.job(delivery);
  const errors = [];
  for (const each of [deliveries, deliveries, unanswered]) errors.push(await failure(each, started(job)));
  for (const bad of ['whsec_c2hvcnQ=', `x${secret}`, { name: 'n', value: secret, more: secret }]) {
    const wrong = parts('', { endpoint: () => ({ ...endpoint(), secret: bad }) });
    errors.push(await failure(wrong, started(job)));
  }
  const badUrl = parts('', { endpoint: () => ({ ...endpoint(), url: 'ftp://host/path-7d20' }) });
  errors.push(await failure(badUrl, started(job)));
  assert.deepEqual(
    errors.map((error) => error.code ?? error.status ?? error.error),
    [500, 410, 'timeout', 'secret_too_short', 'secret_not_base64', 'invalid_secret', 'missing_url'],
  );
  const all = [job, reports, ...errors.map((error) => [error.message, error.stack, String(error.cause), { ...error }])];
  const text = JSON.stringify(all);
  for (const hidden of [secret, secret.slice(6), 'whsec_', '4f1c99e0', 'path-7d20', 'v1,'])
    assert.ok(!text.includes(hidden), hidden);
});
