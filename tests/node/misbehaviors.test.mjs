// Inputs that other libraries handle differently, as observed with these versions, and the result of this package.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test, { describe } from 'node:test';
import { sign, verify, Webhook, WebhookVerificationError } from 'hookwright';

const now = 1_763_734_000_000;
const seconds = now / 1000;
const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
const secret = `whsec_${key.toString('base64')}`;
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const hmac = (algorithm, hashKey, content, encoding) => createHmac(algorithm, hashKey).update(content).digest(encoding);

/** The headers of Standard Webhooks for these bytes, signed without this package. */
function standardHeaders(body, { timestamp = seconds, hashKey = key, prefix = 'webhook' } = {}) {
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body)]);
  return {
    [`${prefix}-id`]: id,
    [`${prefix}-timestamp`]: String(timestamp),
    [`${prefix}-signature`]: `v1,${hmac('sha256', hashKey, content, 'base64')}`,
  };
}

/** The verdict of `verify`, after checking that `Webhook` agrees. */
function standard(body, headers, { secrets = secret, at = now } = {}) {
  const verdict = verify({ provider: 'standard', secrets, body, headers, now: at });
  const webhook = new Webhook(secrets, { now: at });
  let error;
  try {
    webhook.verify(body, headers, { jsonParse: false });
  } catch (caught) {
    assert.ok(caught instanceof WebhookVerificationError, caught);
    error = caught;
  }
  assert.equal(error?.code, verdict.code);
  return verdict;
}

