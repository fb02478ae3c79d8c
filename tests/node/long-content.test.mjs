// Header fields that are long, or that make the signed content long, have correct verdicts and do not disturb others.

import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import test from 'node:test';
import { createVerifier } from 'hookwright';
import { schemes } from 'hookwright/senders/stripe';
import { verify as verifyCompact } from 'hookwright/verify';

const KEY = 'a secret that is long enough';
const COUNT = 8;
const content = '{header:X-A}\n'.repeat(COUNT);
const scheme = {
  id: 'acme/v1',
  algorithm: 'hmac-sha256',
  key: 'text',
  content: `${content}{body}`,
  signature: { header: 'X-Sig', encoding: 'hex' },
};
const hmac = (text) => createHmac('sha256', KEY).update(text).digest('hex');

for (const length of [1000, 10_239, 10_240, 12_000, 60_000]) {
  for (const size of [20, 600, 70_000]) {
    test(`a field of ${length} bytes that is signed ${COUNT} times, with a body of ${size} bytes`, () => {
      const verifier = createVerifier({ scheme, secrets: KEY });
      const other = createVerifier({ provider: 'github', secrets: KEY });
      const body = '{"a":1}'.padEnd(size);
      const value = 'x'.repeat(length);
      const headers = { 'X-A': value, 'X-Sig': hmac(`${value}\n`.repeat(COUNT) + body) };
      for (let round = 0; round < 4; round += 1) {
        assert.deepEqual(verifier.verify({ body, headers }), { ok: true, key: { index: 0 } });
        assert.equal(verifier.verify({ body: `${body} `, headers }).code, 'signature_mismatch');
        // In upper case, so that the core decides.
        const upper = { 'X-Hub-Signature-256': `sha256=${hmac(body).toUpperCase()}` };
        assert.equal(other.verify({ body, headers: upper }).ok, true);
      }
    });
  }
}

test('a long content that is signed with a public key', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const secrets = publicKey.export({ type: 'spki', format: 'pem' });
  const signature = { header: 'X-Sig', encoding: 'base64' };
  const verifier = createVerifier({ scheme: { ...scheme, algorithm: 'ed25519', key: 'pem', signature }, secrets });
  const other = createVerifier({ provider: 'github', secrets: KEY });
  const value = 'x'.repeat(15_500);
  const signed = signBytes(null, Buffer.from([`${value}\n`.repeat(COUNT), '{}'].join('')), privateKey).toString(
    'base64',
  );
  for (let round = 0; round < 40; round += 1) {
    assert.equal(verifier.verify({ body: '{}', headers: { 'X-A': value, 'X-Sig': signed } }).ok, true);
    const forged = Buffer.alloc(64, round).toString('base64');
    assert.equal(
      verifier.verify({ body: '{}', headers: { 'X-A': value, 'X-Sig': forged } }).code,
      'signature_mismatch',
    );
    const upper = { 'X-Hub-Signature-256': `sha256=${hmac('{}').toUpperCase()}` };
    assert.equal(other.verify({ body: '{}', headers: upper }).ok, true);
  }
});

test('hookwright/verify reads a field with many spaces in linear time', () => {
  // In quadratic time, this takes minutes.
  const value = `t=1,v1=${' '.repeat(500_000)}x`;
  const headers = { 'stripe-signature': value };
  const verdict = verifyCompact({ scheme: schemes['stripe/v1'], secrets: KEY, body: '', headers });
  assert.equal(verdict.code, 'malformed_signature');
});

test('hookwright/verify does not use members of Object.prototype', () => {
  const headers = { 'stripe-signature': `t=1700000000,v1=${hmac('1700000000.{}')}` };
  const given = { scheme: schemes['stripe/v1'], secrets: KEY, body: '{}', headers, now: 1_700_000_000_000 };
  const expected = verifyCompact(given);
  assert.equal(expected.ok, true);
  for (const [name, value] of [
    ['item', ''],
    ['headers', ''],
  ]) {
    Object.defineProperty(Object.prototype, name, { value, configurable: true });
    try {
      assert.deepEqual(verifyCompact(given), expected, name);
    } finally {
      delete Object.prototype[name];
    }
  }
});
