// The shared vectors in the check panel.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { tested } from '../extent.mjs';
import { open } from './playground.mjs';

const { tests: vectors } = JSON.parse(readFileSync(new URL('../vectors/signature.json', import.meta.url)));

/** Text that a field preserves: UTF-8, one line, not empty. */
const line = (bytes) => {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) && text !== '' && !/[\r\n]/.test(text) ? text : undefined;
};

/** The contents of the fields for a vector, or undefined if it cannot be typed. */
const typed = ({ secrets, headers }) => {
  const lines = secrets.map(({ hex }) => line(Buffer.from(hex, 'hex')));
  const typable = lines.every((text) => text !== undefined) && headers.every(([, value]) => !/[\r\n]/.test(value));
  return typable ? lines : undefined;
};

test('gives the verdicts of the vectors that can be typed', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const typable = vectors.filter(typed);
  assert.ok(typable.length > vectors.length / 2, `${typable.length} of ${vectors.length} vectors can be typed`);
  const codes = new Set();
  for (const vector of tested(typable, 25)) {
    const secrets = typed(vector);
    await playground.deliver({
      scheme: vector.scheme,
      headers: vector.headers,
      body: Buffer.from(vector.bodyHex, 'hex'),
      secrets,
    });
    const { title, code, reason } = await playground.verdict('check');
    assert.equal(vector.ok ? title : code, vector.ok ? 'Valid signature' : vector.code, vector.id);
    if (vector.ok && secrets.length > 1)
      assert.match(reason, new RegExp(`secret ${vector.keyIndex + 1} of`), vector.id);
    codes.add(code);
  }
  assert.ok(codes.size >= 4, 'too few kinds of verdicts');
});