describe('standardwebhooks 1.1.1 and svix 1.99.1', () => {
  const text = '{"test": 2432232314}';
  const good = standardHeaders(text);

  describe('a body of bytes throws "Expected payload to be of type string or Buffer"; here it is verified', () => {
    const bytes = new TextEncoder().encode(text);
    const pooled = Buffer.from(text);
    const shapes = { Uint8Array: bytes, ArrayBuffer: bytes.buffer, DataView: new DataView(bytes.buffer), pooled };
    for (const [shape, body] of Object.entries(shapes)) {
      test(shape, () => assert.equal(standard(body, good).ok, true));
    }
    test('without comparing the name of its class', () => {
      const body = new (class Buffer extends Uint8Array {})(bytes);
      assert.equal(standard(body, good).ok, true);
    });
  });

  test('Headers and Map throw "Missing required headers"; here they are read', () => {
    assert.equal(standard(text, new Headers(good)).ok, true);
    assert.equal(standard(text, new Map(Object.entries(good))).ok, true);
    assert.equal(standard(text, Object.entries(good)).ok, true);
  });

  test('a header value in a list is a TypeError; here it is read', () => {
    const lists = Object.fromEntries(Object.entries(good).map(([name, value]) => [name, [value]]));
    assert.equal(standard(text, lists).ok, true);
    assert.equal(standard(text, { ...lists, 'webhook-id': [id, id] }).code, 'repeated_header');
  });

  test('a body with 0xFF and a signature of its bytes is rejected; here it is accepted', () => {
    const body = Buffer.from([0x7b, 0xff, 0x7d]);
    assert.equal(standard(body, standardHeaders(body)).ok, true);
  });

  test('a body with 0xFF is accepted with the signature of U+FFFD; here it is rejected', () => {
    const headers = standardHeaders('{\ufffd}');
    assert.equal(standard('{\ufffd}', headers).ok, true);
    assert.equal(standard(Buffer.from([0x7b, 0xff, 0x7d]), headers).code, 'signature_mismatch');
  });

  test('a string with an unpaired surrogate is signed as U+FFFD; here it throws', () => {
    assert.throws(() => standard('{\ud800}', standardHeaders('{\ufffd}')), { code: 'invalid_body' });
  });

  test('a genuine body that is not JSON throws an error like a rejection; here it is verified', () => {
    assert.equal(standard('a=1&b=2', standardHeaders('a=1&b=2')).ok, true);
    const parsing = () => new Webhook(secret, { now }).verify('a=1&b=2', standardHeaders('a=1&b=2'));
    assert.throws(parsing, (error) => error instanceof SyntaxError && error.code === 'malformed_body');
  });

  test('a genuine body with a byte order mark throws; here it is verified and parsed', () => {
    for (const body of [`\ufeff${text}`, Buffer.from(`\ufeff${text}`)]) {
      assert.equal(standard(body, standardHeaders(`\ufeff${text}`)).ok, true);
      assert.equal(standard(body, good).code, 'signature_mismatch');
      assert.deepEqual(new Webhook(secret, { now }).verify(body, standardHeaders(`\ufeff${text}`)), JSON.parse(text));
    }
  });

  test('the timestamp "1763734000abc" is accepted; here it is malformed', () => {
    for (const timestamp of [
      `${seconds}abc`,
      ` ${seconds}.0`,
      `+${seconds}`,
      `${seconds}.5`,
      '0x6920',
      '1e9',
      '-1',
      'NaN',
    ]) {
      const headers = standardHeaders(text, { timestamp });
      assert.match(standard(text, headers).code, /^(malformed_timestamp|signature_mismatch)$/, timestamp);
    }
    // That library signs only the digits.
    const asSigned = { ...standardHeaders(text), 'webhook-timestamp': `${seconds}abc` };
    assert.equal(standard(text, asSigned).ok, false);
  });

  test('a timestamp in milliseconds is "too new", even if unsigned; here the signature is checked first', () => {
    assert.equal(standard(text, standardHeaders(text, { timestamp: now })).code, 'too_new');
    assert.equal(standard(text, { ...good, 'webhook-timestamp': String(now) }).code, 'signature_mismatch');
    assert.match(standard(text, standardHeaders(text, { timestamp: now })).message, /signature is valid/);
  });

  test('the secret "whsec_" is an empty key; here it throws', () => {
    for (const empty of ['', 'whsec_', 'v1,whsec_', new Uint8Array()]) {
      assert.throws(() => standard(text, good, { secrets: empty }), { code: 'empty_secret' });
      assert.throws(() => new Webhook(empty), { code: 'empty_secret' });
    }
  });

  test('a raw secret is truncated to bytes per character; here it is encoded as UTF-8', () => {
    const raw = 'клю́ч 🔑 für Tests';
    const headers = standardHeaders(text, { hashKey: Buffer.from(raw) });
    assert.deepEqual(new Webhook(raw, { format: 'raw', now }).verify(text, headers), JSON.parse(text));
  });

  test('a list of secrets throws a TypeError; here each secret is tried', () => {
    const other = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    assert.deepEqual(standard(text, good, { secrets: [other, secret] }).key, { index: 1 });
    assert.equal(standard(text, good, { secrets: [other] }).code, 'signature_mismatch');
  });

  test('a secret of Supabase, "v1,whsec_…", throws; here it is accepted', () => {
    assert.equal(standard(text, good, { secrets: `v1,${secret}` }).ok, true);
    assert.equal(standard(text, good, { secrets: `${secret}\n` }).ok, true);
  });

  test('sign with a number as timestamp throws a TypeError; here it is milliseconds', () => {
    const webhook = new Webhook(secret);
    assert.equal(webhook.sign(id, now, text), good['webhook-signature']);
    assert.equal(webhook.sign(id, new Date(now + 999), text), good['webhook-signature']);
  });

  test('all mistakes throw "No matching signature found"; here there are reasons', () => {
    const code = (body, headers, secrets) => standard(body, headers, { secrets }).code;
    assert.equal(code(`${text}\n`, good), 'signature_mismatch');
    assert.equal(
      code(text, { ...good, 'webhook-signature': good['webhook-signature'].replace('v1', 'v1a') }),
      'missing_prefix',
    );
    assert.equal(
      code(text, { ...good, 'webhook-signature': good['webhook-signature'].slice(0, -1) }),
      'malformed_signature',
    );
    assert.equal(code(text, { ...good, 'webhook-signature': '' }), 'missing_header');
    assert.match(standard(text, { ...good, 'webhook-signature': 'v1a,AA==' }).message, /`v1,`/);
  });

  test('the tolerance cannot be changed; here 0 is zero, false disables the check, and NaN throws', () => {
    const check = (toleranceSeconds, at) =>
      verify({ provider: 'standard', secrets: secret, body: text, headers: good, now: at, toleranceSeconds }).code;
    assert.deepEqual([check(0, now), check(0, now + 1), check(0, now - 1)], [undefined, 'too_old', 'too_new']);
    assert.deepEqual([check(false, 0), check(false, now * 2)], [undefined, undefined]);
    assert.deepEqual([check(undefined, now + 300_000), check(undefined, now + 300_001)], [undefined, 'too_old']);
    assert.deepEqual([check(undefined, now - 300_000), check(undefined, now - 300_001)], [undefined, 'too_new']);
    for (const none of [NaN, -1, '300', null, true]) {
      assert.throws(() => check(none, now), { code: 'invalid_tolerance' });
      assert.throws(() => new Webhook(secret, { toleranceSeconds: none }), { code: 'invalid_tolerance' });
    }
  });

  test('v1a is signed by the server and not verified by the libraries; here it is both', () => {
    const seed = Buffer.from(
      '6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
      'base64',
    );
    const signing = { scheme: 'standard/v1a', body: text, id, timestamp: 1_614_265_330_000 };
    const { headers } = sign({ ...signing, secret: `whsk_${seed.toString('base64')}` });
    const made = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';
    assert.equal(headers['webhook-signature'], made);
    const secrets = `whpk_${seed.subarray(32).toString('base64')}`;
    assert.equal(verify({ scheme: 'standard/v1a', secrets, body: text, headers, now: 1_614_265_330_000 }).ok, true);
  });
});

