// What BullMQ is given, without BullMQ: jobs, attempts on a real receiver, and waits. With BullMQ, tests/bullmq tests it.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { nextAttempt, planRetries, provider, verify } from 'hookwright';
import { bullmqDeliveries, DeliveryError } from 'hookwright/bullmq';
import { inbox } from './api.mjs';

const now = Date.parse('2026-01-15T12:00:00Z');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const delivery = { eventId: 'evt_1', subscriptionId: 'sub_1', body: '{"type":"user.created","name":"Zoë"}' };

/** The parts, with a clock that stands still, and an endpoint that signs with the secret. */
function parts(url, options = {}) {
  const endpoint = () => ({ url, secret });
  return bullmqDeliveries({ policy: 'standard', provider: 'standard', endpoint, now: () => now, ...options });
}

/** A job as BullMQ gives it to a processor. */
function started({ data, opts }, attemptsMade = 0) {
  return { id: opts.jobId, name: 'delivery', data: JSON.parse(JSON.stringify(data)), opts, attemptsMade };
}

/** Makes an attempt that fails, and gives its error. */
async function failure(deliveries, job) {
  const error = await deliveries.processor(job).then(() => undefined, (error) => error);
  assert.ok(error instanceof Error, 'it did not fail');
  return error;
}

/** An address of this machine where nobody listens. */
async function deserted(context) {
  const { url, close } = await inbox(context);
  await close();
  return url;
}

describe('jobs', () => {
  const { job } = parts('http://127.0.0.1');

  test('what is in one', () => {
    const made = job({ ...delivery, opts: { removeOnComplete: true, priority: 3 } });
    assert.equal(made.name, 'delivery');
    const { seed, ...data } = made.data;
    assert.deepEqual(data, { ...delivery, contentType: 'application/json', firstMs: now });
    assert.ok(Number.isSafeInteger(seed) && seed >= 0);
    const backoff = { type: 'hookwright' };
    const opts = { removeOnComplete: true, priority: 3, jobId: 'evt_1,sub_1', attempts: 10, backoff, delay: 0 };
    assert.deepEqual(made.opts, opts);
    assert.deepEqual(job({ ...delivery, name: 'user.created' }).name, 'user.created');
    assert.deepEqual(JSON.parse(JSON.stringify(made)), made, 'JSON holds all of it');
  });

  test('ids: the same for the same delivery, another for any other, and none that BullMQ refuses', () => {
    const idOf = (eventId, subscriptionId, id) => job({ ...delivery, eventId, subscriptionId, id }).opts.jobId;
    assert.equal(idOf('evt_1', 'sub_1'), idOf('evt_1', 'sub_1'));
    assert.equal(idOf('urn:x', 'a,b'), 'urn%3Ax,a%2Cb');
    assert.equal(idOf('7', '8'), '7,8');
    assert.notEqual(idOf('a,b', 'c'), idOf('a', 'b,c'));
    assert.equal(idOf('evt_1', 'sub_1', 'again:1'), 'again%3A1');
    for (const id of [idOf('a:b', '1:2:3'), idOf('é', '%'), idOf('1', '2', 'x:y')]) assert.doesNotMatch(id, /:|^\d+$/);
  });

  test('seeds: FNV-1a of the id, so that deliveries do not move in step', () => {
    const seedOf = (id) => job({ ...delivery, id }).data.seed;
    // Published values of FNV-1a with 32 bits.
    assert.deepEqual(['a', 'foobar'].map(seedOf), [0xe40c292c, 0xbf9cf968]);
    assert.equal(job(delivery).data.seed, job(delivery).data.seed);
    assert.notEqual(job(delivery).data.seed, job({ ...delivery, subscriptionId: 'sub_2' }).data.seed);
  });

  test('when the first attempt is due', () => {
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
  });

  test('as many attempts as the policy makes', () => {
    const attempts = (policy) => parts('', { policy }).job(delivery).opts.attempts;
    assert.deepEqual(['generic', 'svix', 'github'].map(attempts), [5, 8, 1]);
    const schedule = { kind: 'fixed', delayMs: 1000 };
    assert.equal(attempts({ id: 'endless', schedule }), 2 ** 31 - 1);
    // How many attempts come within a time depends on how they are drawn: the core says when it is up.
    const stop = { maxElapsedMs: 5000 };
    assert.equal(attempts({ id: 'for a while', schedule, stop, jitter: { kind: 'full' } }), 2 ** 31 - 1);
    assert.equal(attempts({ id: 'mine', schedule, stop: { ...stop, maxAttempts: 3 } }), 3);
  });

  test('what was not given right is refused', () => {
    const wrong = (changes, code) => assert.throws(() => job({ ...delivery, ...changes }), { code }, JSON.stringify(changes));
    assert.throws(() => job(), { name: 'TypeError', code: 'invalid_options' });
    wrong({ event: 'x' }, 'unknown_option');
    for (const name of ['eventId', 'subscriptionId']) {
      wrong({ [name]: undefined }, 'missing_id');
      for (const id of ['', 7, 'half \ud800']) wrong({ [name]: id }, 'invalid_id');
    }
    // BullMQ numbers jobs itself.
    for (const id of ['42', '-1', '']) wrong({ id }, 'invalid_id');
    wrong({ body: undefined }, 'missing_body');
    wrong({ body: { type: 'parsed' } }, 'parsed_body');
    wrong({ body: '\ud800' }, 'invalid_body');
    wrong({ contentType: 7 }, 'invalid_options');
    wrong({ name: 7 }, 'invalid_options');
    wrong({ due: '2026' }, 'invalid_instant');
    wrong({ opts: 7 }, 'invalid_options');
    for (const name of ['jobId', 'attempts', 'backoff', 'delay']) wrong({ opts: { [name]: 1 } }, 'invalid_options');
  });
});

