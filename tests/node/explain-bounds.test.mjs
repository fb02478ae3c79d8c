// The limit on the work of a diagnosis, through the package. The tests of the core also measure memory.

import assert from 'node:assert/strict';
import test from 'node:test';
import { explain, sign, verify } from 'hookwright';

const MAX_WORK = 100_000_000;
const PARTS = [
  'match',
  'headers',
  'secrets',
  'times',
  'body',
  'forms',
  'json_forms',
  'urls',
  'constructions',
  'schemes',
  'symptoms',
];
const secrets = 'a secret for these tests only';
const refused = {
  scheme: 'github/sha256',
  secrets,
  headers: { 'X-Hub-Signature-256': `sha256=${'0123456789abcdef'.repeat(4)}` },
};

/** A diagnosis, after checking its limits. */
function diagnose(changes) {
  const diagnosis = explain({ ...refused, ...changes });
  const { ok, causes, skipped, trials, work } = diagnosis;
  assert.equal(ok, causes.length === 0);
  assert.ok(work > 0 && work <= MAX_WORK && trials <= 12_000, `${work} units, ${trials} trials`);
  assert.ok(
    skipped.every((part) => PARTS.includes(part)),
    String(skipped),
  );
  return diagnosis;
}

test('a long name over a long list is explained, and verify works afterwards', () => {
  for (const [name, items] of [
    [10_000, 3_300],
    [50_000, 16_600],
    [475_000, 158_000],
  ]) {
    const body = `{"${'n'.repeat(name)}":[""${',""'.repeat(items)}]}`;
    assert.ok(diagnose({ body }).skipped.includes('forms'));
  }
  const body = 'x'.repeat(1_000_000);
  const { headers } = sign({ scheme: 'github/sha256', secret: secrets, body });
  assert.ok(verify({ ...refused, headers, body }).ok);
});

test('many header fields and secrets count as work', () => {
  const fields = Array.from({ length: 100_000 }, (_, index) => [`x-${index}`, '1']);
  assert.ok(
    diagnose({ body: '{}', headers: [...Object.entries(refused.headers), ...fields] }).skipped.includes('schemes'),
  );
  const many = Array.from({ length: 1_000 }, (_, index) => `the secret with number ${index}`);
  assert.ok(diagnose({ body: '{}', secrets: many, oldSecrets: many }).skipped.length > 0);
});

test('long bodies get a partial diagnosis that agrees with verify', () => {
  const body = Buffer.alloc(12_000_000, 'x');
  const { skipped } = diagnose({ body });
  for (const part of ['body', 'forms', 'symptoms']) assert.ok(skipped.includes(part), String(skipped));
  const { headers } = sign({ scheme: 'github/sha256', secret: secrets, body });
  assert.deepEqual([diagnose({ body, headers }).ok, diagnose({ body, headers }).skipped], [true, []]);
});

test('the search of an ordinary delivery is complete and deterministic', () => {
  const delivery = { body: JSON.stringify({ id: 1, name: 'Zoë', tags: ['a', 'b'] }) };
  const diagnosis = diagnose(delivery);
  assert.deepEqual([diagnosis.causes[0].code, diagnosis.skipped], ['unknown', []]);
  assert.deepEqual(diagnose(delivery), diagnosis);
});
