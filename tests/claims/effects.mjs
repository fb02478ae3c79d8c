// The effects of handlers, in a file to which all processes append. The order of its lines is the order of the effects.

import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';

/** The time of a clock that all processes of this machine share, in milliseconds. */
export const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

/** Appends a line. A short write to a file that was opened for appending is not divided. */
export function append(file, line) {
  appendFileSync(file, `${JSON.stringify({ ...line, atMs: monotonicMs() })}\n`);
}

/** All lines so far. A worker that was killed may have written no more than a part of the last one. */
export function lines(file) {
  const texts = readFileSync(file, 'utf8').split('\n');
  texts.pop();
  return texts.map((text) => JSON.parse(text));
}

/**
 * The handlings of each event, in the order of their fences: `[event, handlings]`. A handling has the times at which it
 * began and ended, the last time at which its lease was extended, and what became of it.
 */
export function handlings(file) {
  const events = new Map();
  for (const { what, event, worker, fence, atMs, sinceMs } of lines(file)) {
    if (event === undefined) continue;
    if (!events.has(event)) events.set(event, new Map());
    const ofEvent = events.get(event);
    if (what === 'begin') {
      if (ofEvent.has(fence)) throw new Error(`two handlings of ${event} have the fence ${fence}`);
      ofEvent.set(fence, { worker, fence, beganMs: atMs, extended: [sinceMs] });
      continue;
    }
    const handling = ofEvent.get(fence);
    if (what === 'renewed') handling.extended.push(sinceMs);
    else handling[`${what}Ms`] = atMs;
  }
  return [...events].map(([event, all]) => [event, [...all.values()].sort((one, other) => one.fence - other.fence)]);
}

/** The clocks of databases have whole milliseconds. */
const CLOCK_MS = 5;

/**
 * Checks that no event is lost, that none is handled again after its completion, and that none is claimed during a lease
 * that was extended in time. Returns how often the rest happened.
 *
 * @param all the result of `handlings`
 * @param about what messages contain, to repeat the run
 */
export function checkHandlings(all, { leaseMs, about }) {
  const totals = { handlings: 0, renewals: 0, failed: 0, refused: 0, overlaps: 0, again: 0 };
  for (const [event, ofEvent] of all) {
    const details = `${event} ${about}: ${JSON.stringify(ofEvent)}`;
    // Nothing is lost: each event that was answered with 2xx has been handled to the end.
    assert.ok(
      ofEvent.some(({ endMs }) => endMs !== undefined),
      `lost: ${details}`,
    );
    const completed = ofEvent.filter(({ completedMs }) => completedMs !== undefined);
    assert.ok(completed.length <= 1, `completed twice: ${details}`);
    if (completed.length === 1) assert.equal(completed[0], ofEvent.at(-1), `claimed after it was handled: ${details}`);
    totals.handlings += ofEvent.length;
    totals.again += ofEvent.length - 1;
    for (const [index, handling] of ofEvent.entries()) {
      totals.renewals += handling.extended.length - 1;
      if (handling.failedMs !== undefined) totals.failed += 1;
      if (handling.refusedMs !== undefined) totals.refused += 1;
      const next = ofEvent[index + 1];
      if (next === undefined) continue;
      // Another claim is granted only after a release, or if the lease was not extended in time: by a worker that was
      // killed or suspended, or while the database was unavailable.
      if (handling.failedMs !== undefined && handling.failedMs < next.beganMs) continue;
      const extendedMs = Math.max(...handling.extended.filter((sinceMs) => sinceMs < next.beganMs));
      assert.ok(next.beganMs - extendedMs >= leaseMs - CLOCK_MS, `claimed during the lease: ${details}`);
      if ((handling.endMs ?? 0) > next.beganMs) totals.overlaps += 1;
    }
  }
  return totals;
}
