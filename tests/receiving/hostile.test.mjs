// Good deliveries among hostile requests. `HOOKWRIGHT_REQUESTS` is their number.

import assert from 'node:assert/strict';
import test from 'node:test';
import { attack, attackWithBytes } from './hostile.mjs';

const COUNT = Number(process.env.HOOKWRIGHT_REQUESTS ?? 2_000);
const SEED = Number(process.env.HOOKWRIGHT_SEED ?? 1);
const MB = 1_000_000;

test(`handles each good delivery once among ${COUNT} hostile requests`, async (t) => {
  const { calls, expected, statuses, warm, end, perSecond } = await attack(COUNT, SEED);
  t.diagnostic(`seed ${SEED}: ${Math.round(perSecond)} requests per second`);
  t.diagnostic(
    `answers: ${[...statuses]
      .sort()
      .map(([status, times]) => `${status}: ${times}`)
      .join(', ')}`,
  );
  const growth = (name) => end[name] - warm[name];
  const shown = Object.keys(end).map((name) => `${name} ${(growth(name) / MB).toFixed(1)} MB`);
  t.diagnostic(`growth after the warm-up: ${shown.join(', ')}`);
  assert.ok(expected.size > COUNT / 4, `${expected.size} events`);
  assert.deepEqual([...calls].sort(), [...expected].sort());
  assert.ok(growth('heapUsed') < 3 * MB && growth('external') < 3 * MB, shown.join(', '));
});

test('keeps no more than a few bytes for each byte of a body that arrives in chunks of one byte', async (t) => {
  const { bodyBytes, calls, idle, full, end } = await attackWithBytes();
  const used = ({ heapUsed, external }) => heapUsed + external;
  const kept = used(full) - used(idle);
  const peak = end.peakRss - idle.peakRss;
  const shown = `${(bodyBytes / MB).toFixed(1)} MB of bodies: ${(kept / MB).toFixed(1)} MB kept, peak RSS ${(peak / MB).toFixed(1)} MB higher`;
  t.diagnostic(shown);
  assert.equal(calls, 21);
  assert.ok(kept < 4 * bodyBytes, shown);
  // The garbage that is not collected at once counts, too.
  assert.ok(peak < 150 * MB, shown);
});
