// Attempts of the processor on a real receiver, without BullMQ.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import test, { describe } from 'node:test';
import { nextAttempt, planRetries, provider, verify } from 'hookwright';
import { DeliveryError } from 'hookwright/bullmq';
import { inbox } from './api.mjs';
import { delivery, deserted, failure, now, parts, secret, silence, started } from './bullmq.mjs';

describe('an attempt', () => {
  test('is a signed request, and returns its status', async (context) => {
    const { url, requests } = await inbox(context, 202);
    const deliveries = parts(`${url}/hook?for=1`);
    assert.deepEqual(await deliveries.processor(started(deliveries.job(delivery))), { status: 202, attempt: 1 });
    const [{ method, path, headers, body }] = requests;
    const asked = [method, path, body.toString(), headers['content-type']];
    assert.deepEqual(asked, ['POST', '/hook?for=1', delivery.body, 'application/json']);
    const verdict = verify({ provider: 'standard', secrets: secret, body, headers, now });
    assert.deepEqual([verdict.ok, verdict.id, verdict.timestampMs], [true, 'evt_1', now]);
  });

  test('has a new signature and the same id each time', async (context) => {
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
      [
        [true, 'evt_1', now],
        [true, 'evt_1', now + 5_000],
      ],
    );
    const [first, second] = requests.map(({ headers }) => headers['webhook-signature']);
    assert.notEqual(first, second);
  });

  test('looks up the address, secret and headers of the endpoint each time', async (context) => {
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
    assert.deepEqual(asked, [
      ['sub_1', 0],
      ['sub_1', 1],
    ]);
    assert.equal(before.requests[0].headers.authorization, 'Bearer one');
    const [{ headers, body }] = after.requests;
    const sent = [headers.authorization, headers['content-type'], headers['webhook-id']];
    assert.deepEqual(sent, ['Bearer two', 'text/x', 'evt_1']);
    for (const secrets of [newer, secret]) assert.ok(verify({ provider: 'standard', secrets, body, headers, now }).ok);
  });

  test('sends bytes without changes', async (context) => {
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

  test('signs with custom schemes, and with schemes that sign the URL or put the signature into the URL or the body', async (context) => {
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
      // Changing the scheme afterwards has no effect.
      changed.content = '{body}';
      await deliveries.processor(started(deliveries.job({ ...delivery, body })));
      const [{ method, path, headers, body: arrived }] = requests;
      const verdict = verify({ ...signer, secrets: key, body: arrived, headers, url: `${url}${path}`, method, now });
      assert.ok(verdict.ok, `${JSON.stringify(signer)}: ${verdict.code}`);
    }
  });

  test('succeeds by its status, whatever body and headers a custom `fetch` returns', async (_context) => {
    const locked = new Response('taken').body;
    locked.getReader();
    const broken = new ReadableStream({ pull: () => Promise.reject(new Error('hung up')) });
    const stream = Readable.from(['a', 'b']);
    const texts = new ReadableStream({ pull: (controller) => controller.enqueue('text') });
    for (const body of [undefined, null, 'text', {}, stream, locked, broken, texts]) {
      for (const headers of [new Headers(), {}, undefined, null, 7]) {
        const deliveries = parts('http://receiver.example/', { fetch: async () => ({ status: 201, body, headers }) });
        const delivered = await deliveries.processor(started(deliveries.job(delivery)));
        assert.deepEqual(delivered, { status: 201, attempt: 1 });
      }
    }
    assert.ok(stream.destroyed, 'the stream still holds its connection');
    // Reading a body without end is limited by the timeout.
    const endless = new Response(new ReadableStream({}));
    const deliveries = parts('http://receiver.example/', { timeoutMs: 20, fetch: async () => endless });
    assert.equal((await deliveries.processor(started(deliveries.job(delivery)))).status, 200);
    const later = { status: 503, headers: { 'retry-after': '120' } };
    const plain = parts('http://receiver.example/', { fetch: async () => later });
    assert.equal((await failure(plain, started(plain.job(delivery)))).next.delayMs, 120_000);
  });

  test('uses the given `fetch`', async () => {
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
  test('is followed by the action of the core, and BullMQ waits as long', async (context) => {
    const { url, answers } = await inbox(context);
    const deliveries = parts(url);
    const job = deliveries.job(delivery);
    for (const [attempt, status] of [
      [1, 500],
      [2, 404],
      [3, 302],
      [4, 429],
      [9, 504],
    ]) {
      answers.push({ status, headers: { location: 'http://127.0.0.1:1/' } });
      const error = await failure(deliveries, started(job, attempt - 1));
      assert.ok(error instanceof DeliveryError);
      assert.deepEqual(
        [error.name, error.attempt, error.status, error.error],
        ['DeliveryError', attempt, status, null],
      );
      const { seed, firstMs } = job.data;
      const next = nextAttempt({ policy: 'standard', attempt, outcome: { status }, first: firstMs, seed, now });
      assert.deepEqual(error.next, next);
      assert.equal(error.message, `attempt ${attempt}: ${status}; next in ${next.delayMs} ms`);
      assert.equal(deliveries.backoffStrategy(attempt, 'hookwright', error, started(job, attempt - 1)), next.delayMs);
    }
  });

  test('respects Retry-After in seconds and as a date', async (context) => {
    const date = new Date(now + 90_000).toUTCString();
    const later = { status: 429, headers: { 'Retry-After': '120' } };
    const { url } = await inbox(context, later, { status: 503, headers: { 'retry-after': date } });
    const deliveries = parts(url);
    const job = started(deliveries.job(delivery));
    for (const [delayMs, throttled] of [
      [120_000, true],
      [90_000, false],
    ]) {
      const error = await failure(deliveries, job);
      assert.deepEqual([error.next.action, error.next.delayMs, error.next.throttled], ['retry', delayMs, throttled]);
      assert.equal(deliveries.backoffStrategy(1, 'hookwright', error, job), delayMs);
    }
  });

  test('ends the delivery if the policy says so', async (context) => {
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

  test('ends the delivery at the last attempt of the job', async (context) => {
    const { url } = await inbox(context, 500, 500);
    const job = parts(url, { policy: 'generic' }).job(delivery);
    const longer = parts(url, { policy: 'standard' });
    assert.equal((await failure(longer, started(job, 3))).next.action, 'retry');
    const error = await failure(longer, started(job, 4));
    assert.deepEqual([error.name, error.next], ['UnrecoverableError', { action: 'stop', reason: 'attempts' }]);
  });

  test('with 410 calls `onDisable` before the delivery ends', async (context) => {
    const { url, requests } = await inbox(context, 410, 410, 410);
    const disabled = [];
    const reports = [];
    const onDisable = async (...given) => {
      disabled.push(given);
      assert.deepEqual(reports, [], 'reported before `onDisable` has succeeded');
      if (disabled.length === 1) throw new Error('the database is down');
    };
    // This also holds for the last attempt.
    const reading = provider('standard').policy.reading;
    const once = { id: 'once', schedule: { kind: 'table', delaysMs: [0] }, reading };
    const single = parts(url, { policy: once, onDisable, onAttempt: (report) => reports.push(report) });
    assert.equal(single.job(delivery).opts.attempts, 1);
    const job = started(single.job(delivery));
    const first = await failure(single, job);
    assert.deepEqual([first.name, first.message], ['DelayedError', 'attempt 1 is deferred']);
    assert.deepEqual(job.moved, [[now + 60_000, 'token']]);
    const second = await failure(single, job);
    assert.deepEqual([second.name, second.status], ['UnrecoverableError', 410]);
    assert.deepEqual(second.next, { action: 'disable', reason: 'status' });
    assert.deepEqual(disabled, [
      ['sub_1', 'status'],
      ['sub_1', 'status'],
    ]);
    assert.deepEqual(
      reports.map(({ attempt, status, next }) => [attempt, status, next]),
      [[1, 410, second.next]],
    );
    const silent = parts(url);
    assert.equal((await failure(silent, started(silent.job(delivery)))).next.action, 'disable');
    assert.equal(requests.length, 3);
  });

  test('sends nothing and ends the delivery if the endpoint is missing or inactive', async (context) => {
    const { url, requests } = await inbox(context);
    for (const [found, reason] of [
      [undefined, 'endpoint_gone'],
      [null, 'endpoint_gone'],
      [{ url, secret, active: false }, 'endpoint_inactive'],
    ]) {
      const deliveries = parts('', { endpoint: () => found });
      const error = await failure(deliveries, started(deliveries.job(delivery), 2));
      assert.deepEqual(
        [error.name, error.next, error.status],
        ['UnrecoverableError', { action: 'stop', reason }, null],
      );
      assert.equal(error.message, `attempt 3: nothing sent; stop: ${reason}`);
    }
    assert.equal(requests.length, 0);
  });

  test('without a response states the reason', async (context) => {
    const { url } = await inbox(context, (response) => response.destroy());
    const secure = url.replace('http:', 'https:');
    const refused = await deserted(context);
    const unknown = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } });
    const cases = [
      [parts(url, { timeoutMs: 20, fetch: silence().fetch }), 'timeout'],
      [parts(url, { timeoutMs: 20, fetch: () => new Promise(() => {}) }), 'timeout'],
      [parts(url), 'connection'],
      [parts(refused), 'connection'],
      [parts(secure), 'tls'],
      [parts('http://receiver.invalid/', { fetch: () => Promise.reject(unknown) }), 'dns'],
      // Invalid results of a custom `fetch`.
      ...[1000, 0, 99, 200.5, NaN, '200', undefined].map((status) => [
        parts('http://receiver.example/', { fetch: async () => ({ status, headers: new Headers(), body: null }) }),
        'connection',
      ]),
      [parts('http://receiver.example/', { fetch: async () => undefined }), 'connection'],
    ];
    for (const [deliveries, kind] of cases) {
      const error = await failure(deliveries, started(deliveries.job(delivery)));
      assert.deepEqual([error.name, error.status, error.error], ['DeliveryError', null, kind]);
      assert.equal(error.message, `attempt 1: ${kind}; next in 5000 ms`);
    }
  });

  test('waits for a response as long as the policy says', async (context) => {
    const { url } = await inbox(context, () => {});
    const policy = { id: 'hasty', schedule: { kind: 'fixed', delayMs: 7 }, timeoutMs: 30 };
    const deliveries = parts(url, { policy });
    assert.equal((await failure(deliveries, started(deliveries.job(delivery)))).error, 'timeout');
  });

  test('for an invalid endpoint is retried by the schedule, whatever the policy says about responses', async () => {
    // This policy does not retry after any response, and has jitter.
    const reading = { statuses: [{ from: 100, to: 999, means: 'stop' }], noAnswer: 'stop' };
    const policy = { ...provider('standard').policy, id: 'mine', reading, jitter: { kind: 'equal' } };
    const url = 'http://127.0.0.1/';
    const field = (name, value) => ({ url, secret, headers: { [name]: value } });
    const given = [
      [{ url }, 'missing_secret', /^`secret` is undefined;/],
      [{ secret }, 'missing_url', /^`url` of the endpoint must begin/],
      [{ url: 'data:text/plain,ok', secret }, 'missing_url', /^`url` of the endpoint must begin/],
      ['http://127.0.0.1/', 'missing_url', /^`url` of the endpoint must begin/],
      [{ url: 'https://user:SENTINEL@receiver.example/', secret }, 'invalid_url', /user name or password/],
      [{ url: 'https://SENTINEL@receiver.example/', secret }, 'invalid_url', /user name or password/],
      [field('X-Token', 'SENTINEL\nX-Evil: 1'), 'invalid_headers', /line break/],
      [field('X-Token', 'SENTINEL\n'), 'invalid_headers', /line break/],
      [field('X-Token', 'SENTINEL €'), 'invalid_headers', /Latin-1/],
      [field('X Token', 'SENTINEL'), 'invalid_headers', /name/],
      ...['Connection', 'Transfer-Encoding', 'content-length', 'HOST', 'Keep-Alive', 'Upgrade', 'Expect', 'TE'].map(
        (name) => [field(name, 'SENTINEL'), 'invalid_headers', new RegExp(`\`${name}\``)],
      ),
    ];
    for (const [found, code, message] of given) {
      const fetch = () => assert.fail('nothing may be sent');
      const deliveries = parts('', { policy, endpoint: () => found, fetch });
      const made = deliveries.job(delivery);
      const plan = planRetries({ policy, seed: made.data.seed }).attempts;
      const waits = [];
      for (let attempt = 1; attempt <= plan.length; attempt += 1) {
        const job = started(made, attempt - 1);
        const error = await failure(deliveries, job);
        assert.match(error.message, message);
        assert.doesNotMatch(error.stack, /SENTINEL/);
        assert.deepEqual([error.name, error.code, job.moved], ['TypeError', code, []]);
        waits.push(deliveries.backoffStrategy(attempt, 'hookwright', error, job));
      }
      assert.deepEqual(waits, [...plan.slice(1).map(({ delayMs }) => delayMs), -1]);
    }
  });

  test('for a secret with a line break is a failure of the endpoint and not of the receiver', async () => {
    const signature = { header: 'X-Token', encoding: 'text' };
    const scheme = { id: 'acme/token', algorithm: 'token', content: '', signature };
    const endpoint = () => ({ url: 'http://127.0.0.1/', secret: 'SENTINEL\nX-Evil: 1' });
    const deliveries = parts('', { provider: undefined, scheme, endpoint, fetch: () => assert.fail('sent') });
    const error = await failure(deliveries, started(deliveries.job(delivery)));
    assert.equal(error.code, 'invalid_headers');
    assert.doesNotMatch(error.stack, /SENTINEL/);
  });

  test('fails a job with data of another origin immediately', async () => {
    const deliveries = parts('http://127.0.0.1/');
    const { data: good } = deliveries.job(delivery);
    const wrong = [
      ...['x', -1, 0.5, undefined].map((seed) => ({ seed })),
      ...[NaN, 1e300, null].map((firstMs) => ({ firstMs })),
      ...[false, 1, 'true'].map((base64) => ({ base64 })),
      ...['*', 'YQ', 'YQ=', 'Y===', 'YQ==YQ==', 'YQ =', '===='].map((body) => ({ body, base64: true })),
      { body: 7 },
    ];
    for (const data of [
      undefined,
      null,
      {},
      { eventId: 'evt_1' },
      ...wrong.map((changes) => ({ ...good, ...changes })),
    ]) {
      const error = await failure(deliveries, { id: '1', data, opts: {}, attemptsMade: 0 });
      assert.deepEqual([error.name, error.code], ['UnrecoverableError', 'invalid_data'], JSON.stringify(data));
    }
  });
});

describe('a deferred attempt', () => {
  const down = new Error('SENTINEL: the database is down');
  const fail = () => {
    throw down;
  };

  test('calls `onDeferred` and does not count if the sender’s own code failed', async () => {
    const policy = { id: 'mine', schedule: { kind: 'table', delaysMs: [0, 40, 0, 30] }, jitter: { kind: 'equal' } };
    const throwing = {
      get url() {
        return fail();
      },
      secret,
    };
    const failing = [
      () => Promise.reject(down),
      fail,
      () => throwing,
      () => ({ url: 'http://127.0.0.1/', secret, headers: { [Symbol.iterator]: fail } }),
      () => ({ url: 'http://127.0.0.1/', secret, headers: { forEach: fail } }),
    ];
    for (const endpoint of failing) {
      const deferrals = [];
      const onDeferred = (deferral) => {
        deferrals.push(deferral);
        return fail();
      };
      const deliveries = parts('', {
        policy,
        endpoint,
        onDeferred,
        onAttempt: () => assert.fail('the attempt has not ended'),
      });
      const made = deliveries.job(delivery);
      const plan = planRetries({ policy, seed: made.data.seed }).attempts;
      const waits = [];
      for (let attempt = 1; attempt <= plan.length; attempt += 1) {
        const job = started(made, attempt - 1);
        const error = await failure(deliveries, job);
        assert.deepEqual([error.name, error.message], ['DelayedError', `attempt ${attempt} is deferred`]);
        assert.ok(!Object.values({ ...error }).includes(down) && error.cause === undefined);
        const [[untilMs, token]] = job.moved;
        const common = { eventId: 'evt_1', subscriptionId: 'sub_1', jobId: 'evt_1,sub_1' };
        assert.deepEqual(deferrals.at(-1), { ...common, attempt, error: down, untilMs });
        assert.deepEqual([job.moved.length, token, deferrals.length], [1, 'token', attempt]);
        waits.push(untilMs - now);
      }
      // A minute if the schedule has no delay or is over.
      assert.deepEqual(waits, [plan[1].delayMs, 60_000, plan[3].delayMs, 60_000]);
    }
  });

  test('waits for the next time of a policy that counts from the first attempt, and then for a minute', async () => {
    const policy = { id: 'mine', schedule: { kind: 'table', delaysMs: [0, 1_000, 5_000] }, anchor: 'since-first' };
    let time = now;
    const deliveries = parts('', { policy, endpoint: fail, now: () => time });
    const job = started(deliveries.job(delivery));
    for (const passedMs of [0, 400, 1_000, 9_000]) {
      time = now + passedMs;
      await failure(deliveries, job);
    }
    const waits = [now + 1_000, now + 1_000, now + 61_000, now + 69_000];
    assert.deepEqual(
      job.moved.map(([untilMs]) => untilMs),
      waits,
    );
  });

  test('is repeated immediately if BullMQ aborted it, before or during the request', async () => {
    const ignoring = {
      fetch: () => {
        ignoring.ask();
        return new Promise(() => {});
      },
    };
    ignoring.asked = new Promise((resolve) => (ignoring.ask = resolve));
    for (const { fetch, asked } of [silence(), ignoring]) {
      const deferrals = [];
      const deliveries = parts('http://receiver.example/', {
        fetch,
        onDeferred: (deferral) => deferrals.push(deferral),
        onAttempt: () => assert.fail('the attempt has not ended'),
      });
      const job = started(deliveries.job(delivery));
      const stop = new AbortController();
      const attempt = failure(deliveries, job, stop.signal);
      await asked;
      stop.abort();
      assert.equal((await attempt).name, 'DelayedError');
      assert.equal((await failure(deliveries, job, stop.signal)).name, 'DelayedError');
      assert.deepEqual(job.moved, [
        [now, 'token'],
        [now, 'token'],
      ]);
      const messages = deferrals.map(({ error, untilMs }) => [error.message, untilMs]);
      assert.deepEqual(messages, [
        ['attempt 1 was aborted', now],
        ['attempt 1 was aborted', now],
      ]);
      assert.equal(deliveries.processor.length, 3, 'BullMQ passes a signal only to functions with three parameters');
    }
  });

  test('does not fail if the job cannot be moved: BullMQ repeats it as after the death of a worker', async () => {
    const deliveries = parts('', { endpoint: fail });
    const job = {
      ...started(deliveries.job(delivery)),
      moveToDelayed: () => Promise.reject(new Error('Missing lock')),
    };
    const error = await failure(deliveries, job);
    assert.deepEqual([error.name, error.message], ['DelayedError', 'attempt 1 is deferred']);
  });
});
