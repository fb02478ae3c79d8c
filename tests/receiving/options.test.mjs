// Mistakes in the options are found when a receiver is created.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import test, { describe } from 'node:test';
import { webhook as forExpress } from 'hookwright/express';
import { webhook as forFastify } from 'hookwright/fastify';
import { webhook as forFetch } from 'hookwright/fetch';
import { webhook as forLambda } from 'hookwright/lambda';
import { webhook as forNode } from 'hookwright/node';
import { memoryStore, receiver } from 'hookwright/receiver';
import { SECRET } from './deliveries.mjs';

const usual = { provider: 'github', secrets: SECRET, on: { push: () => {} }, log: () => {} };
const { provider: _, ...withoutScheme } = usual;
const twilio = { ...usual, provider: 'twilio', on: {}, onUnknown() {} };
const well = { ...usual, provider: 'well' };
const acme = {
  id: 'acme/v1',
  algorithm: 'hmac-sha256',
  content: '{body}',
  signature: { header: 'Acme-Signature' },
};

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const P256 = publicKey.export({ type: 'spki', format: 'pem' });

/** The mistakes: the options, the code of the error, and its message. */
const MISTAKES = {
  'no options': [undefined, 'invalid_options', /takes an object/],
  'no scheme': [withoutScheme, 'provider_or_scheme', /either `provider` or `scheme`/],
  'two schemes': [{ ...usual, scheme: 'github/sha1' }, 'provider_or_scheme', /both were given/],
  'an unknown provider': [{ ...usual, provider: 'githb' }, 'unknown_provider', /did you mean `github`/],
  'a misspelt option': [{ ...usual, onUnknownn: () => {} }, 'unknown_option', /did you mean `onUnknown`/],
  'an unset secret': [{ ...usual, secrets: undefined }, 'missing_secret', /environment variable/],
  'an unset secret in a list': [{ ...usual, secrets: [SECRET, undefined] }, 'missing_secret', /secrets\[1\]/],
  'an empty secret': [{ ...usual, secrets: '' }, 'empty_secret', /./],
  'a secret that the scheme cannot decode': [{ ...usual, provider: 'standard', secrets: 'whsec_!' }, /^secret_/, /./],
  'only unset secrets': [{ ...usual, secrets: [undefined, ''], skipUnset: true }, 'missing_secret', /every secret/],
  'a tolerance for a scheme without a timestamp': [
    { ...usual, toleranceSeconds: 10 },
    'invalid_tolerance',
    /no timestamp/,
  ],
  'no handler': [{ ...usual, on: {} }, 'missing_handler', /at least one handler/],
  'a handler that is not a function': [{ ...usual, on: { push: 'deploy' } }, 'invalid_options', /must be a function/],
  'handlers by type for a sender without types': [
    { ...usual, provider: 'telegram' },
    'invalid_options',
    /use `onUnknown` for all events, or pass the place/,
  ],
  'handlers by type for a custom scheme without a place': [
    { ...withoutScheme, scheme: acme },
    'invalid_options',
    /`acme\/v1`.*use `onUnknown`/,
  ],
  'an order of deliveries with several events': [
    { ...usual, provider: 'sendgrid', orderBy() {}, secrets: P256 },
    'invalid_options',
    /several events, which `orderBy` cannot order/,
  ],
  'a store without a name': [{ ...usual, store: memoryStore() }, 'missing_name', /one name for each endpoint/],
  'an empty name': [{ ...usual, name: '' }, 'invalid_options', /`name` must be/],
  'a name that is not Unicode': [{ ...usual, name: '\ud800' }, 'invalid_options', /`name` must be/],
  'a list of handlers': [{ ...usual, on: [() => {}] }, 'invalid_options', /`on` must be an object/],
  'a misspelt event type': [
    { ...well, on: { 'company.craeted': () => {} } },
    'unknown_event',
    /did you mean `company.created`/,
  ],
  '`onUnknown` that is not a function': [
    { ...usual, onUnknown: true },
    'invalid_options',
    /`onUnknown` must be a function/,
  ],
  '`onRejected` that is not a function': [
    { ...usual, onRejected: {} },
    'invalid_options',
    /`onRejected` must be a function/,
  ],
  '`log` that is not a function': [{ ...usual, log: console }, 'invalid_options', /`log` must be a function/],
  '`orderBy` that is not a function': [{ ...usual, orderBy: 'id' }, 'invalid_options', /`orderBy` must be a function/],
  '`tenant` that is not a function': [{ ...usual, tenant: 'a' }, 'invalid_options', /`tenant` must be a function/],
  'an incomplete store': [
    { ...usual, name: 'a', store: { claim() {} } },
    'invalid_options',
    /`store.renew` must be a function/,
  ],
  'an unknown choice': [{ ...usual, ifStoreFails: 'ignore' }, 'invalid_options', /'refuse' or 'handle'/],
  'an unknown way to recognize events': [{ ...usual, identifyBy: 'body' }, 'invalid_options', /'id' or 'content'/],
  'a choice for failures of a store that does not fail': [
    { ...usual, ifStoreFails: 'handle' },
    'invalid_options',
    /`ifStoreFails` has no effect/,
  ],
  'such a choice with a store in memory': [
    { ...usual, ifStoreFails: 'refuse', name: 'a', store: memoryStore() },
    'invalid_options',
    /`ifStoreFails` has no effect/,
  ],
  'a URL for a scheme that does not sign it': [
    { ...usual, url: 'https://example.com/' },
    'invalid_options',
    /`url` has no effect for the scheme `github\/sha256`/,
  ],
  'an origin for a scheme that does not sign the URL': [
    { ...usual, origin: 'https://example.com' },
    'invalid_options',
    /`origin` has no effect/,
  ],
  'a URL that is not one': [{ ...twilio, url: 'not a url' }, 'invalid_options', /`url` must be a URL/],
  'a URL without a host': [{ ...twilio, url: '/webhook' }, 'invalid_options', /`url` must be a URL/],
  'an origin with a path': [{ ...twilio, origin: 'https://example.com/webhook' }, 'invalid_options', /without a path/],
  'an origin with an empty query': [{ ...twilio, origin: 'https://example.com?' }, 'invalid_options', /without a path/],
  'an origin with an empty fragment': [
    { ...twilio, origin: 'https://example.com#' },
    'invalid_options',
    /without a path/,
  ],
  'an origin with a backslash': [{ ...twilio, origin: 'https://example.com\\' }, 'invalid_options', /without a path/],
  'an origin with a line break': [{ ...twilio, origin: 'https://example.com\n' }, 'invalid_options', /without a path/],
  'an origin with two slashes': [{ ...twilio, origin: 'https://example.com//' }, 'invalid_options', /without a path/],
  'an origin that is a function': [{ ...twilio, origin: () => '' }, 'invalid_options', /`origin` must be a string/],
  'a URL and an origin': [
    { ...twilio, url: 'https://example.com/', origin: 'https://example.com' },
    'invalid_options',
    /not both/,
  ],
  'methods that are text': [{ ...usual, methods: 'GET' }, 'invalid_options', /`methods` must be a list/],
  'an unknown method': [{ ...usual, methods: ['get'] }, 'invalid_options', /`methods` must be a list/],
  'no method': [{ ...usual, methods: [] }, 'invalid_options', /`methods` must be a list/],
  'a token without a handshake that contains one': [
    { ...usual, handshake: { token: 'a' } },
    'invalid_options',
    /`handshake.token` has no effect/,
  ],
  'an endpoint without a handshake that needs it': [
    { ...usual, handshake: { endpoint: 'https://example.com' } },
    'invalid_options',
    /`handshake.endpoint` has no effect/,
  ],
  'a short lease': [{ ...usual, leaseMs: 999 }, 'invalid_duration', /from 1000 to/],
  'a short time limit': [{ ...usual, timeLimitMs: 499 }, 'invalid_duration', /from 500 to/],
  'a short time to remember': [{ ...usual, keepMs: 59_999 }, 'invalid_duration', /from 60000 to/],
  'no time for handlers': [{ ...usual, maxHandlingMs: 0 }, 'invalid_duration', /`maxHandlingMs`/],
  'a time limit that is not a number': [{ ...usual, timeLimitMs: '10' }, 'invalid_duration', /`timeLimitMs`/],
  'a lease of nothing': [{ ...usual, leaseMs: 0 }, 'invalid_duration', /`leaseMs`/],
  'a time to remember that is NaN': [{ ...usual, keepMs: Number.NaN }, 'invalid_duration', /`keepMs`/],
  'a limit that is not an integer': [{ ...usual, maxBodyBytes: 1.5 }, 'invalid_options', /`maxBodyBytes`/],
  'no URL for a scheme that signs it': [
    { ...usual, provider: 'twilio', on: {}, onUnknown() {} },
    'missing_url',
    /needs `url`/,
  ],
  'a URL that is neither text nor a function': [
    { ...twilio, url: 7 },
    'invalid_options',
    /`url` must be a string or a function/,
  ],
  'no token for a handshake': [{ ...usual, provider: 'meta' }, 'missing_token', /needs `token`/],
  'a misspelt option of handshakes': [{ ...usual, handshake: { tokn: 'x' } }, 'unknown_option', /did you mean `token`/],
  '`settingUp` that is a string': [
    { ...usual, handshake: { settingUp: 'yes' } },
    'invalid_options',
    /`handshake.settingUp`/,
  ],
  '`onSecret` that is not a function': [
    { ...usual, handshake: { onSecret: 1 } },
    'invalid_options',
    /`handshake.onSecret`/,
  ],
  'an early answer without `waitUntil`': [{ ...usual, ack: 'early' }, 'invalid_options', /needs `waitUntil`/],
  'an unknown `ack`': [{ ...usual, ack: 'late' }, 'invalid_options', /'early' or 'handled'/],
  '`waitUntil` that is not a function': [
    { ...usual, waitUntil: true },
    'invalid_options',
    /`waitUntil` must be a function/,
  ],
  'an unlimited number of diagnoses': [{ ...usual, explain: true }, 'invalid_options', /takes an object/],
  'a number of diagnoses that is zero': [
    { ...usual, explain: { perMinute: 0 } },
    'invalid_options',
    /`explain.perMinute`/,
  ],
  'an event type in two places': [
    { ...withoutScheme, scheme: acme, event: { type: { header: 'X', member: '/x' } } },
    'invalid_options',
    /either `header`/,
  ],
  'an event type that is not a JSON Pointer': [
    { ...withoutScheme, scheme: acme, event: { type: { member: 'type' } } },
    'invalid_options',
    /JSON Pointer/,
  ],
  '`tracing` without its method': [{ ...usual, tracing: {} }, 'invalid_options', /`tracing.trace` must be a function/],
};