test('options that make no sense are refused at once', () => {
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
  for (const name of ['endpoint', 'onDisable', 'onAttempt', 'fetch', 'now']) wrong({ [name]: 'x' }, 'invalid_options');
  for (const timeoutMs of [0, -1, NaN, 2 ** 31]) wrong({ timeoutMs }, 'invalid_duration');
  wrong({ timeoutMs: '5' }, 'invalid_duration');
  wrong({ policy: { id: 'mine', schedule: { kind: 'fixed', delayMs: 1 }, timeoutMs: 2 ** 40 } }, 'invalid_duration');
});

describe('an attempt', () => {
  test('is a signed request, and what it returns says how it was taken', async (context) => {
    const { url, requests } = await inbox(context, 202);
    const deliveries = parts(`${url}/hook?for=1`);
    assert.deepEqual(await deliveries.processor(started(deliveries.job(delivery))), { status: 202, attempt: 1 });
    const [{ method, path, headers, body }] = requests;
    const asked = [method, path, body.toString(), headers['content-type']];
    assert.deepEqual(asked, ['POST', '/hook?for=1', delivery.body, 'application/json']);
    const verdict = verify({ provider: 'standard', secrets: secret, body, headers, now });
    assert.deepEqual([verdict.ok, verdict.id, verdict.timestampMs], [true, 'evt_1', now]);
  });

  test('is signed afresh each time, with the same id', async (context) => {
    const { url, requests } = await inbox(context, 500, 200);
    let time = now;
    const deliveries = parts(url, { now: () => time });
    const job = deliveries.job(delivery);
    await failure(deliveries, started(job));
    time += 5_000;
    assert.deepEqual(await deliveries.processor(started(job, 1)), { status: 200, attempt: 2 });
    const verdicts = requests.map(({ body, headers }) =>
      verify({ provider: 'standard', secrets: secret, body, headers, now: time }),
    );
    assert.deepEqual(
      verdicts.map(({ ok, id, timestampMs }) => [ok, id, timestampMs]),
      [[true, 'evt_1', now], [true, 'evt_1', now + 5_000]],
    );
    const [first, second] = requests.map(({ headers }) => headers['webhook-signature']);
    assert.notEqual(first, second);
  });

  test('asks for the endpoint each time: its address, its secret and its headers may have changed', async (context) => {
    const [before, after] = [await inbox(context, 500), await inbox(context)];
    const asked = [];
    const newer = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
    const endpoint = async (subscriptionId, job) => {
      asked.push([subscriptionId, job.attemptsMade]);
      return job.attemptsMade === 0
        ? { url: before.url, secret, headers: new Headers({ authorization: 'Bearer one' }) }
        : {
            url: after.url,
            secret: [newer, secret],
            headers: { Authorization: 'Bearer two', 'webhook-id': 'forged', 'content-TYPE': 'text/x' },
          };
    };
    const deliveries = parts('', { endpoint });
    const job = deliveries.job(delivery);
    await failure(deliveries, started(job));
    await deliveries.processor(started(job, 1));
    assert.deepEqual(asked, [['sub_1', 0], ['sub_1', 1]]);
    assert.equal(before.requests[0].headers.authorization, 'Bearer one');
    const [{ headers, body }] = after.requests;
    const sent = [headers.authorization, headers['content-type'], headers['webhook-id']];
    assert.deepEqual(sent, ['Bearer two', 'text/x', 'evt_1']);
    for (const secrets of [newer, secret]) assert.ok(verify({ provider: 'standard', secrets, body, headers, now }).ok);
  });

  test('bytes arrive as they were', async (context) => {
    const { url, requests } = await inbox(context);
    const deliveries = parts(url);
    const body = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
    const job = started(deliveries.job({ ...delivery, body, contentType: 'application/octet-stream' }));
    assert.deepEqual([job.data.base64, typeof job.data.body], [true, 'string']);
    await deliveries.processor(job);
    const [request] = requests;
    assert.ok(request.body.equals(Buffer.from(body)));
    assert.equal(request.headers['content-type'], 'application/octet-stream');
    assert.ok(verify({ provider: 'standard', secrets: secret, body, headers: request.headers, now }).ok);
  });

  test('schemes that sign the URL, and in the URL or the body, or that are one’s own', async (context) => {
    const signature = { header: 'Acme-Signature' };
    const own = { id: 'acme/v1', algorithm: 'hmac-sha256', content: '{method}{url}{body}', signature };
    const changed = { ...own };
    const cases = [
      [{ scheme: own }, { scheme: changed }, 'acme', delivery.body],
      [{ provider: 'pandadoc' }, { provider: 'pandadoc' }, 'key', '[]'],
      [{ provider: 'mailgun' }, { provider: 'mailgun' }, 'key-1', '{"event-data":{"id":"e"}}'],
    ];
    for (const [signer, given, key, body] of cases) {
      const { url, requests } = await inbox(context);
      const endpoint = () => ({ url: `${url}/hook`, secret: key });
      const deliveries = parts('', { provider: undefined, ...given, endpoint });
      // Too late: it counts as it was.
      changed.content = '{body}';
      await deliveries.processor(started(deliveries.job({ ...delivery, body })));
      const [{ method, path, headers, body: arrived }] = requests;
      const verdict = verify({ ...signer, secrets: key, body: arrived, headers, url: `${url}${path}`, method, now });
      assert.ok(verdict.ok, `${JSON.stringify(signer)}: ${verdict.code}`);
    }
  });

  test('sends through the `fetch` that was given', async () => {
    const asked = [];
    const fetch = async (url, options) => {
      asked.push([url, options.method, options.redirect]);
      return new Response(null, { status: 204 });
    };
    const deliveries = parts('https://receiver.example/', { fetch });
    assert.deepEqual(await deliveries.processor(started(deliveries.job(delivery))), { status: 204, attempt: 1 });
    assert.deepEqual(asked, [['https://receiver.example/', 'POST', 'manual']]);
  });
});

