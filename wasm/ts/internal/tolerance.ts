import { misuse } from './misuse.js';

/** Refuses what is no tolerance. That `0` is zero and not "off" is the reason for being strict here. */
export function checkTolerance(tolerance: unknown): void {
  if (tolerance === undefined || tolerance === false || isSeconds(tolerance)) return;
  const sides = tolerance as { readonly past?: unknown; readonly future?: unknown } | null;
  if (typeof sides === 'object' && isSeconds(sides?.past) && isSeconds(sides?.future)) return;
  const message =
    '`toleranceSeconds` must be a number that is not negative, { past, future } of such numbers, or false';
  throw misuse('invalid_tolerance', message);
}

function isSeconds(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}
