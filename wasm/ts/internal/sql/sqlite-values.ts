import type { SqliteValue } from '../../types/sqlite.js';

/** The parameter of a body. Some versions of `node:sqlite` bind bytes of length 0 as null. */
export const BODY = 'coalesce(?, zeroblob(0))';

/** Durations and instants are integers, and a sum must not be larger than the largest one. */
const LONGEST_MS = 100 * 365 * 86_400_000;

/** A duration in whole milliseconds. */
export function wholeMs(ms: number): number {
  return Math.min(Math.ceil(ms), LONGEST_MS);
}

/** A number of a row, which is a `bigint` if the connection was set to return these. */
export function toNumber(value: SqliteValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

export function toText(value: SqliteValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * Joins conditions with one parameter each, without those whose value is undefined.
 *
 * @returns the condition, and the values of its parameters
 */
export function conditionOf(conditions: {
  readonly [condition: string]: SqliteValue | undefined;
}): [string, SqliteValue[]] {
  const texts = ['true'];
  const values: SqliteValue[] = [];
  for (const [condition, value] of Object.entries(conditions)) {
    if (value === undefined) continue;
    texts.push(condition);
    values.push(value);
  }
  return [texts.join(' and '), values];
}
