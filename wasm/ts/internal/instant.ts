import { errors } from './errors.js';

/** The first and last millisecond that a `Date` can stand for: a bit more than 270,000 years from 1970. */
const FARTHEST_MS = 8.64e15;

/** An instant in whole milliseconds since the epoch. */
export function toMs(name: string, instant: unknown): number {
  const ms = typeof instant === 'number' ? instant : dateMs(instant);
  if (ms === undefined) throw errors.notAnInstant(name, instant);
  if (!(Math.abs(ms) <= FARTHEST_MS)) throw errors.instantOutOfRange(name);
  return Math.trunc(ms);
}

/** The instant that is `ms` milliseconds after `nowMs`. */
export function addMs(nowMs: number, ms: unknown): number {
  if (typeof ms !== 'number') throw errors.notADuration('a duration', ms);
  const sum = nowMs + Math.trunc(ms);
  if (!(ms >= 0 && sum <= FARTHEST_MS)) throw errors.durationOutOfRange();
  return sum;
}

/** The longest that a timer can wait: longer ones go off at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Refuses what no timer can wait for. */
export function checkTimeout(name: string, ms: unknown): void {
  if (typeof ms !== 'number') throw errors.notADuration(`\`${name}\``, ms);
  if (!(ms >= 1 && ms <= LONGEST_MS)) throw errors.timeoutOutOfRange(name, LONGEST_MS);
}

/** What a `Date` of whichever realm says; undefined for anything else. */
function dateMs(value: unknown): number | undefined {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}
