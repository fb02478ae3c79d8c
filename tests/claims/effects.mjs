// The effects of handlers, in a file to which all processes append. The order of its lines is the order of the effects.

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
