import { misuse } from './misuse.js';

/** A seed, if there is one: a whole number that both sides can hold. */
export function toSeed(seed: unknown): number | undefined {
  if (seed === undefined) return undefined;
  if (Number.isSafeInteger(seed) && (seed as number) >= 0) return seed as number;
  throw misuse('invalid_options', '`seed` must be a whole number that is not negative, and safe');
}
