// Bodies in memory that changes during verification: the returned payload is the signed one.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { Worker } from 'node:worker_threads';
import { answerHandshake, detectProvider, explain, parseEvent, sign, verify, Webhook } from 'hookwright';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const GENUINE = JSON.stringify({ type: 'user.created', timestamp: '2024-01-15T10:30:00Z', data: { amount: 1 } });
const FORGED = GENUINE.replace('"amount":1', '"amount":9');
const AT = Buffer.from(GENUINE).indexOf('1}}');
const now = 1_700_000_000_000;
const webhook = new Webhook(secret, { now });

const headers = {
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(now / 1000),
  'webhook-signature': webhook.sign('msg_1', now, GENUINE),
};

/** A body in shared memory, as a buffer or as one of several views of it. */
function shared(text = GENUINE) {
  const bytes = Buffer.from(text);
  const buffer = new SharedArrayBuffer(bytes.length);
  const view = new Uint8Array(buffer);
  view.set(bytes);
  return { buffer, view, write: (other) => view.set(Buffer.from(other)) };
}

const shapes = {
  a_shared_buffer: ({ buffer }) => buffer,
  a_view: ({ view }) => view,
  a_data_view: ({ buffer }) => new DataView(buffer),
  a_node_buffer: ({ buffer }) => Buffer.from(buffer),
};

/** Runs a call during which setters of `Object.prototype` would change memory. */
function during(hook, call) {
  for (const name of ['ok', 'key', 'index', 'id', 'idSigned', 'timestampMs']) {
    Object.defineProperty(Object.prototype, name, { configurable: true, set: hook });
  }
  try {
    return call();
  } finally {
    for (const name of ['ok', 'key', 'index', 'id', 'idSigned', 'timestampMs']) delete Object.prototype[name];
  }
}

describe('shared memory', () => {
  for (const [name, shape] of Object.entries(shapes)) {
    test(`verifying ${name} does not run setters of the program`, () => {
      const memory = shared();
      const change = () => memory.write(FORGED);
      const body = shape(memory);
      // Reads the scheme from the core, which creates an object in the usual way.
      assert.ok(!verify({ provider: 'standard', secrets: secret, body: FORGED, headers, now }).ok);
      const payload = during(change, () => webhook.verify(body, headers));
      const verdict = during(change, () => verify({ provider: 'standard', secrets: secret, body, headers, now }));
      assert.equal(payload.data.amount, 1);
      assert.deepEqual(verdict, { ok: true, key: { index: 0 }, id: 'msg_1', idSigned: true, timestampMs: now });
      assert.equal(Buffer.from(memory.view).toString(), GENUINE);
    });

    test(`parseEvent reads the copy of ${name} that verify accepted`, () => {
      const memory = shared();
      const body = shape(memory);
      assert.ok(verify({ provider: 'standard', secrets: secret, body, headers, now }).ok);
      memory.write(FORGED);
      assert.equal(parseEvent(body, { provider: 'standard' }).data.amount, 1);
      assert.equal(parseEvent(body, { provider: 'standard' }).data.amount, 1);
    });

    test(`a rejection discards the accepted copy of ${name}`, () => {
      const memory = shared();
      const body = shape(memory);
      assert.ok(verify({ provider: 'standard', secrets: secret, body, headers, now }).ok);
      memory.write(FORGED);
      assert.ok(!verify({ provider: 'standard', secrets: secret, body, headers, now }).ok);
      assert.equal(parseEvent(body, { provider: 'standard' }).data.amount, 9);
    });
  }

  test('parseEvent reads the copy that Webhook.verify accepted', () => {
    const memory = shared();
    webhook.verify(memory.view, headers);
    memory.write(FORGED);
    assert.equal(parseEvent(memory.view, { provider: 'standard' }).data.amount, 1);
    assert.throws(() => webhook.verify(memory.view, headers), { code: 'signature_mismatch' });
    assert.equal(parseEvent(memory.view, { provider: 'standard' }).data.amount, 9);
  });

  test('every function accepts shared memory', () => {
    const memory = shared();
    const body = memory.view;
    assert.ok(explain({ provider: 'standard', secrets: secret, body, headers, now }).ok);
    assert.equal(detectProvider({ body }).provider, detectProvider({ body: GENUINE }).provider);
    assert.equal(answerHandshake({ provider: 'zoom', secrets: 'a', body, headers: {} }), null);
    const signed = sign({ provider: 'standard', secret, body, id: 'msg_1', timestamp: now });
    assert.equal(signed.headers['webhook-signature'], headers['webhook-signature']);
  });

  test('another thread cannot change the returned payload', async () => {
    const { buffer, view } = shared();
    const stop = new Int32Array(new SharedArrayBuffer(8));
    const code = `
      const { workerData: { buffer, stop, at } } = require('node:worker_threads');
      const view = new Uint8Array(buffer);
      Atomics.store(stop, 1, 1);
      Atomics.notify(stop, 1);
      while (Atomics.load(stop, 0) === 0) {
        Atomics.store(view, at, 0x39);
        Atomics.store(view, at, 0x31);
      }`;
    const worker = new Worker(code, { eval: true, workerData: { buffer, stop, at: AT } });
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    if (Atomics.load(stop, 1) === 0) await Atomics.waitAsync(stop, 1, 0).value;
    const payloads = new Set();
    try {
      for (let round = 0; round < 20_000; round += 1) {
        try {
          payloads.add(webhook.verify(view, headers).data.amount);
        } catch (error) {
          assert.equal(error.code, 'signature_mismatch');
        }
        if (verify({ provider: 'standard', secrets: secret, body: view, headers, now }).ok) {
          payloads.add(parseEvent(view, { provider: 'standard' }).data.amount);
        }
      }
    } finally {
      Atomics.store(stop, 0, 1);
      await ended;
    }
    assert.deepEqual([...payloads], [1]);
  });
});

