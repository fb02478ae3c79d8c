import type { ClaimStore } from '../../types/claims.js';
import * as errors from '../errors.js';

/** The methods of a store. */
const METHODS = ['claim', 'renew', 'complete', 'release'] as const;
/** Shorter leases would end before a store and a handler have had a chance. */
export const MIN_LEASE_MS = 1_000;
/** The longest delay of a timer of JavaScript, and the longest body. */
const MAX_INT = 2 ** 31 - 1;

/** Checks an optional function. */
export function checkFunction<Type>(option: string, given: unknown): Type | undefined {
  if (given !== undefined && typeof given !== 'function') throw errors.notAFunction(option, given);
  return given as Type | undefined;
}

/** Checks an optional choice. */
export function checkOneOf<Choice extends string>(
  option: string,
  given: unknown,
  choices: readonly Choice[],
): Choice | undefined {
  if (given === undefined) return undefined;
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw errors.notAChoice(option, choices);
  return found;
}

/** Checks an optional number of milliseconds. */
export function checkMs(option: string, given: unknown, leastMs = 1): number | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== 'number') throw errors.notADuration(`\`${option}\``, given);
  const longest = option === 'keepMs' ? Number.MAX_SAFE_INTEGER : MAX_INT;
  if (!(given >= leastMs && given <= longest)) throw errors.durationOutside(option, leastMs, longest);
  return given;
}

/** Checks an optional number of things. */
export function checkCount(option: string, given: unknown): number | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== 'number' || !Number.isInteger(given) || given < 1 || given > MAX_INT) {
    throw errors.notACount(option, given);
  }
  return given;
}

/** Checks that a value has the methods of a store. */
export function checkStore(given: unknown): ClaimStore<unknown> {
  const store = (given ?? {}) as { readonly [name: string]: unknown };
  for (const name of METHODS) {
    if (typeof store[name] !== 'function') throw errors.notAFunction(`store.${name}`, store[name]);
  }
  return given as ClaimStore<unknown>;
}
