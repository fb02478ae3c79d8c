import { misuse } from './misuse.js';

/** How far a timestamp may lie from now, in milliseconds; infinitely far where there is no limit. */
export type Limits = readonly [past: number, future: number] | readonly [past: undefined, future: undefined];

/**
 * The option `toleranceSeconds` as limits; none, where the scheme's own hold. What is no tolerance is refused: that `0` is
 * zero and not "off" is the reason for being strict here.
 */
export function toLimits(tolerance: unknown): Limits {
  if (tolerance === undefined) return [undefined, undefined];
  if (tolerance === false) return [Infinity, Infinity];
  if (isSeconds(tolerance)) return [toMilliseconds(tolerance), toMilliseconds(tolerance)];
  const sides = tolerance as { readonly past?: unknown; readonly future?: unknown } | null;
  if (typeof sides === 'object' && isSeconds(sides?.past) && isSeconds(sides.future)) {
    return [toMilliseconds(sides.past), toMilliseconds(sides.future)];
  }
  const message =
    '`toleranceSeconds` must be a number that is not negative, { past, future } of such numbers, or false';
  throw misuse('invalid_tolerance', message);
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

/** To the nearest one: 1.005 seconds times a thousand is a bit less than 1005. */
function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}
