// `Webhook` as a replacement for the class in the packages `standardwebhooks` and `svix`.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import { Webhook, WebhookVerificationError } from 'hookwright';

// From the tests of the specification.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const timestamp = 1_614_265_330;
const now = timestamp * 1000;
const payload = '{"test": 2432232314}';
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
const webhook = new Webhook(secret, { now });

/** Checks the error of a rejected delivery. */
function refused(call, message, code) {
  let error;
  try {
    call();
  } catch (caught) {
    error = caught;
  }
  assert.ok(error instanceof WebhookVerificationError && error instanceof Error, inspect(error));
  assert.deepEqual([error.name, error.message, error.code], ['WebhookVerificationError', message, code]);
  assert.ok(error.reason.length > 20 && error.reason !== error.message);
  assert.match(error.stack, /webhook\.test\.mjs/);
}

describe('verify', () => {
  test('returns the parsed payload', () => {
    assert.deepEqual(webhook.verify(payload, headers), { test: 2432232314 });
    assert.deepEqual(webhook.verify(Buffer.from(payload), new Headers(headers)), { test: 2432232314 });
  });

  test('returns undefined with jsonParse: false, and for an empty payload', () => {
    assert.equal(webhook.verify(payload, headers, { jsonParse: false }), undefined);
    assert.deepEqual(webhook.verify(payload, headers, { jsonParse: true }), { test: 2432232314 });
    const empty = { ...headers, 'webhook-signature': webhook.sign(id, new Date(now), '') };
    assert.equal(webhook.verify('', empty), undefined);
    assert.equal(webhook.verify(new Uint8Array(), empty), undefined);
  });

  test('accepts the headers of Svix, in any case', () => {
    const svix = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.replace('webhook', 'Svix').toUpperCase(), value]),
    );
    assert.deepEqual(webhook.verify(payload, svix), { test: 2432232314 });
    assert.deepEqual(webhook.verify(payload, { ...svix, ...headers }), { test: 2432232314 });
  });

  test('accepts a list with one valid signature, and ignores other versions', () => {
    const list = ['v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=', 'v2,Ceo5', 'v1a,x', signature].join(' ');
    assert.deepEqual(webhook.verify(payload, { ...headers, 'webhook-signature': list }), { test: 2432232314 });
  });

  test('rejects other deliveries with the messages of the other packages', () => {
    for (const name of Object.keys(headers)) {
      const { [name]: _, ...rest } = headers;
      refused(() => webhook.verify(payload, rest), 'Missing required headers', 'missing_header');
      refused(() => webhook.verify(payload, { ...rest, [name]: '' }), 'Missing required headers', 'missing_header');
    }
    const none = 'No matching signature found';
    refused(() => webhook.verify(`${payload} `, headers), none, 'signature_mismatch');
    refused(() => webhook.verify(payload, { ...headers, 'webhook-id': 'msg_2' }), none, 'signature_mismatch');
    refused(() => new Webhook('whsec_AAAA', { now }).verify(payload, headers), none, 'signature_mismatch');
    refused(() => webhook.verify(payload, { ...headers, 'webhook-signature': 'v2,abc' }), none, 'missing_prefix');
    refused(() => webhook.verify(payload, { ...headers, 'webhook-signature': 'v1,abc' }), none, 'malformed_signature');
    const later = new Webhook(secret, { now: now + 300_001 });
    refused(() => later.verify(payload, headers), 'Message timestamp too old', 'too_old');
    const earlier = new Webhook(secret, { now: now - 300_001 });
    refused(() => earlier.verify(payload, headers), 'Message timestamp too new', 'too_new');
    const twice = { ...headers, 'webhook-id': [id, id] };
    refused(() => webhook.verify(payload, twice), 'Invalid Signature Headers', 'repeated_header');
    const content = `${id}.soon.${payload}`;
    const mac = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
      .update(content)
      .digest('base64');
    const soon = { ...headers, 'webhook-timestamp': 'soon', 'webhook-signature': `v1,${mac}` };
    refused(() => webhook.verify(payload, soon), 'Invalid Signature Headers', 'malformed_timestamp');
  });

  test('throws a SyntaxError without its content for a genuine payload that is not JSON', () => {
    for (const body of ['SENTINEL', Buffer.from([0x22, 0xff, 0x22])]) {
      const signed = { ...headers, 'webhook-signature': webhook.sign(id, now, body) };
      assert.throws(
        () => webhook.verify(body, signed),
        (error) =>
          error instanceof SyntaxError && error.code === 'malformed_body' && !inspect(error).includes('SENTINEL'),
      );
      assert.equal(webhook.verify(body, signed, { jsonParse: false }), undefined);
    }
  });

  test('accepts shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(Buffer.byteLength(payload)));
    shared.set(Buffer.from(payload));
    assert.deepEqual(webhook.verify(shared, headers), { test: 2432232314 });
  });
});

