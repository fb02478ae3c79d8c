// Runs the vectors of claims on a store.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export const { leaseMs, keepMs, tests, numberOfTests } = JSON.parse(
  readFileSync(new URL('../vectors/claims.json', import.meta.url), 'utf8'),
);

assert.equal(tests.length, numberOfTests);

/** The clock of the store under test. */
export const clock = { nowMs: 0 };
export const now = () => clock.nowMs;

/**
 * Runs a test on a store whose clock is {@link now}.
 *
 * @param scope a text that makes the keys of this run different from those of others
 */
export async function run(store, { id, steps }, scope = '') {
  for (const [index, { atMs, op, key, answer, order, ...rest }] of steps.entries()) {
    clock.nowMs = atMs;
    const scoped = order && { object: `${scope}${id}:${order.object}`, position: order.position };
    const request = { ...rest, key: `${scope}${id}:${key}`, leaseMs, keepMs, order: scoped };
    assert.deepEqual(await store[op](request), answer, `step ${index} of ${id}: ${op} by ${rest.token}`);
  }
}