describe('memory that the caller changes during a call', () => {
  /** Header fields whose iteration runs code. */
  const changing = (hook) => ({
    *[Symbol.iterator]() {
      hook();
      yield* Object.entries(headers);
    },
  });

  test('headers that change the body change both the verified and the parsed body', () => {
    const body = Buffer.from(GENUINE);
    assert.throws(
      () =>
        webhook.verify(
          body,
          changing(() => body.set(Buffer.from(FORGED))),
        ),
      { code: 'signature_mismatch' },
    );
    const memory = shared(FORGED);
    assert.equal(
      webhook.verify(
        memory.view,
        changing(() => memory.write(GENUINE)),
      ).data.amount,
      1,
    );
  });

  test('a buffer that headers resize is verified and parsed with the same size', () => {
    const buffer = new ArrayBuffer(GENUINE.length, { maxByteLength: GENUINE.length + 8 });
    new Uint8Array(buffer).set(Buffer.from(GENUINE));
    const view = new Uint8Array(buffer);
    // Whitespace does not change the JSON value, but it was not signed.
    const grow = () => {
      buffer.resize(GENUINE.length + 1);
      view[GENUINE.length] = 0x20;
    };
    assert.throws(() => webhook.verify(view, changing(grow)), { code: 'signature_mismatch' });
  });

  test('each option is read once', () => {
    const reads = {};
    const counted = (options) =>
      Object.defineProperties(
        {},
        Object.fromEntries(
          Object.entries(options).map(([name, value]) => {
            const get = () => {
              reads[name] = (reads[name] ?? 0) + 1;
              return value;
            };
            return [name, { get, enumerable: true }];
          }),
        ),
      );
    const given = {
      provider: 'standard',
      secrets: secret,
      body: GENUINE,
      headers,
      now,
      toleranceSeconds: 5,
      url: '/',
      method: 'POST',
    };
    assert.ok(verify(counted(given)).ok);
    assert.ok(explain(counted(given)).ok);
    const { toleranceSeconds, ...asked } = given;
    assert.equal(answerHandshake(counted(asked)), null);
    const names = { provider: 3, secrets: 3, body: 3, headers: 3, now: 3, toleranceSeconds: 2, url: 3, method: 3 };
    assert.deepEqual(reads, names);
  });
});
