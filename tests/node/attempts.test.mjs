// `beginAttempt` and `settleAttempt`, with the test as the driver and the storage.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import {
  beginAttempt,
  generateSecret,
  nextAttempt,
  planRetries,
  provider,
  settleAttempt,
  sign,
  startDelivery,
  verify,
} from 'hookwright';
import { hook, inbox, start } from './api.mjs';

const now = Date.parse('2026-01-15T12:00:00Z');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"type":"user.created","name":"Zoë"}';
const policy = 'standard';
const endpoint = { url: 'https://receiver.example/hook', secret };
const fresh = (changes) => startDelivery({ policy, due: now, ...changes });
const begin = (progress, changes) =>
  beginAttempt({ provider: 'standard', policy, progress, eventId: 'evt_1', body, endpoint, now, ...changes });
const settle = (progress, outcome, changes) => settleAttempt({ policy, progress, outcome, now, ...changes });
const fields = ({ request }) => new Headers(request.headers);

describe('a delivery', () => {
  test('is attempted by its policy until the receiver accepts it, with the same id and new signatures', () => {
    let progress = fresh({ seed: 7 });
    const signatures = new Set();
    for (const [status, attempt] of [
      [500, 1],
      [429, 2],
      [204, 3],
    ]) {
      const at = progress.dueMs;
      const { number, request, timeoutMs, progress: begun } = begin(progress, { now: at });
      assert.deepEqual([number, timeoutMs, begun.state], [attempt, 15_000, 'attempting']);
      const headers = Object.fromEntries(request.headers);
      const verdict = verify({ provider: 'standard', secrets: secret, body: request.body, headers, now: at });
      assert.deepEqual([verdict.ok, verdict.id], [true, 'evt_1']);
      signatures.add(headers['webhook-signature']);
      const settled = settle(begun, { status }, { now: at });
      const outcome = { policy, attempt, outcome: { status }, first: now, seed: 7, now: at };
      assert.deepEqual(settled.next, nextAttempt(outcome));
      progress = settled.progress;
    }
    assert.equal(signatures.size, 3);
    assert.deepEqual(progress, { seed: 7, firstMs: now, attempts: 3, state: 'succeeded', atMs: progress.atMs });
  });

  test('that always fails has the planned attempts, even if each step runs in another process', () => {
    const jittered = { id: 'mine', schedule: { kind: 'table', delaysMs: [700, 40, 9_000] }, jitter: { kind: 'full' } };
    for (const [given, seed] of [
      ['svix-server', 11],
      [jittered, 12],
      [jittered, 13],
    ]) {
      const store = (progress) => JSON.parse(JSON.stringify(progress));
      let progress = store(startDelivery({ policy: given, due: now, seed }));
      const times = [];
      while (progress.dueMs !== undefined) {
        const at = progress.dueMs;
        times.push(at);
        const begun = store(begin(progress, { policy: given, now: at }).progress);
        progress = store(settle(begun, { status: 500 }, { policy: given, now: at }).progress);
      }
      const plan = planRetries({ policy: given, start: now, seed }).attempts;
      assert.deepEqual(
        times,
        plan.map(({ atMs }) => atMs),
      );
      assert.deepEqual([progress.state, progress.reason, progress.attempts], ['failed', 'attempts', plan.length]);
    }
  });

  test('repeats an attempt with the same number from the stored progress after a worker has died', () => {
    const { progress: stored } = settle(begin(fresh()).progress, { status: 503 });
    const lost = begin(stored, { now: stored.dueMs });
    const again = begin(stored, { now: stored.dueMs + 60_000 });
    assert.deepEqual([lost.number, again.number], [2, 2]);
    assert.equal(fields(lost).get('webhook-id'), fields(again).get('webhook-id'));
    assert.deepEqual(settle(again.progress, { status: 200 }).progress.state, 'succeeded');
  });

  test('ends if the response disables the endpoint or stops the delivery', () => {
    const gone = settle(begin(fresh()).progress, { status: 410 });
    assert.deepEqual([gone.reaction, gone.next], ['disable', { action: 'disable', reason: 'status' }]);
    assert.deepEqual([gone.progress.state, gone.progress.reason], ['disabled', 'asked']);
    const slack = { policy: 'slack' };
    const answered = settle(
      begin(fresh(), slack).progress,
      { status: 500, headers: { 'X-Slack-No-Retry': '1' } },
      slack,
    );
    assert.deepEqual([answered.progress.state, answered.progress.reason], ['failed', 'header']);
  });

  test('waits as long as `Retry-After` says', () => {
    const headers = new Headers({ 'Retry-After': '120' });
    const { next, reaction } = settle(begin(fresh()).progress, { status: 429, headers });
    assert.deepEqual([next.atMs, next.throttled, reaction], [now + 120_000, true, 'throttle']);
  });

  test('is sent by `fetch` without changes to the request', async (context) => {
    const receiver = await inbox(context, 202);
    const { request } = begin(fresh(), { endpoint: { url: `${receiver.url}/hook?a=1`, secret } });
    const { url, ...init } = request;
    assert.equal((await fetch(url, init)).status, 202);
    const [{ method, path, headers, body: arrived }] = receiver.requests;
    assert.deepEqual([method, path, headers['content-type']], ['POST', '/hook?a=1', 'application/json']);
    assert.ok(verify({ provider: 'standard', secrets: secret, body: arrived, headers, now }).ok);
  });
});

