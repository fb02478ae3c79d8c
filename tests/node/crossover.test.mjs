// The core and the cryptography of the host give the same verdicts, whichever of them hashes the body.

import assert from 'node:assert/strict';
import { createHmac, sign as signWith } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test, { after, describe } from 'node:test';
import { source } from '../sources.mjs';
import { members } from './verdicts.mjs';

const { clearVerifiers, core, createVerifier, hideCore, setCrossover, verify, Webhook } = await source(
  '../../tests/node/internals.ts',
);

const all = (size) => ({ host: size, shortcut: size, publicKey: size });

/** The host computes every MAC and checks every public key, it does what is faster, or it does nothing. */
const SETTINGS = {
  'the host with one call': { ...all(0), prepare: 0, oneShot: 65_536 },
  'the host with copied states': { ...all(0), prepare: 0, oneShot: -1 },
  'the measured sizes': {},
  'the core': { ...all(Infinity), prepare: Infinity, oneShot: 0 },
};

const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')).tests;
const bytes = (hex) => Buffer.from(hex, 'hex');
const toKeys = ({ secrets }) =>
  secrets.map(({ text, hex, name }) => {
    const value = text ?? bytes(hex);
    return name === undefined ? value : { name, value };
  });
const flat = (secrets) =>
  secrets.flatMap((key) => (key?.name === undefined ? [key, undefined] : [key.value, key.name]));

/** Other spellings of a value: of its last character, of base64, and of a list. */
function* spellings(value) {
  // The low byte of the first one is that of the character, and the second one is as long as two of them.
  yield `${value.slice(0, -1)}${String.fromCharCode(0x100 + (value.charCodeAt(value.length - 1) & 0xff))}`;
  yield `${value.slice(0, -1)}é`;
  if (value.endsWith('=')) {
    yield value.replace(/=+$/, '');
    yield value.replace(/(.)(?==+$)/, (last) => String.fromCharCode(last.charCodeAt(0) + 1));
  }
  const items = value.split(/[,;]/);
  if (items.length === 1) return;
  const separator = value[items[0].length];
  yield [...items].reverse().join(separator);
  yield items.join(`${separator} `);
  for (const more of ['v0=00', 'other', '', items[0], ` ${items[0]}`, `\t${items[1]}`]) {
    yield [...items, more].join(separator);
    yield [more, ...items].join(separator);
  }
}

/** Requests that differ a little from a genuine one. */
function* changes({ body, headers, ...others }) {
  const more = (name, value) => [...headers, [name, value]];
  const text = Buffer.from(body).toString('latin1');
  yield { ...others, headers, body };
  yield { ...others, headers, body: `${text} ` };
  yield { ...others, headers, body: '' };
  yield { ...others, headers: [], body };
  for (const ms of [299_999, 300_001, 1e9]) {
    yield { ...others, headers, body, now: others.now + ms };
    yield { ...others, headers, body, now: others.now - ms };
  }
  yield { ...others, headers: Object.fromEntries(headers), body: Buffer.from(body) };
  for (const [name, value] of headers) {
    yield { ...others, body, headers: more(name, value) };
    yield { ...others, body, headers: more(name, '') };
    yield { ...others, body, headers: more(` ${name.toUpperCase()}\t`, `${value}0`) };
    const replaced = (other) => headers.map(([each, kept]) => [each, each === name ? other : kept]);
    for (const other of [
      ` ${value}\t`,
      value.toUpperCase(),
      value.toLowerCase(),
      `${value},${value}`,
      `${value}é`,
      '\ud800',
      '',
      ...spellings(value),
    ]) {
      yield { ...others, body, headers: replaced(other) };
    }
  }
}

describe('for every vector', () => {
  after(() => setCrossover({}));
  after(() => hideCore(false));
  for (const [setting, sizes] of Object.entries({ ...SETTINGS, 'a core that is not loaded': undefined })) {
    test(`verdicts of ${setting} have the members of the core's verdicts`, () => {
      hideCore(sizes === undefined);
      setCrossover(sizes ?? {});
      let accepted = 0;
      for (const vector of [...vectors('signature'), ...vectors('senders')]) {
        const { scheme, url = '', method = 'POST', nowMs: now = 0 } = vector;
        const secrets = toKeys(vector);
        const verifier = createVerifier({ scheme, secrets });
        const genuine = { body: vector.body ?? bytes(vector.bodyHex), headers: vector.headers, url, method, now };
        for (const delivery of changes(genuine)) {
          const given = Array.isArray(delivery.headers) ? delivery.headers : Object.entries(delivery.headers);
          const request = [method, url, ...given.flat()];
          const body = Buffer.from(delivery.body);
          const expected = members(core().verify(scheme, flat(secrets), request, body, delivery.now));
          const verdict = verifier.verify(delivery);
          assert.deepEqual(members(verdict), expected, `${vector.id} ${JSON.stringify(delivery.headers)}`);
          assert.deepEqual(members(verify({ ...delivery, scheme, secrets })), expected);
          if (verdict.ok) accepted += 1;
        }
        verifier.free();
      }
      assert.ok(accepted > 1000, `${accepted} accepted`);
    });
  }
});