describe('@octokit/webhooks-methods 6.0.0, whose builds for Node and the web differ', () => {
  const body = 'Hello, World!';
  const shared = "It's a Secret to Everybody";
  const hex = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const check = (value, given = body) =>
    verify({ provider: 'github', secrets: shared, body: given, headers: { 'x-hub-signature-256': value } });

  test('a valid signature is accepted', () => assert.equal(check(`sha256=${hex}`).ok, true));

  test('upper-case digits are accepted by one; here they are accepted everywhere', () => {
    assert.equal(check(`sha256=${hex.toUpperCase()}`).ok, true);
  });

  test('a signature without its prefix is accepted by one; here it is rejected', () => {
    assert.equal(check(hex).code, 'missing_prefix');
    assert.equal(check(`SHA256=${hex}`).code, 'missing_prefix');
    assert.equal(check(`sha1=${hex}`).code, 'missing_prefix');
  });

  test('junk between the digits is accepted by one; here it is rejected', () => {
    const junk = hex.replace(/../g, '$&zz');
    for (const value of [junk, ` ${hex}`, `0x${hex}`, `${hex}00`, hex.slice(2), hex.replace('7', 'g')]) {
      assert.equal(check(`sha256=${value}`).code, 'malformed_signature', value);
    }
  });

  test('"foo" and "sha256=" throw a TypeError in one; here they are rejected', () => {
    assert.equal(check('foo').code, 'missing_prefix');
    assert.equal(check('sha256=').code, 'malformed_signature');
    assert.equal(check('sha256=foo').code, 'malformed_signature');
  });

  test('a body of bytes throws a TypeError; here it is verified', () => {
    assert.equal(check(`sha256=${hex}`, new TextEncoder().encode(body)).ok, true);
  });

  test('an empty body throws a TypeError; here it is verified', () => {
    for (const empty of ['', new Uint8Array()]) {
      assert.equal(check(`sha256=${hmac('sha256', shared, '', 'hex')}`, empty).ok, true);
    }
  });

  test('a parsed body, a missing signature and a wrong secret are not distinguished; here they are', () => {
    assert.throws(() => check(`sha256=${hex}`, { a: 1 }), { code: 'parsed_body' });
    assert.equal(check(undefined).code, 'missing_header');
    assert.equal(check(`sha256=${hex}`, 'Hello').code, 'signature_mismatch');
  });
});

describe('stripe 23.1.0', () => {
  const shared = 'whsec_test_secret_for_these_tests';
  const body = '{"id":"evt_1"}';
  const mac = (given = body, timestamp = seconds) =>
    hmac('sha256', shared, Buffer.concat([Buffer.from(`${timestamp}.`), Buffer.from(given)]), 'hex');
  const check = (value, given = body) =>
    verify({ provider: 'stripe', secrets: shared, body: given, headers: { 'stripe-signature': value }, now });

  test('a timestamp a day in the future is accepted; here it is too new', () => {
    const ahead = seconds + 86_400;
    assert.equal(check(`t=${ahead},v1=${mac(body, ahead)}`).code, 'too_new');
  });

  test('a space after the comma throws "No signatures found with expected scheme"; here it is ignored', () => {
    assert.equal(check(`t=${seconds}, v1=${mac()}`).ok, true);
    assert.equal(check(`t=${seconds} ,\tv1=${mac()}`).ok, true);
  });

  test('an ArrayBuffer is reported as a parsed object; here it is bytes', () => {
    assert.equal(check(`t=${seconds},v1=${mac()}`, new TextEncoder().encode(body).buffer).ok, true);
  });

  test('a body with a byte order mark and a signature of its bytes is rejected; here it is accepted', () => {
    const marked = Buffer.from(`\ufeff${body}`);
    assert.equal(check(`t=${seconds},v1=${mac(marked)}`, marked).ok, true);
    assert.equal(check(`t=${seconds},v1=${mac()}`, marked).code, 'signature_mismatch');
  });

  test('a list of secrets throws a TypeError of the host; here each secret is tried', () => {
    const headers = { 'stripe-signature': `t=${seconds},v1=${mac()}` };
    const verdict = verify({ provider: 'stripe', secrets: ['another secret for tests', shared], body, headers, now });
    assert.deepEqual(verdict.key, { index: 1 });
  });

  test('a tolerance of 0 disables the check; here it is zero', () => {
    const headers = { 'stripe-signature': `t=${seconds},v1=${mac()}` };
    const at = (given) => verify({ provider: 'stripe', secrets: shared, body, headers, ...given });
    assert.equal(at({ now: now + 1000, toleranceSeconds: 0 }).code, 'too_old');
    assert.equal(at({ now: now + 1e9, toleranceSeconds: false }).ok, true);
  });
});

