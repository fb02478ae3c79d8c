// beginAttempt and settleAttempt: deliveries whose driver and storage are the test.

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
  test('is attempted by its policy until the receiver accepts it, with one id and a new signature each time', () => {
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

  test('that always fails has the attempts that are planned, also where each step is a process of its own', () => {
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

  test('is made again with the same number after its worker has ended, from the progress that was stored', () => {
    const { progress: stored } = settle(begin(fresh()).progress, { status: 503 });
    const lost = begin(stored, { now: stored.dueMs });
    const again = begin(stored, { now: stored.dueMs + 60_000 });
    assert.deepEqual([lost.number, again.number], [2, 2]);
    assert.equal(fields(lost).get('webhook-id'), fields(again).get('webhook-id'));
    assert.deepEqual(settle(again.progress, { status: 200 }).progress.state, 'succeeded');
  });

  test('ends where the answer gives the endpoint up, or asks for no more', () => {
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

  test('waits as long as the receiver asks for', () => {
    const headers = new Headers({ 'Retry-After': '120' });
    const { next, reaction } = settle(begin(fresh()).progress, { status: 429, headers });
    assert.deepEqual([next.atMs, next.throttled, reaction], [now + 120_000, true, 'throttle']);
  });

  test('is really sent by fetch with the request as it is', async (context) => {
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

  test('has each field once: those of the endpoint replace the content type, and those of the signature both', () => {
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

  test('has the bytes that were given, or text for text, or what the scheme makes of it', () => {
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

  test('is signed as sign signs it', () => {
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
    'an attempt begins before it is due': [() => begin(waiting), 'attempt_not_due'],
    'an attempt begins twice': [() => begin(begun), 'attempt_in_flight'],
    'an attempt begins after the end': [() => begin(over), 'delivery_over'],
    'an attempt is settled that has not begun': [() => settle(waiting, { status: 200 }), 'no_attempt_in_flight'],
    'an attempt is settled after the end': [() => settle(over, { status: 200 }), 'delivery_over'],
  };
  for (const [name, [call, code]] of Object.entries(cases)) {
    test(name, () => assert.throws(call, { name: 'TypeError', code }));
  }
});

describe('called wrongly', () => {
  const SENTINEL = 'SENTINEL';
  const good = fresh();
  const parsed = { id: SENTINEL };
  const to = (changes) => () => begin(good, { endpoint: { ...endpoint, ...changes } });
  const calls = [
    [() => startDelivery(), 'invalid_options'],
    [() => startDelivery({}), 'unknown_policy'],
    [() => startDelivery({ policy, seed: -1 }), 'invalid_options'],
    [() => startDelivery({ policy, due: 'now' }), 'invalid_instant'],
    [() => beginAttempt({}), 'provider_or_scheme'],
    [() => begin(good, { scheme: 'standard/v1' }), 'provider_or_scheme'],
    [() => begin(good, { policy: undefined }), 'unknown_policy'],
    [() => begin(good, { retries: 3 }), 'unknown_option'],
    [() => begin(good, { eventId: undefined }), 'invalid_id'],
    [() => begin(good, { eventId: '' }), 'invalid_id'],
    [() => begin(good, { eventId: `${SENTINEL}.1` }), 'invalid_id'],
    [() => begin(good, { body: undefined }), 'missing_body'],
    [() => begin(good, { body: parsed }), 'parsed_body'],
    [() => begin(good, { contentType: 7 }), 'invalid_options'],
    [() => begin(good, { contentType: `text/${SENTINEL}\n` }), 'invalid_headers'],
    [() => begin(good, { endpoint: undefined }), 'invalid_options'],
    [to({ url: `data:${SENTINEL}` }), 'missing_url'],
    [to({ url: `https://user:${SENTINEL}@receiver.example/` }), 'invalid_url'],
    [to({ secret: undefined }), 'missing_secret'],
    [to({ secret: 'U0VOVElORUw=' }), 'secret_too_short'],
    [to({ headers: { Host: SENTINEL } }), 'invalid_headers'],
    [to({ headers: { 'X-Token': `${SENTINEL}\n` } }), 'invalid_headers'],
    [to({ active: true }), 'unknown_option'],
    [() => settleAttempt({}), 'invalid_options'],
    [() => settle(good, {}), 'invalid_options'],
    [() => settle(good, { status: 99 }), 'invalid_options'],
    [() => settle(good, { error: SENTINEL }), 'invalid_options'],
  ];
  const progress = begin(good).progress;
  const invalid = [
    undefined,
    null,
    'pending',
    {},
    ...[{ state: 'done' }, { state: undefined }, { seed: -1 }, { seed: 0.5 }, { attempts: 2 ** 32 }, { attempts: '1' }],
    ...[{ firstMs: NaN }, { dueMs: undefined }, { dueMs: null }, { dueMs: '0' }],
  ].map((each) =>
    typeof each === 'object' && each !== null && Object.keys(each).length > 0 ? { ...progress, ...each } : each,
  );
  for (const each of invalid) {
    calls.push([() => begin(each), 'invalid_progress'], [() => settle(each, { status: 200 }), 'invalid_progress']);
  }
  calls.forEach(([call, code], index) => {
    test(`${code}, call ${index}`, () => {
      assert.throws(call, (error) => {
        assert.ok(error instanceof TypeError, inspect(error));
        assert.equal(error.code, code, inspect(error));
        assert.ok(!inspect(error).includes(SENTINEL), inspect(error));
        return true;
      });
    });
  });

  test('a secret that cannot be sent in a header field is the fault of the endpoint', () => {
    const signature = { header: 'X-Token', encoding: 'text' };
    const scheme = { id: 'acme/token', algorithm: 'token', content: '', signature };
    const call = () =>
      begin(good, { provider: undefined, scheme, endpoint: { ...endpoint, secret: `${SENTINEL}\nX: 1` } });
    assert.throws(call, (error) => error.code === 'invalid_headers' && !inspect(error).includes(SENTINEL));
  });

  test('what a getter of the caller throws is thrown as it is', () => {
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

test('a policy says how long to wait, or nothing', () => {
  assert.equal(begin(fresh(), { policy: 'generic' }).timeoutMs, null);
  assert.equal(begin(fresh(), { policy: { ...provider('generic').policy, timeoutMs: 7 } }).timeoutMs, 7);
});
