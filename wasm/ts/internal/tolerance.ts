import { errors } from './errors.js';
import { readOwn } from './options.js';
import type { SchemeUse } from './signer.js';

/** How far a timestamp may lie from now, in milliseconds; infinitely far where there is no limit. */
export type Limits = readonly [past: number, future: number] | readonly [past: undefined, future: undefined];

/**
 * The option `toleranceSeconds` as limits; none, where the scheme's own hold. What is no tolerance is refused: that `0` is
 * zero and not "off" is the reason for being strict here. With a scheme, one that promises something which the scheme cannot
 * keep is refused as well.
 */
export function toLimits(tolerance: unknown, scheme?: SchemeUse): Limits {
  if (tolerance === undefined) return [undefined, undefined];
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

/** To the nearest one: 1.005 seconds times a thousand is a bit less than 1005. */
function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}
