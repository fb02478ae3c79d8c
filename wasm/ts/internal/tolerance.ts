import * as errors from './errors.js';
import { readOwn } from './options.js';
import type { SchemeUse } from './signer.js';

/** How far a timestamp may be from now, in milliseconds; infinity if there is no limit. */
export type Limits = readonly [past: number, future: number] | readonly [past: undefined, future: undefined];

const OF_THE_SCHEME: Limits = [undefined, undefined];

/**
 * Converts the option `toleranceSeconds` to limits; undefined ones if the scheme's tolerance applies. Invalid values
 * are refused, because `0` means zero and not "disabled". A finite limit is also refused if the given scheme has no
 * timestamp.
 */
export function toLimits(tolerance: unknown, scheme?: Pick<SchemeUse, 'id' | 'hasTimestamp'>): Limits {
  if (tolerance === undefined) return OF_THE_SCHEME;
  if (tolerance === false) return [Infinity, Infinity];
  const limits = toSides(tolerance);
  if (scheme?.hasTimestamp !== false || !limits.some(Number.isFinite)) return limits;
  throw errors.toleranceWithoutTimestamp(scheme.id);
}

function toSides(tolerance: unknown): readonly [past: number, future: number] {
  if (isSeconds(tolerance)) return [toMilliseconds(tolerance), toMilliseconds(tolerance)];
  if (typeof tolerance === 'object' && tolerance !== null) {
    const { past, future } = readOwn<{ past?: unknown; future?: unknown }>(tolerance, ['past', 'future']);
    if (isSeconds(past) && isSeconds(future)) return [toMilliseconds(past), toMilliseconds(future)];
  }
  throw errors.notATolerance();
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

/** Rounded, because 1.005 * 1000 is slightly less than 1005. */
function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}