describe('an attempt that fails', () => {
  test('says what comes after it, as the core does, and BullMQ waits as long', async (context) => {
    const { url, answers } = await inbox(context);
    const deliveries = parts(url);
    const job = deliveries.job(delivery);
    for (const [attempt, status] of [[1, 500], [2, 404], [3, 302], [4, 429], [9, 504]]) {
      answers.push({ status, headers: { location: 'http://127.0.0.1:1/' } });
      const error = await failure(deliveries, started(job, attempt - 1));
      assert.ok(error instanceof DeliveryError);
      assert.deepEqual([error.name, error.attempt, error.status, error.error], ['DeliveryError', attempt, status, null]);
      const { seed, firstMs } = job.data;
      const next = nextAttempt({ policy: 'standard', attempt, outcome: { status }, first: firstMs, seed, now });
      assert.deepEqual(error.next, next);
      assert.equal(error.message, `attempt ${attempt}: ${status}; next in ${next.delayMs} ms`);
      assert.equal(deliveries.backoffStrategy(attempt, 'hookwright', error, started(job, attempt - 1)), next.delayMs);
    }
  });

  test('heeds Retry-After, in seconds and as a date', async (context) => {
    const date = new Date(now + 90_000).toUTCString();
    const later = { status: 429, headers: { 'Retry-After': '120' } };
    const { url } = await inbox(context, later, { status: 503, headers: { 'retry-after': date } });
    const deliveries = parts(url);
    const job = started(deliveries.job(delivery));
    for (const [delayMs, throttled] of [[120_000, true], [90_000, false]]) {
      const error = await failure(deliveries, job);
      assert.deepEqual([error.next.action, error.next.delayMs, error.next.throttled], ['retry', delayMs, throttled]);
      assert.equal(deliveries.backoffStrategy(1, 'hookwright', error, job), delayMs);
    }
  });

  test('ends the delivery where the policy says so', async (context) => {
    const { url } = await inbox(context, 500, { status: 500, headers: { 'X-Slack-No-Retry': '1' } }, 500);
    const short = { id: 'short', schedule: { kind: 'fixed', delayMs: 5_000 }, stop: { maxElapsedMs: 4_000 } };
    const ends = [
      [parts(url), 9, 'attempts'],
      [parts(url, { policy: 'slack' }), 0, 'header'],
      [parts(url, { policy: short }), 0, 'elapsed'],
    ];
    for (const [deliveries, attemptsMade, reason] of ends) {
      const job = started(deliveries.job(delivery), attemptsMade);
      const error = await failure(deliveries, job);
      assert.deepEqual([error.name, error.next], ['UnrecoverableError', { action: 'stop', reason }]);
      assert.equal(error.message, `attempt ${attemptsMade + 1}: 500; stop: ${reason}`);
      assert.equal(deliveries.backoffStrategy(attemptsMade + 1, 'hookwright', error, job), -1);
    }
  });

  test('at the last attempt that the job was made for, says that it is the last', async (context) => {
    const { url } = await inbox(context, 500, 500);
    const job = parts(url, { policy: 'generic' }).job(delivery);
    const longer = parts(url, { policy: 'standard' });
    assert.equal((await failure(longer, started(job, 3))).next.action, 'retry');
    const error = await failure(longer, started(job, 4));
    assert.deepEqual([error.name, error.next], ['UnrecoverableError', { action: 'stop', reason: 'attempts' }]);
  });

  test('with 410 gives up the endpoint, and tells so before the delivery ends', async (context) => {
    const { url, requests } = await inbox(context, 410, 410, 410);
    const told = [];
    const onDisable = async (...given) => {
      told.push(given);
      if (told.length === 1) throw new Error('the database is down');
    };
    const deliveries = parts(url, { onDisable });
    const job = started(deliveries.job(delivery));
    const first = await failure(deliveries, job);
    assert.equal(first.message, 'the database is down');
    assert.equal(deliveries.backoffStrategy(1, 'hookwright', first, job), 5_000, 'it is told again');
    const second = await failure(deliveries, job);
    assert.deepEqual([second.name, second.status], ['UnrecoverableError', 410]);
    assert.deepEqual(second.next, { action: 'disable', reason: 'status' });
    assert.deepEqual(told, [['sub_1', 'status'], ['sub_1', 'status']]);
    const untold = parts(url);
    assert.equal((await failure(untold, started(untold.job(delivery)))).next.action, 'disable');
    assert.equal(requests.length, 3);
  });

  test('where the endpoint is gone or switched off, sends nothing and ends the delivery', async (context) => {
    const { url, requests } = await inbox(context);
    for (const [found, reason] of [
      [undefined, 'endpoint_gone'],
      [null, 'endpoint_gone'],
      [{ url, secret, active: false }, 'endpoint_inactive'],
    ]) {
      const deliveries = parts('', { endpoint: () => found });
      const error = await failure(deliveries, started(deliveries.job(delivery), 2));
      assert.deepEqual([error.name, error.next, error.status], ['UnrecoverableError', { action: 'stop', reason }, null]);
      assert.equal(error.message, `attempt 3: nothing sent; stop: ${reason}`);
    }
    assert.equal(requests.length, 0);
  });

  test('where there is no answer, says why', async (context) => {
    const { url } = await inbox(context, () => {}, (response) => response.destroy());
    const secure = url.replace('http:', 'https:');
    const refused = await deserted(context);
    const unknown = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } });
    const cases = [
      [parts(url, { timeoutMs: 50 }), 'timeout'],
      [parts(url), 'connection'],
      [parts(refused), 'connection'],
      [parts(secure), 'tls'],
      [parts('http://receiver.invalid/', { fetch: () => Promise.reject(unknown) }), 'dns'],
    ];
    for (const [deliveries, kind] of cases) {
      const error = await failure(deliveries, started(deliveries.job(delivery)));
      assert.deepEqual([error.name, error.status, error.error], ['DeliveryError', null, kind]);
      assert.equal(error.message, `attempt 1: ${kind}; next in 5000 ms`);
    }
  });

  test('waits for an answer as long as the policy says', async (context) => {
    const { url } = await inbox(context, () => {});
    const policy = { id: 'hasty', schedule: { kind: 'fixed', delayMs: 7 }, timeoutMs: 30 };
    const deliveries = parts(url, { policy });
    assert.equal((await failure(deliveries, started(deliveries.job(delivery)))).error, 'timeout');
  });

  test('on the sender’s own side, is made again by the schedule, whatever the policy makes of answers', async () => {
    const down = new Error('the database is down');
    // By this policy nothing is tried again, and a jitter is drawn.
    const reading = { statuses: [{ from: 100, to: 999, means: 'stop' }], noAnswer: 'stop' };
    const policy = { ...provider('standard').policy, id: 'mine', reading, jitter: { kind: 'equal' } };
    const fail = () => {
      throw down;
    };
    const broken = [
      [() => Promise.reject(down), down.message],
      [fail, down.message],
      [() => ({ url: 'http://127.0.0.1/' }), /^`secret` is undefined;/],
      [() => ({ secret }), /^`endpoint` gave no `url`/],
      [() => ({ url: 'data:text/plain,ok', secret }), /^`endpoint` gave no `url`/],
    ];
    for (const [endpoint, message] of broken) {
      const deliveries = parts('', { policy, endpoint });
      const made = deliveries.job(delivery);
      const plan = planRetries({ policy, seed: made.data.seed }).attempts;
      const waits = [];
      for (let attempt = 1; attempt <= plan.length; attempt += 1) {
        const job = started(made, attempt - 1);
        const error = await failure(deliveries, job);
        assert.match(error.message, new RegExp(message));
        assert.notEqual(error.name, 'UnrecoverableError');
        waits.push(deliveries.backoffStrategy(attempt, 'hookwright', error, job));
      }
      assert.deepEqual(waits, [...plan.slice(1).map(({ delayMs }) => delayMs), -1]);
    }
  });

  test('a job of somebody else’s ends at once', async () => {
    const deliveries = parts('http://127.0.0.1/');
    for (const data of [undefined, null, {}, { eventId: 'evt_1' }, { ...deliveries.job(delivery).data, seed: 'x' }]) {
      const error = await failure(deliveries, { id: '1', data, opts: {}, attemptsMade: 0 });
      assert.deepEqual([error.name, error.code], ['UnrecoverableError', 'invalid_data']);
    }
  });

  test('is broken off when BullMQ says so, before and while it waits', async (context) => {
    let waiting;
    const arrived = new Promise((resolve) => (waiting = resolve));
    const { url, requests } = await inbox(context, () => waiting());
    const deliveries = parts(url);
    const job = started(deliveries.job(delivery));
    const stop = new AbortController();
    const attempt = deliveries.processor(job, 'token', stop.signal);
    await arrived;
    stop.abort();
    await assert.rejects(attempt, { name: 'Error', message: 'attempt 1 was broken off' });
    await assert.rejects(deliveries.processor(job, 'token', stop.signal), { message: 'attempt 1 was broken off' });
    assert.equal(requests.length, 1);
    assert.equal(deliveries.processor.length, 3, 'BullMQ gives a signal only to whom takes three arguments');
  });
});

