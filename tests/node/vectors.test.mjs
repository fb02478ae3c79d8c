// The shared vectors through the npm package.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseEvent, planRetries, senders, sign, verify } from 'hookwright';

function vectors(name) {
  const file = JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
  assert.equal(file.tests.length, file.numberOfTests);
  assert.ok(file.tests.length > 0);
  return file.tests;
}

const bytes = (hex) => Buffer.from(hex, 'hex');

/** The secrets of a vector. Text is decoded as the scheme requires, and bytes are the key itself. */
const keys = ({ secrets }) =>
  secrets.map(({ text, hex, name }) => {
    const value = text ?? bytes(hex);
    return name === undefined ? value : { name, value };
  });

/** The verdict of a vector without warnings, because test secrets may be short. */
function verdictOn(vector, changes) {
  const { scheme, headers, url, method, nowMs: now = 0 } = vector;
  const body = vector.body ?? bytes(vector.bodyHex);
  const options = { scheme, secrets: keys(vector), body, headers, now, ...(url && { url }), method: method ?? 'POST' };
  const { warnings, ...verdict } = verify({ ...options, ...changes });
  return verdict;
}

for (const vector of vectors('signature')) {
  test(`signature: ${vector.id}`, () => {
    const verdict = verdictOn(vector);
    if (vector.ok) {
      const key = { index: vector.keyIndex, ...(vector.keyName && { name: vector.keyName }) };
      assert.deepEqual(verdict, { ok: true, key });
      const { scheme } = vector;
      const { headers } = sign({ scheme, secret: keys(vector)[vector.keyIndex], body: bytes(vector.bodyHex) });
      assert.deepEqual(verdictOn(vector, { headers }), { ok: true, key });
    } else {
      assert.deepEqual([verdict.ok, verdict.code], [false, vector.code]);
      assert.equal(typeof verdict.message, 'string');
    }
  });
}

for (const vector of vectors('senders')) {
  test(`sender: ${vector.id}`, () => {
    const verdict = verdictOn(vector);
    if (vector.ok === false) return assert.deepEqual([verdict.ok, verdict.code], [false, vector.code]);
    assert.deepEqual([verdict.ok, verdict.key?.index, verdict.message], [true, vector.keyIndex, undefined]);
    const { schemes } = senders().find(({ id }) => id === vector.sender);
    const scheme = schemes.find(({ id }) => id === vector.scheme);
    assert.deepEqual(verdictOn(vector, { scheme }), verdict, 'the scheme as an object gives another verdict');
    const now = vector.nowMs + 86_400_000 * 365;
    if (scheme.timestamp !== undefined) {
      assert.equal(verdictOn(vector, { now }).code, 'too_old');
      assert.deepEqual(verdictOn(vector, { now, toleranceSeconds: false }), verdict);
    } else {
      assert.deepEqual(verdictOn(vector, { now }), verdict);
    }
  });
}

test('lists every sender that has a vector, with its scheme', () => {
  const known = new Map(senders().map(({ id, schemes }) => [id, schemes.map((scheme) => scheme.id)]));
  const missing = vectors('senders').filter(({ sender, scheme }) => !known.get(sender)?.includes(scheme));
  assert.deepEqual(
    missing.map(({ id }) => id),
    [],
  );
});

for (const vector of vectors('events')) {
  test(`event: ${vector.id}`, () => {
    const body = vector.bodyHex === undefined ? vector.body : bytes(vector.bodyHex);
    const event = parseEvent(body, vector.provider === null ? {} : { provider: vector.provider });
    const { dataText: given, ...expected } = vector.event;
    if (given !== undefined) expected.data = JSON.parse(given);
    const problems = event.problems.map(({ code, severity, path }) => [code, severity, path]);
    assert.deepEqual(problems, vector.problems);
    assert.ok(event.problems.every(({ message }) => message.length > 10));
    const { dataText, exactNumbers, ...read } = event;
    assert.deepEqual({ ...read, problems: [] }, { ...expected, problems: [] });
    assert.deepEqual(dataText === null ? null : JSON.parse(dataText), event.data);
    for (const text of Object.values(exactNumbers)) assert.match(dataText, new RegExp(text.replace(/[.+]/g, '\\$&')));
  });
}

for (const vector of vectors('retry')) {
  test(`retry: ${vector.id}`, () => {
    const plan = planRetries({ policy: vector.policy, seed: vector.seed });
    assert.deepEqual(
      plan.attempts.map(({ delayMs }) => delayMs),
      vector.delaysMs,
    );
    assert.deepEqual(
      plan.attempts.map(({ number }) => number),
      vector.delaysMs.map((_, index) => index + 1),
    );
    for (const field of ['spanMs', 'confidence', 'summary']) {
      if (field in vector) assert.equal(plan[field], vector[field]);
    }
  });
}

test('the signature vectors are up to date', () => {
  const script = fileURLToPath(new URL('../vectors/generate.mjs', import.meta.url));
  execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
});