describe('@hookflo/tern 4.1.0', () => {
  test('Vercel is verified with SHA-256; here with SHA-1, as Vercel signs', () => {
    const body = '{"type":"deployment.created"}';
    const shared = 'a secret for these tests';
    const check = (algorithm) => {
      const headers = { 'x-vercel-signature': hmac(algorithm, shared, body, 'hex') };
      return verify({ provider: 'vercel', secrets: shared, body, headers });
    };
    assert.equal(check('sha1').ok, true);
    assert.equal(check('sha256').code, 'malformed_signature');
  });

  for (const [provider, header, separator, item, stamp, content] of [
    ['stripe', 'stripe-signature', ',', 'v1=', 't=', (body) => `${seconds}.${body}`],
    ['paddle', 'paddle-signature', ';', 'h1=', 'ts=', (body) => `${seconds}:${body}`],
  ]) {
    test(`of two ${item} values of ${provider} only the last is checked; here each`, () => {
      const [old, fresh, body] = ['the old secret of these tests', 'the new secret of these tests', '{"id":1}'];
      const signature = (shared) => item + hmac('sha256', shared, content(body), 'hex');
      for (const both of [
        [old, fresh],
        [fresh, old],
      ]) {
        const headers = { [header]: [`${stamp}${seconds}`, ...both.map(signature)].join(separator) };
        for (const secrets of [old, fresh]) assert.equal(verify({ provider, secrets, body, headers, now }).ok, true);
        assert.equal(verify({ provider, secrets: 'neither of the two secrets', body, headers, now }).ok, false);
      }
    });
  }

  test('a delivery of Svix with webhook- headers gives MISSING_SIGNATURE; here both names are read', () => {
    const body = '{}';
    for (const prefix of ['svix', 'webhook']) {
      const headers = standardHeaders(body, { prefix });
      for (const provider of ['svix', 'clerk', 'resend']) {
        const verdict = verify({ provider, secrets: secret, body, headers, now });
        assert.equal(verdict.ok, true, `${provider} with ${prefix}-: ${verdict.message}`);
      }
      assert.deepEqual(new Webhook(secret, { now }).verify(body, headers), {});
    }
  });

  test('a timestamp in the future gives TIMESTAMP_EXPIRED; here it is too new', () => {
    const headers = standardHeaders('{}', { timestamp: seconds + 3600 });
    assert.equal(verify({ provider: 'standard', secrets: secret, body: '{}', headers, now }).code, 'too_new');
  });
});

describe('@paddle/paddle-node-sdk and @slack/bolt', () => {
  const shared = 'a secret for these tests';
  const body = '{"event_id":"evt_1"}';
  const paddle = (timestamp, at) => {
    const headers = {
      'Paddle-Signature': `ts=${timestamp};h1=${hmac('sha256', shared, `${timestamp}:${body}`, 'hex')}`,
    };
    return (toleranceSeconds) =>
      verify({ provider: 'paddle', secrets: shared, body, headers, now: at, toleranceSeconds });
  };

  test('stored deliveries of Paddle cannot be replayed after 5 s; here the limit can be changed', () => {
    const hourAgo = paddle(seconds - 3600, now);
    assert.deepEqual(
      [hourAgo().code, hourAgo(false).ok, hourAgo({ past: 3600, future: 0 }).ok],
      ['too_old', true, true],
    );
  });

  test('future timestamps of Paddle are accepted; here they are too new', () => {
    assert.equal(paddle(seconds + 3600, now)().code, 'too_new');
  });

  test('future timestamps of Slack are accepted; here they are too new', () => {
    const ahead = seconds + 3600;
    const headers = {
      'X-Slack-Request-Timestamp': String(ahead),
      'X-Slack-Signature': `v0=${hmac('sha256', shared, `v0:${ahead}:${body}`, 'hex')}`,
    };
    assert.equal(verify({ provider: 'slack', secrets: shared, body, headers, now }).code, 'too_new');
  });

  test('messages of other packages contain the expected signature; here no message does', () => {
    const right = hmac('sha256', shared, `${seconds}:${body}`, 'hex');
    const headers = { 'Paddle-Signature': `ts=${seconds};h1=${'0'.repeat(64)}` };
    const verdict = verify({ provider: 'paddle', secrets: shared, body, headers, now });
    assert.ok(!JSON.stringify(verdict).includes(right) && !JSON.stringify(verdict).includes(shared));
  });
});
