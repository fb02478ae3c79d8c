// Misuse throws a typed error with a code and a helpful message that contains no secret.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import {
  answerHandshake,
  checkScheme,
  detectProvider,
  generateSecret,
  importRequest,
  init,
  parseEvent,
  planRetries,
  provider,
  sign,
  verify,
  Webhook,
} from 'hookwright';

const sentinel = 'whsec_SENTINEL_4c1d';
const good = { provider: 'generic', secrets: sentinel, body: '{}', headers: {} };
const goodSign = { provider: 'generic', secret: sentinel, body: '{}' };
const own = {
  id: 'acme/v1',
  algorithm: 'hmac-sha256',
  content: '{timestamp}.{body}',
  signature: { header: 'Acme-Signature' },
  timestamp: { header: 'Acme-Timestamp', unit: 'seconds' },
};
const { publicKey } = generateSecret({ scheme: 'standard/v1a' });
const by = (scheme, secrets = sentinel) => ({ ...good, provider: undefined, scheme, secrets });

/** The message of the error that a call throws, after checking that the error contains no secret. */
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

/** The members in which these options differ from valid ones, and those in which a scheme differs from `own`. */
function difference(options, usual = good) {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) return short(inspect(options));
  const keys = Object.keys({ ...usual, ...options }).filter((key) => options[key] !== usual[key]);
  const show = (key, value) =>
    key === 'scheme' && value?.id === own.id
      ? `{ ${difference(value, own)} }`
      : short(inspect(value, { depth: 1, breakLength: Infinity }));
  return keys.map((key) => `${key}: ${show(key, options[key])}`).join(', ');
}

/** A text as one line of at most 80 characters. */
function short(text) {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

const detached = (() => {
  const bytes = new Uint8Array(3);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
})();

const cases = {
  options: [
    [undefined, 'invalid_options', /undefined/],
    [null, 'invalid_options'],
    ['{}', 'invalid_options', /a string/],
    [[good], 'invalid_options', /an array/],
    [{ ...good, secert: 'x' }, 'unknown_option', /takes provider.*did you mean `secrets`/],
    [{ ...good, secret: 'x' }, 'unknown_option'],
    [{ ...good, url: 1 }, 'invalid_options', /`url`/],
    [{ ...good, method: {} }, 'invalid_options', /`method`/],
    [{ ...good, now: 'today' }, 'invalid_instant', /`now`/],
    [{ ...good, now: new Date(NaN) }, 'invalid_instant', /`now`/, RangeError],
    ...[-1, NaN, true, null, '300', {}, [], { past: 1 }, { past: 1, future: -1 }, { past: NaN, future: 1 }].map(
      (toleranceSeconds) => [{ ...good, toleranceSeconds }, 'invalid_tolerance'],
    ),
  ],
  'provider and scheme': [
    [{ ...good, provider: undefined }, 'provider_or_scheme', /neither/],
    [{ ...good, scheme: 'generic/signature' }, 'provider_or_scheme', /both/],
    [{ ...good, provider: 'acme' }, 'unknown_provider', /one of the \d+ ids that `senders\(\)` lists/],
    [{ ...good, provider: 'Generic' }, 'unknown_provider'],
    [{ ...good, provider: '__proto__' }, 'unknown_provider'],
    [{ ...good, provider: '' }, 'unknown_provider'],
    [{ ...good, provider: 7 }, 'unknown_provider', /a number/],
    [{ ...good, provider: null }, 'unknown_provider', /null/],
    [{ ...good, provider: '{"id":"a/b"}' }, 'unknown_provider'],
    [by('acme/v1'), 'unknown_scheme', /`senders\(\)`/],
    [by('stripe/v2'), 'unknown_scheme', /the schemes of `stripe` are `stripe\/v1`/],
    [by('generic'), 'unknown_scheme', /`generic\/signature`/],
    [by(JSON.stringify(own)), 'unknown_scheme', /JSON\.parse/],
    [by(7), 'unknown_scheme', /a number/],
    [by(null), 'unknown_scheme', /null/],
    [by({}), 'invalid_scheme', /\/id: `id` is missing.*; and 3 more/],
    [by([own]), 'invalid_scheme', /an array/],
    [
      by({ ...own, algorithm: 'hmac-sha3' }),
      'invalid_scheme',
      /^the scheme cannot be used: \/algorithm: .*`hmac-sha256`/,
    ],
    [by({ ...own, content: '{timestamp}.{payload}' }), 'invalid_scheme', /`\{payload\}`.*`\{body\}`/],
    [by({ ...own, timestamp: undefined }), 'invalid_scheme', /\/timestamp: `content` contains/],
    [by({ ...own, secret: sentinel }), 'invalid_scheme', /\/secret: unknown member `secret`/],
    [by({ ...own, id: 1n }), 'invalid_scheme'],
    [by(new Map([['id', 'a/b']])), 'invalid_scheme'],
  ],
  'parts of the request that a scheme signs': [
    [by('hubspot/v3'), 'missing_url', /`url`.*`hubspot\/v3`/],
    [{ ...by('hubspot/v3'), url: '' }, 'missing_url'],
    [{ ...by('hubspot/v3'), url: 'https://example.com/' }, 'missing_method', /`method`/],
    [by('twilio/sha1'), 'missing_url'],
    [by('pandadoc/query'), 'missing_url'],
    [by({ ...own, content: '{method}{timestamp}{body}' }), 'missing_method'],
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
    [by('standard/v1', 'whsec_'), 'empty_secret'],
    [by('standard/v1', 'whsec_SENTINEL?'), 'secret_not_base64', /copy the whole secret again/],
    [by('standard/v1', ['whsec_U0VOVElORUw=', 'SENTINEL?']), 'secret_not_base64', /^secret 2: /],
    [by('standard/v1', 'whpk_U0VOVElORUw='), 'secret_wrong_kind', /`whsec_`/],
    [by('standard/v1a', 'whsec_U0VOVElORUw='), 'secret_wrong_kind', /`whpk_`/],
    [by('standard/v1a', 'whpk_U0VOVElORUw='), 'secret_wrong_length', /8 bytes.*32/],
    [by('standard/v1a', Buffer.alloc(31)), 'secret_wrong_length', /31/],
    [by('discord/ed25519', 'SENTINEL'), 'secret_not_hex'],
    [by('awell/rsa', 'SENTINEL'), 'secret_not_pem'],
    [by('sendgrid/ecdsa', Buffer.from('SENTINEL')), 'secret_not_pem'],
  ],
  bodies: [
    [{ ...good, body: undefined }, 'missing_body', /before any body parser/],
    [{ ...good, body: null }, 'missing_body'],
    [{ ...good, body: { id: sentinel } }, 'parsed_body', /a body parser .*JSON\.stringify/],
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
    for (const [options, code, message = /./, kind] of list) {
      test(`rejects ${difference(options)} as ${code}`, () =>
        assert.match(
          thrown(() => verify(options), code, kind),
          message,
        ));
    }
  });
}