describe('the strategy', () => {
  const deliveries = parts('http://127.0.0.1/');

  test('is that of the schedule, where it knows nothing but the number', () => {
    const plan = planRetries({ policy: 'standard' }).attempts;
    const waits = plan.map(({ number }) => deliveries.backoffStrategy(number));
    assert.deepEqual(waits, [...plan.slice(1).map(({ delayMs }) => delayMs), -1]);
  });

  test('ends by the time that has passed since the first attempt was due', () => {
    const policy = { id: 'mine', schedule: { kind: 'fixed', delayMs: 1_000 }, stop: { maxElapsedMs: 10_000 } };
    const later = parts('', { policy, now: () => now + 9_000 }).backoffStrategy;
    const latest = parts('', { policy, now: () => now + 9_001 }).backoffStrategy;
    const job = started(deliveries.job(delivery));
    assert.deepEqual([later(3, 'hookwright', new Error(), job), latest(3, 'hookwright', new Error(), job)], [1_000, -1]);
  });

  test('does not throw, whatever BullMQ has: a job that it throws for would stay active', () => {
    for (const job of [undefined, {}, { data: null }, { data: 'text' }, { data: { firstMs: NaN } }]) {
      for (const error of [undefined, null, 'text', new Error()]) {
        assert.equal(deliveries.backoffStrategy(1, undefined, error, job), 5_000);
      }
    }
  });

  test('is in the options for workers, with stalls that cost nothing', () => {
    const { settings, maxStalledCount } = deliveries.workerOptions;
    assert.equal(settings.backoffStrategy, deliveries.backoffStrategy);
    assert.equal(maxStalledCount, Number.MAX_SAFE_INTEGER);
  });
});

