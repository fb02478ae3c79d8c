// Called wrongly: a typed error with a code, whose message helps, and shows nothing that was to stay secret.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import { detectProvider, init, parseEvent, planRetries, provider, sign, verify } from 'hookwright';

const sentinel = 'whsec_SENTINEL_4c1d';
const good = { provider: 'generic', secrets: sentinel, body: '{}', headers: {} };
const goodSign = { provider: 'generic', secret: sentinel, body: '{}' };

/** The error that a call throws; none of what is secret may be in it. */
function thrown(call, code, kind = TypeError) {
  let error;
  try {
    call();
  } catch (caught) {
    error = caught;
  }
  assert.ok(error instanceof kind, `expected ${kind.name}, got ${inspect(error)}`);
  assert.equal(error.code, code, inspect(error));
  assert.ok(error.message.length > 15);
  assert.ok(!inspect(error).includes('SENTINEL'), inspect(error));
  return error.message;
}

const detached = (() => {
  const bytes = new Uint8Array(3);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
})();

const cases = {
  'options that are none': [
    [undefined, 'invalid_options', /undefined/],
    [null, 'invalid_options'],
    ['{}', 'invalid_options', /a string/],
    [[good], 'invalid_options', /an array/],
    [{ ...good, secert: 'x' }, 'unknown_option', /`secert`.*secrets/],
    [{ ...good, secret: 'x' }, 'unknown_option'],
    [{ ...good, url: 1 }, 'invalid_options', /`url`/],
    [{ ...good, method: {} }, 'invalid_options', /`method`/],
    [{ ...good, now: 'today' }, 'invalid_instant', /`now`/],
    [{ ...good, now: new Date(NaN) }, 'invalid_instant', /`now`/, RangeError],
    ...[-1, NaN, true, null, '300', {}, { past: 1 }, { past: 1, future: -1 }].map((toleranceSeconds) => [
      { ...good, toleranceSeconds },
      'invalid_tolerance',
    ]),
  ],
  'who signs': [
    [{ ...good, provider: undefined }, 'provider_or_scheme', /neither/],
    [{ ...good, scheme: 'generic/signature' }, 'provider_or_scheme', /both/],
    [{ ...good, provider: 'acme' }, 'unknown_provider', /`acme`.*`generic`.*`well`/],
    [{ ...good, provider: 'awell' }, 'no_scheme', /`awell`.*`generic`, `well`/],
    [{ ...good, provider: 'standard' }, 'no_scheme'],
    [{ ...good, provider: 'Generic' }, 'unknown_provider'],
    [{ ...good, provider: '__proto__' }, 'unknown_provider'],
    [{ ...good, provider: '' }, 'unknown_provider'],
    [{ ...good, provider: 7 }, 'unknown_provider', /a number/],
    [{ ...good, provider: null }, 'unknown_provider', /null/],
    [{ ...good, provider: undefined, scheme: 'acme/v1' }, 'unknown_scheme', /`generic\/signature`/],
    [{ ...good, provider: undefined, scheme: 'generic' }, 'unknown_scheme'],
    [{ ...good, provider: undefined, scheme: {} }, 'unknown_scheme', /an object/],
  ],
  secrets: [
    [{ ...good, secrets: undefined }, 'missing_secret', /environment variable/],
    [{ ...good, secrets: null }, 'missing_secret', /environment variable/],
    [{ ...good, secrets: [] }, 'missing_secret'],
    [{ ...good, secrets: [sentinel, undefined] }, 'missing_secret', /`secrets\[1\]`.*environment variable/],
    [{ ...good, secrets: { name: 'a', value: undefined } }, 'missing_secret', /environment variable/],
    [{ ...good, secrets: '' }, 'empty_secret', /environment variable/],
    [{ ...good, secrets: [sentinel, ''] }, 'empty_secret'],
    [{ ...good, secrets: new Uint8Array() }, 'empty_secret'],
    [{ ...good, secrets: { name: 'a', value: '' } }, 'empty_secret'],
    [{ ...good, secrets: 12345 }, 'invalid_secret', /a number/],
    [{ ...good, secrets: true }, 'invalid_secret'],
    [{ ...good, secrets: { SENTINEL: 1 } }, 'invalid_secret'],
    [{ ...good, secrets: { value: sentinel } }, 'invalid_secret', /name/],
    [{ ...good, secrets: { name: 1, value: sentinel } }, 'invalid_secret', /name/],
    [{ ...good, secrets: { name: 'a', value: sentinel, SENTINEL: 1 } }, 'invalid_secret'],
    [{ ...good, secrets: { name: 'a', value: [sentinel] } }, 'invalid_secret'],
    [{ ...good, secrets: [[sentinel]] }, 'invalid_secret'],
    [{ ...good, secrets: `${sentinel}\ud800` }, 'invalid_secret', /surrogate/],
    [{ ...good, secrets: new Uint16Array(4) }, 'invalid_secret'],
    [{ ...good, secrets: Promise.resolve(sentinel) }, 'invalid_secret'],
  ],
  bodies: [
    [{ ...good, body: undefined }, 'missing_body', /express\.raw/],
    [{ ...good, body: null }, 'missing_body'],
    [{ ...good, body: { id: sentinel } }, 'parsed_body', /express\.json.*express\.raw\(\{ type/],
    [{ ...good, body: [] }, 'parsed_body', /an array/],
    [{ ...good, body: Object.create(null) }, 'parsed_body'],
    [{ ...good, body: 1 }, 'invalid_body', /a number/],
    [{ ...good, body: () => sentinel }, 'invalid_body', /a function/],
    [{ ...good, body: Symbol(sentinel) }, 'invalid_body', /a symbol/],
    [{ ...good, body: Readable.from([sentinel]) }, 'invalid_body', /stream/],
    [{ ...good, body: new Blob([sentinel]).stream() }, 'invalid_body', /stream/],
    [{ ...good, body: `${sentinel}\udc00` }, 'invalid_body', /surrogate/],
    [{ ...good, body: detached }, 'invalid_body', /transferred/],
    [{ ...good, body: detached.buffer }, 'invalid_body', /transferred/],
    [{ ...good, body: new Uint8Array(2 ** 31) }, 'body_too_large', /2147483648/, RangeError],
  ],
  headers: [
    [{ ...good, headers: undefined }, 'invalid_headers', /undefined/],
    [{ ...good, headers: null }, 'invalid_headers'],
    [{ ...good, headers: 'X-Webhook-Signature: SENTINEL' }, 'invalid_headers', /a string/],
    [{ ...good, headers: { 'X-Webhook-Signature': 7 } }, 'invalid_headers', /a number/],
    [{ ...good, headers: { 'X-Webhook-Signature': ['a', {}] } }, 'invalid_headers'],
    [{ ...good, headers: ['X-Webhook-Signature', 'SENTINEL'] }, 'invalid_headers', /rawHeaders/],
    [{ ...good, headers: [[1, 'a']] }, 'invalid_headers'],
    [{ ...good, headers: Buffer.from('SENTINEL') }, 'invalid_headers'],
  ],
};

for (const [about, list] of Object.entries(cases)) {
  describe(`verify: ${about}`, () => {
    list.forEach(([options, code, message = /./, kind], index) => {
      test(`${index + 1}: ${code}`, () =>
        assert.match(
          thrown(() => verify(options), code, kind),
          message,
        ));
    });
  });
}

describe('the others', () => {
  const calls = [
    [() => sign(), 'invalid_options'],
    [() => sign({ ...goodSign, secrets: 'a' }), 'unknown_option'],
    [() => sign({ ...goodSign, provider: 'acme' }), 'unknown_provider'],
    [() => sign({ ...goodSign, provider: 'awell' }), 'no_scheme'],
    [() => sign({ ...goodSign, scheme: 'well/signature' }), 'provider_or_scheme'],
    [() => sign({ ...goodSign, secret: undefined }), 'missing_secret'],
    [() => sign({ ...goodSign, secret: '' }), 'empty_secret'],
    [() => sign({ ...goodSign, secret: [sentinel] }), 'invalid_secret'],
    [() => sign({ ...goodSign, body: { a: sentinel } }), 'parsed_body'],
    [() => sign({ ...goodSign, body: undefined }), 'missing_body'],
    [() => sign({ ...goodSign, id: 1 }), 'invalid_options'],
    [() => sign({ ...goodSign, timestamp: '1' }), 'invalid_instant'],
    [() => parseEvent(), 'missing_body'],
    [() => parseEvent({ id: sentinel }), 'parsed_body'],
    [() => parseEvent('{}', 'well'), 'invalid_options'],
    [() => parseEvent('{}', null), 'invalid_options'],
    [() => parseEvent('{}', { scheme: 'well' }), 'unknown_option'],
    [() => parseEvent('{}', { provider: 'acme' }), 'unknown_provider'],
    [() => parseEvent('{}', { provider: 1 }), 'unknown_provider'],
    [() => detectProvider(), 'invalid_options'],
    [() => detectProvider({}), 'invalid_options'],
    [() => detectProvider({ headers: {}, provider: 'well' }), 'unknown_option'],
    [() => detectProvider({ headers: 'a: b' }), 'invalid_headers'],
    [() => detectProvider({ body: null }), 'missing_body'],
    [() => detectProvider({ body: { id: sentinel } }), 'parsed_body'],
    [() => planRetries(), 'invalid_options'],
    [() => planRetries('generic'), 'invalid_options'],
    [() => planRetries({}), 'unknown_policy'],
    [() => planRetries({ policy: 'acme' }), 'unknown_policy'],
    [() => planRetries({ policy: 'well', begin: 0 }), 'unknown_option'],
    [() => planRetries({ policy: 'well', start: '2026' }), 'invalid_instant'],
    [() => planRetries({ policy: 'well', start: 5n }), 'invalid_instant'],
    [() => planRetries({ policy: 'well', start: null }), 'invalid_instant'],
    [() => planRetries({ policy: 'well', start: NaN }), 'invalid_instant', RangeError],
    [() => planRetries({ policy: 'well', start: Infinity }), 'invalid_instant', RangeError],
    [() => planRetries({ policy: 'well', start: 8.7e15 }), 'invalid_instant', RangeError],
    [() => planRetries({ policy: 'well', start: new Date('x') }), 'invalid_instant', RangeError],
    [() => provider('acme'), 'unknown_provider'],
    [() => provider(), 'unknown_provider'],
  ];
  calls.forEach(([call, code, kind], index) => {
    test(`${index + 1}: ${code}`, () => void thrown(call, code, kind));
  });

  test('init is not needed here, and does nothing', async () => {
    assert.equal(await init(), undefined);
  });

  test('after all this, everything still works', () => {
    const { headers } = sign(goodSign);
    assert.ok(verify({ ...good, headers }).ok);
  });
});
