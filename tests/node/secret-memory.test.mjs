// WebAssembly memory contains no secret after a call.

import assert from 'node:assert/strict';
import { createHash, createPrivateKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import {
  answerHandshake,
  beginAttempt,
  createService,
  explain,
  generateSecret,
  init,
  sign,
  startDelivery,
  verify,
  Webhook,
} from 'hookwright';
import { asker, wellHook } from './api.mjs';
import { memoryOf } from './instances.mjs';

const now = Date.parse('2026-01-15T12:00:00Z');
const body = JSON.stringify({ type: 'user.created', data: { id: 'user_1' } });
const pem = (name) => readFileSync(new URL(`../../core/tests/keys/${name}`, import.meta.url), 'utf8');

/** A secret is found by any eight consecutive bytes of it, so that remaining parts are found, too. */
function pieces(bytes) {
  // Hexadecimal digits contain half as much information.
  const length = /^[0-9a-f]*$/i.test(bytes.toString('latin1')) ? 16 : 8;
  const found = [];
  for (let at = 0; at + length <= bytes.length; at += 4) found.push(bytes.subarray(at, at + length));
  return found.filter((piece) => new Set(piece).size > 2);
}

/** The forms of a key: itself, its text in three encodings, and the blocks that HMAC derives from it. */
function shapes(key) {
  const padded = (length, pad) => {
    const block =
      key.length > length
        ? createHash(length === 64 ? 'sha256' : 'sha512')
            .update(key)
            .digest()
        : key;
    return Buffer.from(block.map((byte) => byte ^ pad));
  };
  const texts = [
    key.toString('base64'),
    key.toString('base64url'),
    key.toString('hex'),
    key.toString('hex').toUpperCase(),
  ];
  const blocks = [64, 128].flatMap((length) => [padded(length, 0x36), padded(length, 0x5c)]);
  return [key, Buffer.from(key).reverse(), ...texts.map((text) => Buffer.from(text)), ...blocks];
}

/** Asserts that no part of the secrets is in memory. */
function assertGone(memory, name, secrets) {
  const all = memory();
  // Indexed by their first two bytes, so that one pass over the memory finds all of them.
  const begins = new Map();
  for (const [what, secret] of Object.entries(secrets)) {
    for (const piece of pieces(secret)) {
      const begin = piece.readUInt16BE(0);
      if (!begins.has(begin)) begins.set(begin, []);
      begins.get(begin).push({ what, piece });
    }
  }
  const isBegin = new Uint8Array(65_536);
  for (const begin of begins.keys()) isBegin[begin] = 1;
  for (let at = 0, begin = 0; at < all.length; at++) {
    begin = ((begin << 8) | all[at]) & 0xffff;
    if (isBegin[begin] === 0) continue;
    for (const { what, piece } of begins.get(begin)) {
      const isThere = piece.equals(all.subarray(at - 1, at - 1 + piece.length));
      assert.ok(!isThere, `${name}: a part of ${what} is at ${at - 1} of ${all.length}`);
    }
  }
}

const named = (key, more = {}) => ({
  ...Object.fromEntries(shapes(key).map((shape, at) => [`shape ${at}`, shape])),
  ...more,
});

/** Calls a function and ignores what it throws. */
function attempt(call) {
  try {
    return call();
  } catch {
    return undefined;
  }
}

const custom = (algorithm, key, content = '{body}') => ({
  id: 'acme/v1',
  algorithm,
  key,
  content,
  signature: { header: 'X-Acme', encoding: algorithm === 'token' ? 'text' : 'base64' },
});

/** Verifies long bodies with other secrets until the verifiers that are kept are those of these secrets. */
function evict() {
  for (let count = 0; count < 64; count += 1) {
    verify({ provider: 'github', secrets: `another secret, number ${count}`, body: ' '.repeat(4096), headers: {} });
  }
}

/**
 * Calls every public function that takes a secret. Verifiers that are kept contain hash states of HMAC keys, and other
 * keys as they are.
 */
function useEverywhere(memory, name, scheme, secret, secrets, isKept = false) {
  const assertVerified = (what) => {
    if (isKept) evict();
    assertGone(memory, what, secrets);
  };
  const by = typeof scheme === 'string' ? { scheme } : { scheme };
  const request = { ...by, body, url: 'https://example.com/hook', method: 'POST' };
  const signed = attempt(() => sign({ ...request, secret, id: 'msg_1', timestamp: now }));
  assertGone(memory, `${name}: sign`, secrets);
  const progress = startDelivery({ policy: 'standard', due: now });
  const begin = (key, eventId) => {
    const endpoint = { url: request.url, secret: key, headers: { 'content-type': 'application/json' } };
    return beginAttempt({ ...by, policy: 'standard', progress, eventId, body: request.body, endpoint, now });
  };
  attempt(() => begin(secret, 'msg_1'));
  assertGone(memory, `${name}: beginAttempt`, secrets);
  attempt(() => begin([secret, secret, secret], 'a b'));
  assertGone(memory, `${name}: beginAttempt, misused`, secrets);
  const headers = { 'content-type': 'application/json', ...(signed?.headers ?? {}) };
  const received = { ...request, secrets: secret, headers, now };
  const verdict = verify(received);
  assertVerified(`${name}: verify`);
  assert.equal(verdict.ok, true, `${name}: ${verdict.message}`);
  verify({ ...received, body: `${body} ` });
  assertVerified(`${name}: verify, refused`);
  verify({ ...received, headers: {} });
  assertVerified(`${name}: verify, without a signature`);
  attempt(() => verify({ ...received, secrets: [secret, ''] }));
  assertGone(memory, `${name}: verify, with another secret that is empty`, secrets);
  attempt(() => verify({ ...received, secrets: typeof secret === 'string' ? `${secret}€` : secret.subarray(1) }));
  assertVerified(`${name}: verify, with a secret that cannot be decoded`);
  attempt(() => sign({ ...request, secret: [secret, secret, secret], id: '', timestamp: now }));
  assertGone(memory, `${name}: sign, misused`, secrets);
  explain({ ...received, body: `${body}\n`, otherSecrets: [] });
  assertGone(memory, `${name}: explain`, secrets);
  explain({ ...received, secrets: 'whsec_another', oldSecrets: [secret] });
  assertGone(memory, `${name}: explain, an old secret`, secrets);
  answerHandshake({ ...received });
  assertGone(memory, `${name}: answerHandshake`, secrets);
  return headers;
}

describe('secrets are wiped', async () => {
  await init();
  const memory = () => Buffer.from(memoryOf());

  test('the search finds known contents of memory', () => {
    const token = randomBytes(24).toString('base64url');
    const all = memory();
    assert.ok(all.length > 1_000_000);
    // The data of the module, such as the table of senders.
    assert.ok(all.includes('X-Hub-Signature-256'));
    assert.ok(!all.includes(token));
  });

  for (const algorithm of ['hmac-sha1', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512']) {
    for (const form of ['text', 'base64', 'hex', 'whsec', 'bytes']) {
      test(`of ${algorithm} in the form ${form}`, () => {
        for (const length of [32, 200]) {
          const random = randomBytes(length);
          const written = {
            text: random.toString('base64url'),
            base64: random.toString('base64'),
            hex: random.toString('hex'),
            whsec: `whsec_${random.toString('base64')}`,
            bytes: new Uint8Array(random),
          }[form];
          const key = form === 'text' ? Buffer.from(written) : random;
          const scheme = custom(algorithm, form === 'bytes' ? 'base64' : form);
          useEverywhere(memory, `${algorithm} ${form}`, scheme, written, named(key));
        }
      });
    }
  }

  for (const scheme of ['stripe/v1', 'github/sha256', 'standard/v1', 'slack/v0', 'shopify/hmac']) {
    test(`of ${scheme}`, () => {
      const { secret } = generateSecret({ scheme });
      const text = secret.replace(/^whsec_/, '');
      const key = scheme.startsWith('standard') ? Buffer.from(text, 'base64') : Buffer.from(secret);
      assertGone(memory, 'generateSecret', named(key));
      useEverywhere(memory, scheme, scheme, secret, named(key));
    });
  }

  test('of tokens', () => {
    const secret = randomBytes(30).toString('base64url');
    useEverywhere(memory, 'token', 'gitlab/token', secret, named(Buffer.from(secret)), true);
  });

  test('of sha256 schemes with the secret in the content', () => {
    const secret = randomBytes(30).toString('base64url');
    const scheme = custom('sha256', 'text', '{body}.{secret}');
    useEverywhere(memory, 'sha256', scheme, secret, named(Buffer.from(secret)), true);
  });

  test('of ed25519', () => {
    for (const scheme of [
      'standard/v1a',
      custom('ed25519', 'hex'),
      custom('ed25519', 'base64'),
      custom('ed25519', 'pem'),
    ]) {
      const { secret } = generateSecret({ scheme: 'standard/v1a' });
      const pair = Buffer.from(secret.slice('whsk_'.length), 'base64');
      const seed = pair.subarray(0, 32);
      const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
      const written = {
        whpk: secret,
        hex: pair.toString('hex'),
        base64: pair.toString('base64'),
        pem: `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`,
      }[scheme.key ?? 'whpk'];
      const hash = createHash('sha512').update(seed).digest();
      const scalar = Buffer.from(hash.subarray(0, 32));
      scalar[0] &= 248;
      scalar[31] = (scalar[31] & 127) | 64;
      const whole = BigInt(`0x${Buffer.from(scalar).reverse().toString('hex')}`);
      const reduced = whole % (2n ** 252n + 27742317777372353535851937790883648493n);
      // `curve25519-dalek` represents it as nine limbs of 29 bits on 32-bit targets.
      const limbs = new Uint32Array(9).map((_, at) => Number((reduced >> BigInt(29 * at)) & 0x1fff_ffffn));
      const secrets = {
        ...named(seed, { written: Buffer.from(written.slice(0, -40)) }),
        'the hash of the seed': hash,
        'the scalar': scalar,
        'the reduced scalar': Buffer.from(reduced.toString(16).padStart(64, '0'), 'hex').reverse(),
        'the limbs of the scalar': Buffer.from(limbs.buffer),
      };
      // The public half is the end of the pair, and not secret.
      delete secrets.written;
      assertGone(memory, 'generateSecret', secrets);
      useEverywhere(memory, `ed25519 ${scheme.key ?? 'whsk'}`, scheme, written, secrets, true);
    }
  });

  for (const [name, algorithm, file] of [
    ['ecdsa', 'ecdsa-p256-sha256', 'p256.pem'],
    ['rsa', 'rsa-pkcs1-sha256', 'rsa.pem'],
  ]) {
    test(`of ${name}`, () => {
      const text = pem(file);
      const jwk = createPrivateKey(text).export({ format: 'jwk' });
      const numbers = ['d', 'p', 'q', 'dp', 'dq', 'qi'].filter((number) => jwk[number] !== undefined);
      const secrets = {};
      for (const number of numbers) {
        const bytes = Buffer.from(jwk[number], 'base64url');
        secrets[number] = bytes;
        secrets[`${number}, from its end`] = Buffer.from(bytes).reverse();
      }
      // The text of the PEM from the private numbers on.
      const lines = text.split('\n').filter((line) => !line.startsWith('-'));
      const first = name === 'rsa' ? Math.ceil(lines.length / 2) : 0;
      secrets['the text'] = Buffer.from(name === 'rsa' ? lines.slice(first).join('') : lines.join('').slice(48, 90));
      useEverywhere(memory, name, custom(algorithm, 'pem'), text, secrets, true);
    });
  }

  test('that a handshake echoes', () => {
    const secret = randomBytes(32).toString('hex');
    const request = { provider: 'asana', headers: { 'X-Hook-Secret': secret }, body: '', secrets: [] };
    const answer = answerHandshake({ ...request, settingUp: true });
    assert.equal(answer.secret, secret);
    assertGone(memory, 'answerHandshake', named(Buffer.from(secret)));
  });

  test('that a handshake compares as a token', () => {
    const token = randomBytes(32).toString('hex');
    const url = `/hook?hub.challenge=1&hub.verify_token=${token.slice(1)}0`;
    const answer = answerHandshake({ provider: 'meta', headers: {}, method: 'GET', url, token });
    assert.equal(answer.code, 'token_mismatch');
    assertGone(memory, 'answerHandshake', { token: Buffer.from(token) });
  });

  test('of Webhook', () => {
    const { secret } = generateSecret({ provider: 'standard' });
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const webhook = new Webhook(secret);
    const at = new Date();
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': webhook.sign('msg_1', at, body),
    };
    assertGone(memory, 'Webhook.sign', named(key));
    webhook.verify(body, headers);
    assertGone(memory, 'Webhook.verify', named(key));
  });
});

test('secrets of a closed service are wiped', async () => {
  const random = () => randomBytes(24).toString('hex');
  const secrets = { secret: random(), token: random(), 'own secret': random(), header: random() };
  const memory = () => Buffer.from(memoryOf());
  // Port 9 is that of `discard`, which no one listens on.
  const url = 'http://127.0.0.1:9/';
  const own = { secret: secrets['own secret'] };
  const subscribe = {
    generic: async (ask) => {
      for (const more of [{}, own]) {
        const made = await ask('POST', '/v1/webhooks', { url, events: ['user.created'], ...more });
        assert.equal(made.status, 201, made.text);
      }
    },
    well: (ask) =>
      wellHook(ask, { event: 'document.processed', target_url: url, headers: { 'X-Static': secrets.header } }),
  };
  for (const [provider, type] of [
    ['generic', 'user.created'],
    ['well', 'document.processed'],
  ]) {
    const service = createService({ provider, secret: secrets.secret, token: secrets.token, now });
    const ask = asker('http://service.test', secrets.token, (request) => service.fetch(request));
    await subscribe[provider](ask);
    await ask('GET', '/v1/webhooks');
    service.emit({ type, data: { id: 'user_1' } });
    await service.advance(60_000);
    const state = service.save();
    assert.ok(memory().includes(secrets.secret), 'the secret is not found before close');
    await service.close();
    const again = createService({ provider, token: secrets.token, state });
    again.save();
    await again.close();
    for (const [name, text] of Object.entries(secrets))
      assertGone(memory, `${provider}: ${name}`, named(Buffer.from(text)));
  }
});
