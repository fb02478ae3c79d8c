import { MAX_DATE_MS } from '../generated/limits.js';
import * as errors from './errors.js';

/** Converts an instant to whole milliseconds since the epoch. */
export function toMs(name: string, instant: unknown): number {
  const ms = typeof instant === 'number' ? instant : dateMs(instant);
  if (ms === undefined) throw errors.notAnInstant(name, instant);
  if (!(Math.abs(ms) <= MAX_DATE_MS)) throw errors.instantOutOfRange(name);
  return Math.trunc(ms);
}

/** The instant that is `ms` milliseconds after `nowMs`. */
export function addMs(nowMs: number, ms: unknown): number {
  if (typeof ms !== 'number') throw errors.notADuration('a duration', ms);
  const sum = nowMs + Math.trunc(ms);
  if (!(ms >= 0 && sum <= MAX_DATE_MS)) throw errors.durationOutOfRange();
  return sum;
}

/** Whether a value is an instant in whole milliseconds that a `Date` can represent. */
export function isInstant(ms: unknown): ms is number {
  return Number.isSafeInteger(ms) && Math.abs(Number(ms)) <= MAX_DATE_MS;
}

/** The longest delay of a timer. With a longer one, it fires immediately. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Refuses a timeout for which no timer can wait. */
export function checkTimeout(name: string, ms: unknown): void {
  if (typeof ms !== 'number') throw errors.notADuration(`\`${name}\``, ms);
  if (!(ms >= 1 && ms <= MAX_TIMER_MS)) throw errors.timeoutOutOfRange(name, MAX_TIMER_MS);
}

/** The time of a `Date` of any realm; undefined for other values. */
function dateMs(value: unknown): number | undefined {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}
