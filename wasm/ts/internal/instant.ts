import { describe, misuse, outOfRange } from './misuse.js';

/** The first and last millisecond that a `Date` can stand for: a bit more than 270,000 years from 1970. */
const FARTHEST_MS = 8.64e15;

/** An instant in whole milliseconds since the epoch. */
export function toMs(name: string, instant: unknown): number {
  const ms = typeof instant === 'number' ? instant : dateMs(instant);
  if (ms === undefined) {
    const message = `\`${name}\` must be a Date or a number of milliseconds, not ${describe(instant)}`;
    throw misuse('invalid_instant', message);
  }
  if (!(Math.abs(ms) <= FARTHEST_MS)) {
    throw outOfRange('invalid_instant', `\`${name}\` is no instant: a Date must be valid, a number finite`);
  }
  return Math.trunc(ms);
}

/** What a `Date` of whichever realm says; undefined for anything else. */
function dateMs(value: unknown): number | undefined {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}
