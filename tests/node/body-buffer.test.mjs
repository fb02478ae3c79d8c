// Bodies that arrive in parts of any size.

import assert from 'node:assert/strict';
import test from 'node:test';
import { source } from '../sources.mjs';

const { BodyBuffer } = await source('internal/content.ts');

/** The bytes from 0 up to a length, in parts. */
function collected(limit, lengths) {
  const content = new BodyBuffer(limit);
  let next = 0;
  for (const length of lengths) {
    // The same memory for each part, as a source may use it again.
    const part = new Uint8Array(length).map(() => next++);
    content.add(part);
    part.fill(255);
  }
  return content;
}

test('a body is what its parts are together', () => {
  for (const lengths of [[], [0], [1], [1000, 24, 1], [5000], [1, 5000, 1], new Array(3000).fill(1), [0, 7, 0, 2000]]) {
    const content = collected(10_000, lengths);
    const length = lengths.reduce((sum, each) => sum + each, 0);
    assert.deepEqual(
      content.bytes(),
      Uint8Array.from({ length }, (_, index) => index),
      lengths.slice(0, 5).join(),
    );
    assert.equal(content.isTooLong, false);
  }
});

test('of a body that is too long, one byte more than the limit is kept', () => {
  for (const lengths of [[11], [10, 1], new Array(50).fill(1), [5, 5_000_000], [0, 10, 0, 3]]) {
    const content = collected(10, lengths);
    assert.equal(content.isTooLong, true);
    assert.deepEqual([...content.bytes()], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], lengths.slice(0, 5).join());
  }
  assert.equal(collected(10, [4, 6]).isTooLong, false);
  assert.equal(collected(0, [0]).isTooLong, false);
  assert.equal(collected(0, [1]).isTooLong, true);
});

test('the memory for a body is at most twice its length, and at most one byte more than the limit', () => {
  for (const limit of [100, 1_025, 65_536, 1_000_000]) {
    const content = new BodyBuffer(limit);
    const part = new Uint8Array(1);
    for (let length = 1; length <= Math.min(limit, 70_000); length += 1) {
      content.add(part);
      const { byteLength } = content.bytes().buffer;
      assert.ok(byteLength <= Math.min(limit + 1, Math.max(1_024, 2 * length)), `${byteLength} for ${length}`);
    }
  }
});
