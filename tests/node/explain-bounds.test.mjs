// The bound on what a diagnosis does, through the package: the core's own tests count the memory as well.

import assert from 'node:assert/strict';
import test from 'node:test';
import { explain, sign, verify } from 'hookwright';

const MAX_WORK = 100_000_000;
const PARTS = [
  'match',
  'headers',
  'secrets',
  'body',
  'forms',
  'json_forms',
  'urls',
  'encodings',
  'schemes',
  'symptoms',
];
const secrets = 'a secret for these tests only';
const refused = { scheme: 'github/sha256', secrets, headers: { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` } };

/** A diagnosis, within its bounds. */
function diagnose(changes) {
  const diagnosis = explain({ ...refused, ...changes });
  const { ok, causes, skipped, trials, work } = diagnosis;
  assert.equal(ok, causes.length === 0);
  assert.ok(work > 0 && work <= MAX_WORK && trials <= 6_000, `${work} units, ${trials} trials`);
  assert.ok(
    skipped.every((part) => PARTS.includes(part)),
    String(skipped),
  );
  return diagnosis;
}

test('h1_a_long_name_over_a_long_list_is_explained_and_verify_works_afterwards', () => {
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

test('h1_many_header_fields_and_secrets_are_counted', () => {
  const fields = Array.from({ length: 100_000 }, (_, index) => [`x-${index}`, '1']);
  assert.ok(
    diagnose({ body: '{}', headers: [...Object.entries(refused.headers), ...fields] }).skipped.includes('schemes'),
  );
  const many = Array.from({ length: 1_000 }, (_, index) => `the secret with number ${index}`);
  assert.ok(diagnose({ body: '{}', secrets: many, oldSecrets: many }).skipped.length > 0);
});

test('h1_long_bodies_get_a_partial_answer_that_agrees_with_verify', () => {
  const body = Buffer.alloc(12_000_000, 'x');
  const { skipped } = diagnose({ body });
  for (const part of ['body', 'forms', 'symptoms']) assert.ok(skipped.includes(part), String(skipped));
  const { headers } = sign({ scheme: 'github/sha256', secret: secrets, body });
  assert.deepEqual([diagnose({ body, headers }).ok, diagnose({ body, headers }).skipped], [true, []]);
});

test('h1_an_ordinary_delivery_is_searched_in_full_and_the_same_every_time', () => {
  const delivery = { body: JSON.stringify({ id: 1, name: 'Zoë', tags: ['a', 'b'] }) };
  const diagnosis = diagnose(delivery);
  assert.deepEqual([diagnosis.causes[0].code, diagnosis.skipped], ['unknown', []]);
  assert.deepEqual(diagnose(delivery), diagnosis);
});