describe('for every size of the body', () => {
  after(() => setCrossover({}));
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const at = 1_700_000_000;
  const sizes = [0, 1, 55, 56, 63, 64, 65, 399, 400, 4096, 16_384, 65_535, 65_536, 65_537, 200_000, 1_000_003];
  const bodyOf = (size, letter) => letter.repeat(Math.ceil(size / Buffer.byteLength(letter))).slice(0, size);

  for (const [setting, changed] of Object.entries(SETTINGS)) {
    test(`${setting} accepts genuine and rejects changed bodies`, () => {
      setCrossover(changed);
      const webhook = new Webhook(secret, { now: at * 1000 });
      const verifier = createVerifier({
        provider: 'github',
        secrets: ['another secret, long enough', 'It is a secret, long enough'],
      });
      for (const size of sizes) {
        for (const letter of ['a', 'é', '€', '😀']) {
          const text = JSON.stringify(bodyOf(size, letter).toWellFormed?.() ?? 'a');
          const mac = createHmac('sha256', 'It is a secret, long enough').update(text).digest('hex');
          const github = { 'x-hub-signature-256': `sha256=${mac}`, 'X-GitHub-Delivery': 'id-1' };
          const headers = {
            'webhook-id': 'msg_1',
            'webhook-timestamp': String(at),
            'webhook-signature': webhook.sign('msg_1', at * 1000, text),
          };
          for (const body of [text, Buffer.from(text), new Uint8Array(Buffer.from(text)).buffer]) {
            const verdict = verifier.verify({ body, headers: github });
            assert.deepEqual(verdict, { ok: true, key: { index: 1 }, id: 'id-1', idSigned: false }, `${size}`);
            assert.equal(webhook.verify(body, headers), JSON.parse(text));
          }
          const forged = `${text.slice(0, -1)}b"`;
          assert.equal(verifier.verify({ body: forged, headers: github }).code, 'signature_mismatch');
          assert.throws(() => webhook.verify(Buffer.from(forged), headers), { code: 'signature_mismatch' });
        }
      }
    });
  }
});

test('a key that is longer than a block is hashed', () => {
  setCrossover({ ...all(0), prepare: 0 });
  for (const [scheme, hash] of Object.entries({ 'github/sha256': 'sha256', 'github/sha1': 'sha1' })) {
    for (const length of [1, 63, 64, 65, 128, 129, 1000]) {
      const secrets = 'k'.repeat(length);
      const mac = createHmac(hash, secrets).update('{}').digest('hex');
      const name = hash === 'sha1' ? 'x-hub-signature' : 'x-hub-signature-256';
      const verifier = createVerifier({ scheme, secrets });
      assert.equal(verifier.verify({ body: '{}', headers: { [name]: `${hash}=${mac}` } }).ok, true, `${length}`);
    }
  }
  setCrossover({});
});

test('an RSA signature of another key is rejected by the host and the core', () => {
  const pem = (name) => readFileSync(new URL(`../../core/tests/keys/${name}`, import.meta.url), 'utf8');
  const scheme = {
    id: 'acme/v1',
    algorithm: 'rsa-pkcs1-sha256',
    key: 'pem',
    content: '{timestamp}.{body}!',
    signature: { header: 'X-Acme', encoding: 'base64' },
    timestamp: { header: 'X-Time', unit: 'seconds' },
  };
  const signature = signWith('sha256', Buffer.from('1700000000.{}!'), pem('rsa.pem')).toString('base64');
  for (const sizes of Object.values(SETTINGS)) {
    setCrossover(sizes);
    const verifier = createVerifier({ scheme, secrets: pem('rsa.pem') });
    const headers = { 'x-acme': signature, 'x-time': '1700000000' };
    const codes = ['{}', '{ }'].map((body) => verifier.verify({ body, headers, now: 1_700_000_000_000 }).code);
    assert.deepEqual(codes, [undefined, 'signature_mismatch']);
  }
  setCrossover({});
  clearVerifiers();
});

test('only the fields of a template are replaced', () => {
  const secrets = 'a secret of sixteen bytes';
  const headers = (signature) => ({ 'x-signature': signature, 'x-time': '1750000000' });
  const timestamp = { header: 'X-Time', unit: 'seconds' };
  const signature = { header: 'X-Signature' };
  const verdict = (content, signed) => {
    const scheme = { id: 'a/b', algorithm: 'hmac-sha256', content, signature, timestamp };
    const mac = createHmac('sha256', secrets).update(signed).digest('hex');
    return createVerifier({ scheme, secrets }).verify({ body: '{}', headers: headers(mac), now: 1_750_000_000_000 }).ok;
  };
  after(() => setCrossover({}));
  for (const setting of Object.values(SETTINGS)) {
    setCrossover(setting);
    for (const name of ['constructor', 'toString', 'valueOf', '__proto__']) {
      assert.equal(verdict(`{timestamp}.${name}{body}`, `1750000000.${name}{}`), true);
      assert.equal(verdict(`${name}{body}{timestamp}`, '1750000000{}1750000000'), false);
      assert.equal(verdict(`{timestamp}.{body}${name}`, '1750000000.{}1750000000'), false);
    }
  }
});

test('a header that a scheme names twice is read as by the core', () => {
  const secrets = 'a secret of sixteen bytes';
  const mac = createHmac('sha256', secrets).update('{}').digest('hex');
  const signature = { header: 'X-Signature', orHeader: 'x-signature' };
  const scheme = { id: 'a/b', algorithm: 'hmac-sha256', content: '{body}', signature };
  after(() => setCrossover({}));
  const verdicts = Object.values(SETTINGS).map((setting) => {
    setCrossover(setting);
    return createVerifier({ scheme, secrets }).verify({ body: '{}', headers: { 'X-Signature': mac } });
  });
  for (const each of verdicts) assert.deepEqual(each, verdicts[0]);
});