describe('other functions', () => {
  const calls = [
    [() => sign(), 'invalid_options'],
    [() => sign({ ...goodSign, secrets: 'a' }), 'unknown_option'],
    [() => sign({ ...goodSign, provider: 'acme' }), 'unknown_provider'],
    [() => sign({ ...goodSign, provider: 'awell' }), 'secret_not_pem'],
    [() => sign({ ...goodSign, provider: 'standard', id: 'a' }), 'secret_not_base64'],
    [() => sign({ ...goodSign, provider: 'standard', secret: 'whsec_U0VOVElORUw=', id: 'a' }), 'secret_too_short'],
    [() => sign({ ...goodSign, provider: 'standard', secret: Buffer.alloc(32) }), 'missing_id'],
    [() => sign({ ...goodSign, provider: 'standard', secret: Buffer.alloc(32), id: 'SENTINEL.1' }), 'invalid_id'],
    [
      () => sign({ ...goodSign, provider: 'standard', secret: Buffer.alloc(32), id: 'a', timestamp: -1 }),
      'missing_timestamp',
    ],
    [
      () => sign({ ...goodSign, scheme: 'standard/v1a', provider: undefined, secret: publicKey, id: 'a' }),
      'secret_is_public',
    ],
    [() => sign({ ...goodSign, provider: 'discord', secret: 'zz'.repeat(32) }), 'secret_not_hex'],
    [() => sign({ ...goodSign, provider: 'hubspot' }), 'missing_url'],
    [() => sign({ ...goodSign, provider: 'hubspot', url: '/' }), 'missing_method'],
    [() => sign({ ...goodSign, provider: 'pandadoc' }), 'missing_url'],
    [() => sign({ ...goodSign, provider: 'mailgun', body: 'SENTINEL' }), 'malformed_body'],
    [() => sign({ ...goodSign, provider: 'linear' }), 'missing_member'],
    [() => sign({ ...goodSign, provider: 'twitch' }), 'missing_id'],
    [() => sign({ ...goodSign, provider: 'lark' }), 'missing_header'],
    [() => sign({ ...goodSign, provider: 'mandrill', url: 'https://example.com' }), 'body_not_covered'],
    [() => sign({ ...goodSign, headers: 'SENTINEL' }), 'invalid_headers'],
    [() => sign({ ...goodSign, scheme: 'well/signature' }), 'provider_or_scheme'],
    [() => sign({ ...goodSign, body: {} }), 'parsed_body'],
    [() => sign({ ...goodSign, secret: undefined }), 'missing_secret'],
    [() => sign({ ...goodSign, secret: '' }), 'empty_secret'],
    [() => sign({ ...goodSign, secret: [sentinel, sentinel] }), 'too_many_secrets'],
    [() => sign({ ...goodSign, secret: [] }), 'missing_secret'],
    [() => sign({ ...goodSign, secret: [[sentinel]] }), 'invalid_secret'],
    [() => sign({ ...goodSign, body: { a: sentinel } }), 'parsed_body'],
    [() => sign({ ...goodSign, body: undefined }), 'missing_body'],
    [() => sign({ ...goodSign, id: 1 }), 'invalid_options'],
    [() => sign({ ...goodSign, timestamp: '1' }), 'invalid_instant'],
    [() => answerHandshake(), 'invalid_options'],
    [() => answerHandshake({ ...good, provider: 'dropbox' }), 'missing_url'],
    [() => answerHandshake({ ...good, provider: 'dropbox', url: '/' }), 'missing_method'],
    [
      () => answerHandshake({ ...good, provider: 'dropbox', url: '/', method: 'GET', headers: null }),
      'invalid_headers',
    ],
    [() => answerHandshake({ ...good, provider: 'zoom', secrets: undefined }), 'missing_secret'],
    [() => answerHandshake({ ...good, provider: 'meta', url: '/', method: 'GET' }), 'missing_token'],
    [() => answerHandshake({ ...good, provider: 'meta', url: '/', method: 'GET', token: '' }), 'empty_secret'],
    [() => answerHandshake({ ...good, provider: 'asana', settingUp: 'yes' }), 'invalid_options'],
    [() => answerHandshake({ ...good, provider: 'asana', endpoint: 1 }), 'invalid_options'],
    [() => answerHandshake({ ...good, provider: 'zoom', secrets: '' }), 'empty_secret'],
    [() => answerHandshake({ ...good, provider: 'zoom', body: {} }), 'parsed_body'],
    [() => answerHandshake({ ...good, provider: 'zoom', toleranceSeconds: 1 }), 'unknown_option'],
    [() => generateSecret(), 'invalid_options'],
    [() => generateSecret({}), 'provider_or_scheme'],
    [() => generateSecret({ provider: 'acme' }), 'unknown_provider'],
    [() => generateSecret({ provider: 'well', length: 1 }), 'unknown_option'],
    [() => generateSecret({ provider: 'well', bytes: '32' }), 'invalid_options'],
    [() => generateSecret({ provider: 'well', bytes: 1.5 }), 'invalid_options'],
    [() => generateSecret({ provider: 'well', bytes: NaN }), 'invalid_options'],
    [() => generateSecret({ provider: 'well', bytes: 2 ** 32 }), 'invalid_options'],
    [() => generateSecret({ provider: 'well', bytes: 15 }), 'secret_too_short'],
    [() => generateSecret({ provider: 'standard', bytes: 23 }), 'secret_too_short'],
    [() => generateSecret({ provider: 'well', bytes: 65 }), 'secret_too_long'],
    [() => generateSecret({ scheme: 'standard/v1a', bytes: 64 }), 'secret_wrong_length'],
    [() => generateSecret({ provider: 'awell' }), 'secret_not_made_here'],
    [() => checkScheme(), 'invalid_scheme'],
    [() => checkScheme('{}'), 'invalid_scheme'],
    [() => checkScheme([]), 'invalid_scheme'],
    [() => new Webhook(), 'missing_secret'],
    [() => new Webhook(''), 'empty_secret'],
    [() => new Webhook('whsec_'), 'empty_secret'],
    [() => new Webhook([]), 'missing_secret'],
    [() => new Webhook(7), 'invalid_secret'],
    [() => new Webhook('SENTINEL?'), 'secret_not_base64'],
    [() => new Webhook('', { format: 'raw' }), 'empty_secret'],
    [() => new Webhook('SENTINEL', { format: 'hex' }), 'invalid_options'],
    [() => new Webhook('SENTINEL', { tolerance: 1 }), 'unknown_option'],
    [() => new Webhook('U0VO', { toleranceSeconds: NaN }), 'invalid_tolerance'],
    [() => new Webhook('U0VO', { now: 'x' }), 'invalid_instant'],
    [() => new Webhook('U0VO', { now: () => 'x' }).verify('', {}), 'invalid_instant'],
    [() => new Webhook('U0VO').verify({ id: sentinel }, {}), 'parsed_body'],
    [() => new Webhook('U0VO').verify('', undefined), 'invalid_headers'],
    [() => new Webhook('U0VO').verify('', {}, { jsonParse: 0 }), 'invalid_options'],
    [() => new Webhook('U0VO').verify('', {}, { parse: false }), 'unknown_option'],
    [() => new Webhook('U0VO').sign(1, new Date(), ''), 'invalid_id'],
    [() => new Webhook('U0VO').sign('', new Date(), ''), 'invalid_id'],
    [() => new Webhook('U0VO').sign('a b', new Date(), ''), 'invalid_id'],
    [() => new Webhook('U0VO').sign('a', '2026', ''), 'invalid_instant'],
    [() => new Webhook('U0VO').sign('a', new Date(NaN), ''), 'invalid_instant', RangeError],
    [() => new Webhook('U0VO').sign('a', 0, { id: sentinel }), 'parsed_body'],
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
    [() => importRequest(), 'missing_body'],
    [() => importRequest({ headers: {} }), 'parsed_body'],
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
    [() => provider('stripe'), 'unknown_provider'],
    [() => provider(), 'unknown_provider'],
  ];
  for (const [call, code, kind] of calls) {
    test(`rejects ${short(String(call).replace(/^\(\) => /, ''))} as ${code}`, () => void thrown(call, code, kind));
  }

  test('the body of a delivery to sign is explained to senders', () => {
    assert.match(
      thrown(() => sign({ ...goodSign, body: {} }), 'parsed_body'),
      /pass the text or the bytes to send, JSON\.stringify/,
    );
  });

  test('an unset secret has a path, or is left out', () => {
    const path = (options) => {
      try {
        verify({ ...good, ...options });
      } catch (error) {
        return [error.code, error.path];
      }
      return undefined;
    };
    const [current] = [good.secrets].flat();
    assert.deepEqual(path({ secrets: [current, undefined] }), ['missing_secret', '/secrets/1']);
    assert.deepEqual(path({ secrets: [current, null], skipUnset: true }), ['missing_secret', '/secrets/1']);
    assert.deepEqual(path({ secrets: undefined, skipUnset: true }), ['missing_secret', '/secrets']);
    assert.deepEqual(path({ secrets: [{ name: 'a', value: undefined }] }), ['missing_secret', '/secrets/0/value']);
    assert.deepEqual(path({ secrets: [undefined, ''], skipUnset: true }), ['missing_secret', '/secrets']);
    assert.deepEqual(path({ secrets: [current, ''] }), ['empty_secret', undefined]);
    assert.equal(path({ secrets: [undefined, current, ''], skipUnset: true }), undefined);
    assert.equal(path({ secrets: [current], skipUnset: 'yes' })[0], 'invalid_options');
  });

  test('the error of an invalid scheme lists all problems', () => {
    let error;
    try {
      verify(by({ ...own, algorithm: 'md5', key: 'rot13', extra: 1 }));
    } catch (caught) {
      error = caught;
    }
    assert.deepEqual(
      error.problems.map(({ code, path }) => [code, path]),
      [
        ['unknown_choice', '/algorithm'],
        ['unknown_choice', '/key'],
        ['unknown_field', '/extra'],
      ],
    );
    assert.deepEqual(checkScheme({ ...own, algorithm: 'md5', key: 'rot13', extra: 1 }), error.problems);
  });

  test('init is not needed in Node, and has no effect', async () => {
    assert.equal(await init(), undefined);
  });

  test('valid calls work after misuse', () => {
    const { headers } = sign(goodSign);
    assert.ok(verify({ ...good, headers }).ok);
  });
});