describe('a request', () => {
  test('is the one that createService sends', async (context) => {
    const receiver = await inbox(context);
    const { service, ask } = await start(context, { provider: 'generic', now });
    const { secret: own } = await hook(ask, receiver.url);
    const { eventId } = service.emit({ type: 'user.created' });
    await service.advance(0);
    const [sent] = receiver.requests;
    const attempt = beginAttempt({
      provider: 'generic',
      policy: 'generic',
      progress: startDelivery({ policy: 'generic', due: now }),
      eventId,
      body: sent.body,
      endpoint: { url: `${receiver.url}/`, secret: own },
      now,
    });
    for (const [name, value] of attempt.request.headers) assert.equal(sent.headers[name.toLowerCase()], value, name);
    assert.deepEqual(
      attempt.request.headers.map(([name]) => name),
      ['Content-Type', 'X-Webhook-Signature'],
    );
  });

  test('has each header once: those of the endpoint replace the content type, and those of the signature replace both', () => {
    const headers = [
      ['X-Team', 'blue'],
      ['content-TYPE', 'application/cloudevents+json'],
      ['Webhook-Id', 'forged'],
    ];
    const { request } = begin(fresh(), { contentType: 'text/plain', endpoint: { ...endpoint, headers } });
    const names = request.headers.map(([name]) => name.toLowerCase());
    const own = ['x-team', 'content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
    assert.deepEqual(names.toSorted(), own.toSorted());
    const sent = new Headers(request.headers);
    assert.deepEqual([sent.get('content-type'), sent.get('webhook-id')], ['application/cloudevents+json', 'evt_1']);
    assert.equal(fields(begin(fresh(), { contentType: 'text/plain' })).get('content-type'), 'text/plain');
  });

  test('has the given body as bytes or text, or the body with the signature', () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    assert.equal(begin(fresh()).request.body, body);
    for (const given of [bytes, bytes.buffer, new DataView(bytes.buffer), Buffer.from(bytes), shared]) {
      const { request } = begin(fresh(), { body: given });
      assert.ok(request.body instanceof Uint8Array && request.body.buffer instanceof ArrayBuffer);
      assert.deepEqual(Buffer.from(request.body), Buffer.from(bytes));
    }
    const mailgun = { provider: 'mailgun', endpoint: { ...endpoint, secret: 'key-1' } };
    const text = begin(fresh(), { ...mailgun, body: '{"event-data":{"id":"e"}}' }).request.body;
    const binary = begin(fresh(), { ...mailgun, body: Buffer.from('{"event-data":{"id":"e"}}') }).request.body;
    assert.equal(typeof text, 'string');
    assert.equal(Buffer.from(binary).toString().length, text.length);
    assert.ok(verify({ provider: 'mailgun', secrets: 'key-1', body: text, headers: {}, now }).ok);
    const url = begin(fresh(), { provider: 'pandadoc', endpoint: { ...endpoint, secret: 'key' } }).request.url;
    assert.match(url, /^https:\/\/receiver\.example\/hook\?signature=/);
  });

  test('is signed by several secrets, by custom schemes and by key pairs', () => {
    const newer = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
    const both = begin(fresh(), { endpoint: { ...endpoint, secret: [newer, { name: 'old', value: secret }] } });
    for (const secrets of [newer, secret]) {
      assert.ok(verify({ provider: 'standard', secrets, body, headers: fields(both), now }).ok);
    }
    const signature = { header: 'Acme-Signature' };
    const scheme = { id: 'acme/v1', algorithm: 'hmac-sha256', content: '{method}{url}{body}', signature };
    const custom = begin(fresh(), { provider: undefined, scheme });
    const asked = { url: endpoint.url, method: 'POST' };
    assert.ok(verify({ scheme, secrets: secret, body, headers: fields(custom), ...asked }).ok);
    const pair = generateSecret({ scheme: 'standard/v1a' });
    const own = { provider: undefined, scheme: 'standard/v1a', endpoint: { ...endpoint, secret: pair.secret } };
    const signed = begin(fresh(), own);
    const given = { scheme: 'standard/v1a', secrets: pair.publicKey, body, headers: fields(signed), now };
    assert.ok(verify(given).ok);
  });

  test('has the same signature as from `sign`', () => {
    const { headers } = sign({ provider: 'standard', secret, body, id: 'evt_1', timestamp: now });
    const sent = fields(begin(fresh()));
    for (const [name, value] of Object.entries(headers)) assert.equal(sent.get(name), value);
  });
});