describe('sign', () => {
  test('returns the value of the header', () => {
    assert.equal(webhook.sign(id, new Date(now), payload), signature);
    assert.equal(webhook.sign(id, now + 999, Buffer.from(payload)), signature);
  });

  test('uses the host’s clock like verify', () => {
    const live = new Webhook(secret);
    const at = new Date();
    const signed = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': live.sign(id, at, payload),
    };
    assert.deepEqual(live.verify(payload, signed), { test: 2432232314 });
    refused(() => live.verify(payload, headers), 'Message timestamp too old', 'too_old');
  });

  test('returns one signature for each secret', () => {
    const other = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
    const value = new Webhook([secret, other]).sign(id, now, payload);
    assert.equal(value, [secret, other].map((each) => new Webhook(each).sign(id, now, payload)).join(' '));
    assert.deepEqual(webhook.verify(payload, { ...headers, 'webhook-signature': value }), { test: 2432232314 });
  });
});

describe('secrets', () => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');

  test('are accepted in every form of the other packages', () => {
    for (const given of [
      secret,
      secret.slice(6),
      `${secret}\n`,
      `v1,${secret}`,
      key,
      new Uint8Array(key),
      { name: 'a', value: secret },
    ]) {
      assert.equal(new Webhook(given).sign(id, now, payload), signature);
    }
    assert.equal(new Webhook(key, { format: 'raw' }).sign(id, now, payload), signature);
    assert.equal(new Webhook(secret, { format: undefined }).sign(id, now, payload), signature);
    assert.equal(new Webhook(secret, undefined).sign(id, now, payload), signature);
  });

  test('in the format raw keep their prefix', () => {
    const raw = new Webhook(secret, { format: 'raw' });
    const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${payload}`).digest('base64');
    assert.equal(raw.sign(id, now, payload), `v1,${mac}`);
    const named = new Webhook([{ name: 'a', value: secret }], { format: 'raw' });
    assert.equal(named.sign(id, now, payload), `v1,${mac}`);
  });

  test('can be short', () => {
    const short = new Webhook('YWJj', { now });
    const value = short.sign(id, now, payload);
    assert.deepEqual(short.verify(payload, { ...headers, 'webhook-signature': value }), { test: 2432232314 });
  });

  test('are not exposed and cannot be changed', () => {
    const bytes = Buffer.from(key);
    const kept = new Webhook(secret);
    assert.ok(!inspect(kept, { depth: 9, showHidden: true }).includes('MfKQ9r8'));
    assert.equal(JSON.stringify(kept), '{}');
    const copied = new Webhook(bytes);
    bytes.fill(0);
    assert.equal(copied.sign(id, now, payload), signature);
  });
});

describe('the clock', () => {
  test('is an instant, or a function that is called each time', () => {
    let at = now;
    const ticking = new Webhook(secret, { now: () => new Date(at) });
    assert.ok(ticking.verify(payload, headers));
    at += 300_001;
    refused(() => ticking.verify(payload, headers), 'Message timestamp too old', 'too_old');
  });

  test('has the given tolerance', () => {
    const at = (offset, toleranceSeconds) => new Webhook(secret, { now: now + offset, toleranceSeconds });
    assert.ok(at(0, 0).verify(payload, headers));
    refused(() => at(1, 0).verify(payload, headers), 'Message timestamp too old', 'too_old');
    assert.ok(at(1e12, false).verify(payload, headers));
    assert.ok(at(1000, { past: 1, future: 0 }).verify(payload, headers));
    refused(() => at(-1, { past: 1, future: 0 }).verify(payload, headers), 'Message timestamp too new', 'too_new');
  });
});

test('WebhookVerificationError can be constructed', () => {
  const error = new WebhookVerificationError('message');
  assert.deepEqual([error.message, error.code, error.reason], ['message', 'signature_mismatch', 'message']);
  assert.match(String(error), /^WebhookVerificationError: message$/);
});
