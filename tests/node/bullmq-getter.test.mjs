// BullMQ stores messages and stacks in Redis, so errors thrown by the user's code must not reach it, from any place and
// of any kind.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { DeliveryError } from 'hookwright/bullmq';
import { delivery, now, parts, secret, started } from './bullmq.mjs';

const MARK = 'SENTINEL-7d20';
const url = 'http://receiver.example/';

/** Thrown values, including those that look like errors of this package or of BullMQ. */
const thrown = {
  'an error with a code like this package’s': () => Object.assign(new TypeError(MARK), { code: 'invalid_headers' }),
  'a RangeError with such a code': () => Object.assign(new RangeError(MARK), { code: 'body_too_large' }),
  'an error': () => new Error(MARK),
  text: () => MARK,
  'an error with a name of BullMQ': () => Object.assign(new Error(MARK), { name: 'DelayedError' }),
  'an error that BullMQ does not retry': () => Object.assign(new Error(MARK), { name: 'UnrecoverableError' }),
  'an error with a `next`': () => Object.assign(new Error(MARK), { next: { action: 'stop', reason: MARK } }),
  'an error of a delivery': () =>
    Object.assign(new DeliveryError(1, { status: null, error: null }, { action: 'stop', reason: MARK }), {
      code: 'invalid_data',
    }),
  'a proxy': () => new Proxy(Object.assign(new TypeError(MARK), { code: 'invalid_data' }), {}),
  'an object whose getters throw': () => ({
    get message() {
      throw new Error(MARK);
    },
    get code() {
      throw new Error(MARK);
    },
    get name() {
      throw new Error(MARK);
    },
  }),
};

/** Places that throw: options of deliveries. */
const places = {
  endpoint: (fail) => ({ endpoint: fail }),
  'endpoint, later': (fail) => ({ endpoint: async () => fail() }),
  'a thenable of endpoint': (fail) => ({ endpoint: () => ({ then: fail }) }),
  'a thenable that rejects': (fail) => ({ endpoint: () => ({ then: (_, reject) => reject(caught(fail)) }) }),
  'a proxy as endpoint': (fail) => ({
    endpoint: () => new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : fail()) }),
  }),
  ...Object.fromEntries(
    ['url', 'secret', 'headers', 'active'].map((name) => [
      `the getter ${name}`,
      (fail) => ({ endpoint: () => Object.defineProperty({ url, secret }, name, { get: fail, enumerable: true }) }),
    ]),
  ),
  'the text of url': (fail) => ({ endpoint: () => ({ url: { toString: fail, [Symbol.toPrimitive]: fail }, secret }) }),
  'a url': (fail) => ({
    endpoint: () => ({ url: Object.defineProperty(new URL(url), 'href', { get: fail }), secret }),
  }),
  'an iterator of headers': (fail) => ({ endpoint: () => ({ url, secret, headers: { [Symbol.iterator]: fail } }) }),
  'an entry of headers': (fail) => ({
    endpoint: () => ({ url, secret, headers: [Object.defineProperty(['X-A'], 1, { get: fail })] }),
  }),
  'a generator of headers': (fail) => ({
    endpoint: () => ({
      url,
      secret,
      headers: (function* () {
        yield ['X-A', 'a'];
        fail();
      })(),
    }),
  }),
  'forEach of headers': (fail) => ({ endpoint: () => ({ url, secret, headers: { forEach: fail } }) }),
  'a getter of headers': (fail) => ({
    endpoint: () => ({ url, secret, headers: Object.defineProperty({}, 'X-A', { get: fail, enumerable: true }) }),
  }),
  'a proxy as headers': (fail) => ({
    endpoint: () => ({ url, secret, headers: new Proxy({}, { ownKeys: fail, get: fail }) }),
  }),
  'the values of a header': (fail) => ({
    endpoint: () => ({ url, secret, headers: { 'X-A': Object.defineProperty(['a'], 0, { get: fail }) } }),
  }),
  'a list of secrets': (fail) => ({
    endpoint: () => ({ url, secret: Object.defineProperty([secret], 0, { get: fail, enumerable: true }) }),
  }),
  'a proxy as secret': (fail) => ({ endpoint: () => ({ url, secret: new Proxy({}, { has: fail, get: fail }) }) }),
  'the value of a secret': (fail) => ({
    endpoint: () => ({
      url,
      secret: Object.defineProperty({ name: 'n', value: secret }, 'value', { get: fail, enumerable: true }),
    }),
  }),
  'the name of a secret': (fail) => ({
    endpoint: () => ({
      url,
      secret: Object.defineProperty({ name: 'n', value: secret }, 'name', { get: fail, enumerable: true }),
    }),
  }),
  'the bytes of a secret': (fail) => ({
    endpoint: () => ({ url, secret: Object.defineProperty(new Uint8Array(32), 'byteLength', { get: fail }) }),
  }),
  ...Object.fromEntries(
    [1, 2, 3].map((count) => [
      `now, the ${count}. time`,
      (fail) => {
        let calls = 0;
        const clock = () => {
          calls += 1;
          return calls >= count ? fail() : now;
        };
        return { now: clock };
      },
    ]),
  ),
  fetch: (fail) => ({ fetch: fail }),
  'fetch, later': (fail) => ({ fetch: async () => fail() }),
  'an answer': (fail) => ({
    fetch: async () => new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : fail()) }),
  }),
  ...Object.fromEntries(
    ['status', 'headers', 'body', 'type'].map((name) => [
      `the ${name} of an answer`,
      (fail) => ({
        fetch: async () =>
          Object.defineProperty({ status: 500, headers: {}, body: null, type: 'basic' }, name, { get: fail }),
      }),
    ]),
  ),
  onDisable: (fail) => ({ fetch: async () => new Response(null, { status: 410 }), onDisable: fail }),
  'onDisable, later': (fail) => ({
    fetch: async () => new Response(null, { status: 410 }),
    onDisable: async () => fail(),
  }),
  'a thenable of onDisable': (fail) => ({
    fetch: async () => new Response(null, { status: 410 }),
    onDisable: () => ({ then: fail }),
  }),
  onAttempt: (fail) => ({ onAttempt: fail }),
  'a thenable of onAttempt': (fail) => ({ onAttempt: () => Object.defineProperty({}, 'then', { get: fail }) }),
  onDeferred: (fail) => ({ endpoint: fail, onDeferred: fail }),
};

