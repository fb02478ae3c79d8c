// The shared vectors, through the npm package.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseEvent, planRetries, sign, verify } from 'hookwright';

function vectors(name) {
  const file = JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
  assert.equal(file.tests.length, file.numberOfTests);
  assert.ok(file.tests.length > 0);
  return file.tests;
}

const bytes = (hex) => Buffer.from(hex, 'hex');

for (const vector of vectors('signature')) {
  test(`signature: ${vector.id}`, () => {
    const { scheme, headers } = vector;
    const secrets = vector.secrets.map(({ hex, name }) =>
      name === undefined ? bytes(hex) : { name, value: bytes(hex) },
    );
    const body = bytes(vector.bodyHex);
    const verdict = verify({ scheme, secrets, headers, body });
    if (vector.ok) {
      const key = { index: vector.keyIndex, ...(vector.keyName && { name: vector.keyName }) };
      assert.deepEqual(verdict, { ok: true, key });
      const signed = sign({ scheme, secret: secrets[vector.keyIndex], body });
      assert.deepEqual(verify({ scheme, secrets, headers: signed.headers, body }), { ok: true, key });
    } else {
      assert.deepEqual([verdict.ok, verdict.code], [false, vector.code]);
      assert.equal(typeof verdict.message, 'string');
    }
  });
}

for (const vector of vectors('events')) {
  test(`event: ${vector.id}`, () => {
    const body = vector.bodyHex === undefined ? vector.body : bytes(vector.bodyHex);
    const event = parseEvent(body, vector.provider === null ? {} : { provider: vector.provider });
    const { dataText, ...expected } = vector.event;
    if (dataText !== undefined) expected.data = JSON.parse(dataText);
    const problems = event.problems.map(({ code, severity, path }) => [code, severity, path]);
    assert.deepEqual(problems, vector.problems);
    assert.ok(event.problems.every(({ message }) => message.length > 10));
    assert.deepEqual({ ...event, problems: [] }, { ...expected, problems: [] });
  });
}

for (const vector of vectors('retry')) {
  test(`retry: ${vector.id}`, () => {
    const plan = planRetries({ policy: vector.policy });
    assert.deepEqual(
      plan.attempts.map(({ delayMs }) => delayMs),
      vector.delaysMs,
    );
    assert.deepEqual(
      plan.attempts.map(({ number }) => number),
      vector.delaysMs.map((_, index) => index + 1),
    );
    const { spanMs, confidence, summary } = vector;
    assert.deepEqual({ ...plan, attempts: [] }, { attempts: [], spanMs, confidence, summary });
  });
}

test('the signature vectors are what generates them says', () => {
  const script = fileURLToPath(new URL('../vectors/generate.mjs', import.meta.url));
  execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
});