test('each attempt is reported, and what the report throws does not count', async (context) => {
  const { url } = await inbox(context, 503, 200, 200, 200);
  const reports = [];
  let time = now;
  const deliveries = parts(url, { onAttempt: (report) => reports.push(report), now: () => (time += 10) });
  const job = deliveries.job(delivery);
  await failure(deliveries, started(job));
  await deliveries.processor(started(job, 1));
  const common = { eventId: 'evt_1', subscriptionId: 'sub_1', jobId: 'evt_1,sub_1', error: null };
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

test('no secret, address or header is in a job, in an error or in a report', async (context) => {
  const { url } = await inbox(context, 500, 410, () => {});
  const authorization = 'Bearer 4f1c99e0';
  const endpoint = () => ({ url: `${url}/path-7d20`, secret, headers: { authorization } });
  const reports = [];
  const deliveries = parts('', { endpoint, timeoutMs: 50, onAttempt: (report) => void reports.push(report) });
  const job = deliveries.job(delivery);
  const errors = [];
  for (let times = 0; times < 3; times += 1) errors.push(await failure(deliveries, started(job)));
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
  for (const hidden of [secret, secret.slice(6), 'whsec_', '4f1c99e0', 'path-7d20', 'v1,']) assert.ok(!text.includes(hidden), hidden);
});