for (const [name, make] of Object.entries({ receiver, forExpress, forFastify, forFetch, forLambda, forNode })) {
  describe(`${name} refuses`, () => {
    for (const [mistake, [options, code, message]] of Object.entries(MISTAKES)) {
      test(mistake, () => {
        assert.throws(
          () => make(options),
          (error) => {
            assert.match(error.code, code instanceof RegExp ? code : new RegExp(`^${code}$`));
            assert.match(error.message, message);
            assert.ok(!error.message.includes(SECRET));
            return error instanceof TypeError || error instanceof RangeError;
          },
        );
      });
    }

    test('nothing that is right', () => {
      for (const options of [
        usual,
        { ...usual, log: undefined, store: undefined, on: undefined, onUnknown() {} },
        { ...well, on: { 'company.created'() {}, 'company.deleted': undefined } },
        { ...usual, provider: 'standard', secrets: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', on: { anything() {} } },
        { ...usual, provider: 'meta', handshake: false },
        { ...usual, provider: 'telegram', event: { type: { member: '/kind' } } },
        { ...usual, provider: 'twilio', on: {}, onUnknown() {}, url: 'https://example.com/twilio' },
        { ...withoutScheme, scheme: acme, event: { type: { header: 'X-Type' } } },
      ]) {
        make({ ...options, log: () => {} });
      }
    });
  });
}

test('options are read once, and only from own properties', () => {
  const reads = [];
  const counted = {};
  for (const [name, value] of Object.entries(usual)) {
    Object.defineProperty(counted, name, {
      enumerable: true,
      get() {
        reads.push(name);
        return value;
      },
    });
  }
  receiver(counted);
  assert.deepEqual(reads.sort(), Object.keys(usual).sort());
  const { secrets, ...others } = usual;
  assert.throws(() => receiver(Object.assign(Object.create({ secrets }), others)), { code: 'missing_secret' });
});
