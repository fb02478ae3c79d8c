// `verify` keeps the last verifiers, so that calls with the same secrets are fast, and memory stays small with many.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test, { beforeEach } from 'node:test';
import { sign } from 'hookwright';
import { source } from '../sources.mjs';

const { clearVerifiers, countKept, glue, setCrossover, verify } = await source('../../tests/node/internals.ts');

beforeEach(() => clearVerifiers());

const headersFor = (secret, body) => ({
  'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
const once = (secrets, more) => verify({ provider: 'github', secrets, body: 'x', headers: {}, ...more });
/** Verifies twice, because a verifier is kept from the second time on. */
const github = (secrets, more) => {
  const first = once(secrets, more);
  const second = once(secrets, more);
  assert.deepEqual(first, second);
  return second;
};

test('keeps a verifier from the second time on, or at once for a long body', () => {
  once('a');
  assert.equal(countKept(), 0);
  once('b');
  once('a');
  assert.equal(countKept(), 1);
  once('c', { body: 'x'.repeat(4096) });
  assert.equal(countKept(), 2);
});

test('keeps at most 64 verifiers', () => {
  for (let count = 1; count <= 200; count += 1) {
    github(`secret number ${count}`);
    assert.equal(countKept(), Math.min(count, 64));
  }
});

test('removes the verifier that was not used for the longest time', () => {
  setCrossover({ host: Infinity, shortcut: Infinity });
  const { PreparedVerifier } = glue;
  const made = [];
  const { check } = PreparedVerifier.prototype;
  PreparedVerifier.prototype.check = function (...given) {
    made.push(this);
    return check.apply(this, given);
  };
  const used = (secret) => {
    github(secret);
    return made.at(-1);
  };
  const often = used('often');
  const seldom = used('seldom');
  for (let count = 0; count < 63; count += 1) {
    used(`secret number ${count}`);
    assert.equal(used('often'), often);
  }
  assert.notEqual(used('seldom'), seldom);
  PreparedVerifier.prototype.check = check;
  setCrossover({});
});

test('distinguishes secrets, their kinds and names, schemes and tolerances', () => {
  const key = 'a secret that is text and bytes';
  const headers = headersFor(key, 'x');
  const ok = (secrets, more) => github(secrets, { headers, ...more });
  assert.deepEqual(ok(key), { ok: true, key: { index: 0 } });
  assert.deepEqual(ok([{ name: 'a', value: key }]).key, { index: 0, name: 'a' });
  assert.deepEqual(ok([{ name: 'b', value: key }]).key, { index: 0, name: 'b' });
  assert.deepEqual(ok(['another', key]).key, { index: 1 });
  assert.deepEqual(ok([key, 'another']).key, { index: 0 });
  assert.equal(ok(`${key} `).ok, false);
  assert.equal(ok(key.slice(1)).ok, false);
  assert.equal(ok(Buffer.from(key)).ok, true);
  assert.equal(countKept(), 8);
  // Text is decoded as the scheme specifies, and bytes are the key.
  const whsec = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const now = 1_700_000_000_000;
  const standard = (secrets, toleranceSeconds, later = 0) => {
    const signed = sign({ provider: 'standard', secret: whsec, body: 'x', id: 'msg_1', timestamp: now }).headers;
    const more = toleranceSeconds === undefined ? {} : { toleranceSeconds };
    return verify({ provider: 'standard', secrets, body: 'x', headers: signed, now: now + later, ...more }).ok;
  };
  assert.equal(standard(whsec), true);
  assert.equal(standard(Buffer.from(whsec)), false);
  assert.equal(standard(whsec, 10, 20_000), false);
  assert.equal(standard(whsec, 30, 20_000), true);
  assert.equal(standard(whsec, { past: 10, future: 30 }, 20_000), false);
  assert.equal(standard(whsec, false, 2e9), true);
});

test('does not use a key that the caller has changed since', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef');
  const headers = headersFor(key, 'x');
  assert.equal(github(key, { headers }).ok, true);
  key[31] ^= 1;
  assert.equal(github(key, { headers }).ok, false);
});

test('does not keep verifiers with very long secrets, or those that cannot be created', () => {
  const long = 'long '.repeat(5000);
  assert.equal(github(long, { headers: headersFor(long, 'x') }).ok, true);
  assert.throws(() => github(['', 'a']), { code: 'empty_secret' });
  assert.equal(countKept(), 0);
});

for (const [how, verifyTimes] of [
  ['once', once],
  ['twice', github],
]) {
  test(`memory does not grow with the number of secrets that are used ${how}`, () => checkMemory(verifyTimes));
}

function checkMemory(verifyTimes) {
  const size = () => glue.initSync({ module: new Uint8Array() }).memory.buffer.byteLength;
  const round = (from, to) => {
    for (let count = from; count < to; count += 1) {
      const secret = `the secret of tenant ${count}`;
      assert.equal(verifyTimes(secret, { headers: headersFor(secret, 'x') }).ok, true);
    }
  };
  round(0, 1000);
  const before = size();
  round(1000, 100_000);
  assert.equal(size(), before);
  assert.ok(countKept() <= 64);
}
