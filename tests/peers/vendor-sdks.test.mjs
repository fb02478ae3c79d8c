// The committed vectors of vendors' SDKs are what the SDKs sign and accept.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { matching } from './reference.mjs';
import { others } from './sdk/others.mjs';
import schemes from './sdk/schemes.mjs';
import { vectors } from './vendor-sdks.mjs';

const file = JSON.parse(readFileSync(new URL('../vectors/senders.json', import.meta.url), 'utf8'));
const committed = file.tests.filter(({ id }) => /-npm-\d+$/.test(id));
const packageOf = ({ source }) => source.replace(/@[^@]+$/, '');
const isInstalled = (vector) => !(packageOf(vector) in others);
const senders = (tests) => new Set(tests.map(({ sender }) => sender)).size;

test('the installed SDKs give the committed vectors', async () => {
  const made = await vectors();
  const ids = (tests) => tests.map(({ id }) => id).sort();
  assert.deepEqual(ids(committed.filter(isInstalled)), ids(made));
  for (const vector of made)
    assert.deepEqual(
      committed.find(({ id }) => id === vector.id),
      vector,
    );
});

test('there are vectors of every other SDK, in the listed version', () => {
  const rest = committed.filter((vector) => !isInstalled(vector));
  const found = new Set(rest.map(({ source }) => source.split(', ')[0]));
  assert.deepEqual(
    [...found].sort(),
    Object.entries(others)
      .map(([name, version]) => `${name}@${version}`)
      .sort(),
  );
});

for (const vector of committed) {
  test(`OpenSSL computes ${vector.id}, ${vector.source}`, () => {
    const { method, url, headers, body, secrets, keyIndex } = vector;
    const texts = secrets.map(({ text }) => text);
    assert.equal(matching(schemes[vector.scheme], texts, { method, url, headers, body: Buffer.from(body) }), keyIndex);
  });
}

test('there are enough vectors', () => {
  const made = committed.filter(({ madeBy }) => madeBy === 'vendor-sdk');
  const accepted = committed.filter(({ madeBy }) => madeBy === 'vendor-sdk-accepted');
  console.log(`made by SDKs: ${made.length} of ${senders(made)} senders`);
  console.log(`made here and accepted by SDKs: ${accepted.length} of ${senders(accepted)} senders`);
  assert.ok(senders(committed) >= 25, `${senders(committed)}`);
});