describe('steps out of order', () => {
  const begun = begin(fresh()).progress;
  const over = settle(begun, { status: 200 }).progress;
  const waiting = settle(begun, { status: 500 }).progress;
  const cases = {
    'throw if an attempt begins before it is due': [() => begin(waiting), 'attempt_not_due'],
    'throw if an attempt begins twice': [() => begin(begun), 'attempt_in_flight'],
    'throw if an attempt begins after the end': [() => begin(over), 'delivery_over'],
    'throw if an attempt is settled that has not begun': [
      () => settle(waiting, { status: 200 }),
      'no_attempt_in_flight',
    ],
    'throw if an attempt is settled after the end': [() => settle(over, { status: 200 }), 'delivery_over'],
  };
  for (const [name, [call, code]] of Object.entries(cases)) {
    test(name, () => assert.throws(call, { name: 'TypeError', code }));
  }
});

describe('misuse throws an error', () => {
  const SENTINEL = 'SENTINEL';
  const good = fresh();
  const parsed = { id: SENTINEL };
  const to = (changes) => () => begin(good, { endpoint: { ...endpoint, ...changes } });
  const calls = [
    ['startDelivery without options', () => startDelivery(), 'invalid_options'],
    ['startDelivery without a policy', () => startDelivery({}), 'unknown_policy'],
    ['a negative seed', () => startDelivery({ policy, seed: -1 }), 'invalid_options'],
    ['a due time that is not an instant', () => startDelivery({ policy, due: 'now' }), 'invalid_instant'],
    ['beginAttempt without a provider or scheme', () => beginAttempt({}), 'provider_or_scheme'],
    ['both a provider and a scheme', () => begin(good, { scheme: 'standard/v1' }), 'provider_or_scheme'],
    ['a missing policy', () => begin(good, { policy: undefined }), 'unknown_policy'],
    ['an unknown option', () => begin(good, { retries: 3 }), 'unknown_option'],
    ['a missing event id', () => begin(good, { eventId: undefined }), 'invalid_id'],
    ['an empty event id', () => begin(good, { eventId: '' }), 'invalid_id'],
    ['an event id that cannot be signed', () => begin(good, { eventId: `${SENTINEL}.1` }), 'invalid_id'],
    ['a missing body', () => begin(good, { body: undefined }), 'missing_body'],
    ['a parsed body', () => begin(good, { body: parsed }), 'parsed_body'],
    ['a content type that is not a string', () => begin(good, { contentType: 7 }), 'invalid_options'],
    ['a content type with a line break', () => begin(good, { contentType: `text/${SENTINEL}\n` }), 'invalid_headers'],
    ['a missing endpoint', () => begin(good, { endpoint: undefined }), 'invalid_options'],
    ['a URL that is not HTTP', to({ url: `data:${SENTINEL}` }), 'missing_url'],
    ['a URL with credentials', to({ url: `https://user:${SENTINEL}@receiver.example/` }), 'invalid_url'],
    ['a missing secret', to({ secret: undefined }), 'missing_secret'],
    ['a short secret', to({ secret: 'U0VOVElORUw=' }), 'secret_too_short'],
    ['a reserved header', to({ headers: { Host: SENTINEL } }), 'invalid_headers'],
    ['a header with a line break', to({ headers: { 'X-Token': `${SENTINEL}\n` } }), 'invalid_headers'],
    ['an unknown option of the endpoint', to({ active: true }), 'unknown_option'],
    ['settleAttempt without options', () => settleAttempt({}), 'invalid_options'],
    ['a missing outcome', () => settle(good, {}), 'invalid_options'],
    ['an invalid status', () => settle(good, { status: 99 }), 'invalid_options'],
    ['an unknown error', () => settle(good, { error: SENTINEL }), 'invalid_options'],
  ];
  const progress = begin(good).progress;
  const invalid = [
    undefined,
    null,
    'pending',
    {},
    ...[{ state: 'done' }, { state: undefined }, { seed: -1 }, { seed: 0.5 }, { attempts: 2 ** 32 }, { attempts: '1' }],
    ...[{ firstMs: NaN }, { dueMs: undefined }, { dueMs: null }, { dueMs: '0' }],
  ].map((each) => {
    const isChange = typeof each === 'object' && each !== null && Object.keys(each).length > 0;
    return [`the progress ${inspect(each)}`, isChange ? { ...progress, ...each } : each];
  });
  for (const [name, each] of invalid) {
    calls.push([`beginAttempt with ${name}`, () => begin(each), 'invalid_progress']);
    calls.push([`settleAttempt with ${name}`, () => settle(each, { status: 200 }), 'invalid_progress']);
  }
  for (const [name, call, code] of calls) {
    test(`for ${name}`, () => {
      assert.throws(call, (error) => {
        assert.ok(error instanceof TypeError, inspect(error));
        assert.equal(error.code, code, inspect(error));
        assert.ok(!inspect(error).includes(SENTINEL), inspect(error));
        return true;
      });
    });
  }

  test('for a secret that cannot be sent in a header', () => {
    const signature = { header: 'X-Token', encoding: 'text' };
    const scheme = { id: 'acme/token', algorithm: 'token', content: '', signature };
    const call = () =>
      begin(good, { provider: undefined, scheme, endpoint: { ...endpoint, secret: `${SENTINEL}\nX: 1` } });
    assert.throws(call, (error) => error.code === 'invalid_headers' && !inspect(error).includes(SENTINEL));
  });

  test('errors of the caller’s getters are rethrown', () => {
    const thrown = new Error('the database is down');
    const failing = {
      get url() {
        throw thrown;
      },
      secret,
    };
    assert.throws(
      () => begin(good, { endpoint: failing }),
      (error) => error === thrown,
    );
  });
});

test('the timeout is that of the policy, or null', () => {
  assert.equal(begin(fresh(), { policy: 'generic' }).timeoutMs, null);
  assert.equal(begin(fresh(), { policy: { ...provider('generic').policy, timeoutMs: 7 } }).timeoutMs, 7);
});