function caught(fail) {
  try {
    return fail();
  } catch (error) {
    return error;
  }
}

/** The parts of an error that BullMQ may store, in this process or another one. */
function textOf(error) {
  const own = Object.getOwnPropertyNames(error).map((name) => [name, error[name]]);
  return JSON.stringify([String(error), error.message, error.stack, own, String(error.cause)]);
}

describe('errors for BullMQ do not contain what is thrown by', () => {
  for (const [place, options] of Object.entries(places)) {
    test(place, async () => {
      for (const [kind, make] of Object.entries(thrown)) {
        const fail = () => {
          throw make();
        };
        const made = parts('').job(delivery);
        const deliveries = parts(url, { fetch: async () => new Response(null, { status: 500 }), ...options(fail) });
        const job = started(made);
        const error = await deliveries.processor(job, 'token').then(
          () => undefined,
          (error) => error,
        );
        assert.ok(error instanceof Error, kind);
        assert.ok(!textOf(error).includes(MARK), `${kind}: ${error.name}`);
        assert.ok(
          ['DelayedError', 'DeliveryError', 'UnrecoverableError', 'TypeError'].includes(error.name),
          error.name,
        );
        if (error.name === 'DelayedError') assert.equal(job.moved.length, 1);
        const waitMs = deliveries.backoffStrategy(1, 'hookwright', error, job);
        assert.ok(Number.isSafeInteger(waitMs), `${kind}: ${waitMs}`);
      }
    });
  }

  test('the backoff strategy does not throw if a getter throws', () => {
    for (const make of Object.values(thrown)) {
      const fail = () => {
        throw make();
      };
      const { backoffStrategy } = parts(url, { now: fail });
      const job = started(parts(url).job(delivery));
      assert.equal(typeof backoffStrategy(1, 'hookwright', new Error(), job), 'number');
      const hostile = new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail });
      for (const [error, given] of [
        [hostile, job],
        [new Error(), hostile],
        [{ next: hostile }, job],
      ]) {
        const waitMs = parts(url).backoffStrategy(1, 'hookwright', error, given);
        assert.ok(Number.isSafeInteger(waitMs) && waitMs > 0, String(waitMs));
      }
    }
  });

  test('`job` throws errors with the thrown value as their cause', () => {
    for (const make of Object.values(thrown)) {
      const error = make();
      const fail = () => {
        throw error;
      };
      const members = ['eventId', 'subscriptionId', 'body', 'contentType', 'id', 'due', 'name', 'opts'];
      const given = members.map((name) =>
        Object.defineProperty({ ...delivery }, name, { get: fail, enumerable: true }),
      );
      const found = [
        ...given.map((each) => parts(url).job.bind(undefined, each)),
        () => parts(url, { now: fail }).job(delivery),
        () =>
          parts(url).job({ ...delivery, opts: Object.defineProperty({}, 'priority', { get: fail, enumerable: true }) }),
      ].map((act) => caught(() => act()));
      for (const each of found) {
        assert.deepEqual([each.name, each.code, each.stack.includes(MARK)], ['TypeError', 'invalid_options', false]);
        assert.ok(!`${each.message} ${each.stack}`.includes(MARK));
        assert.equal(each.cause, error);
      }
    }
  });
});

test('an invalid result of `now` defers the attempt', async () => {
  for (const wrong of [NaN, 'x', undefined, 1e300, new Date(NaN)]) {
    const codes = [];
    const onDeferred = ({ error }) => codes.push(error.code);
    const deliveries = parts(url, { now: () => wrong, onDeferred, fetch: () => assert.fail('a request was sent') });
    const error = await deliveries.processor(started(parts(url).job(delivery)), 'token').catch((error) => error);
    assert.deepEqual([error.name, codes], ['DelayedError', ['invalid_instant']]);
  }
});

test('errors of endpoints have their codes', async () => {
  const given = [
    [{ url, secret: 'whsec_c2hvcnQ=' }, 'secret_too_short'],
    [{ url, secret: undefined }, 'missing_secret'],
    [{ url, secret: [] }, 'missing_secret'],
    [{ url, secret: [secret, null] }, 'missing_secret'],
    [{ url, secret, headers: { 'X-A': {} } }, 'invalid_headers'],
    [{ url, secret, headers: [7] }, 'invalid_headers'],
    [{ url: 'ftp://x/', secret }, 'missing_url'],
  ];
  for (const [found, code] of given) {
    const deliveries = parts('', { endpoint: () => found });
    const error = await deliveries.processor(started(deliveries.job(delivery)), 'token').catch((error) => error);
    // Values of headers that are not strings are ignored.
    if (code === 'invalid_headers' && error.name === 'DeliveryError') continue;
    assert.deepEqual([error.name, error.code], ['TypeError', code], JSON.stringify(found));
  }
});
