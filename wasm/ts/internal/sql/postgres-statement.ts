import type { QueryParameter } from '../../types/postgres.js';
import * as errors from './errors.js';
import type { Query, Row } from './session.js';

/** Longer durations do not fit in an interval, or in a timestamp. */
const LONGEST_MS = 100 * 365 * 86_400_000;

const HEX = /^\\x(?:[0-9a-f]{2})*$/;

/**
 * The parameters of a statement. All of them are texts, bytes or null, and get their types in the statement, because clients
 * convert other values in different ways.
 */
export class Parameters {
  readonly values: QueryParameter[] = [];

  text(value: string | null | undefined): string {
    return `cast(${this.#add(value ?? null)} as text)`;
  }

  integer(value: number): string {
    return this.#number(Math.ceil(value), 'bigint');
  }

  double(value: number): string {
    return this.#number(value, 'double precision');
  }

  json(value: unknown): string {
    return `cast(${this.text(JSON.stringify(value))} as jsonb)`;
  }

  bytes(value: Uint8Array): string {
    return `cast(${this.#add(value)} as bytea)`;
  }

  /** A duration in milliseconds. */
  duration(ms: number): string {
    return `${this.double(Math.min(ms, LONGEST_MS))} * interval '1 millisecond'`;
  }

  /** An instant in milliseconds since the epoch. */
  instant(ms: number): string {
    return `to_timestamp(${this.double(ms)} / 1000)`;
  }

  #number(value: number, type: string): string {
    return `cast(${this.text(String(value))} as ${type})`;
  }

  #add(value: QueryParameter): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Makes the text of a statement, whose parameters it adds, and executes it. `late` is that of `Query`. */
export async function execute(
  query: Query,
  make: (p: Parameters) => string,
  late?: (rows: readonly Row[] | undefined) => void,
): Promise<readonly Row[]> {
  const parameters = new Parameters();
  const text = make(parameters);
  return await query(text, parameters.values, late);
}

/** An instant as a number of milliseconds since the epoch, in the columns of a result. */
export function msOf(column: string): string {
  return `cast(round(extract(epoch from ${column}) * 1000) as double precision)`;
}

/** A number of a result: clients return 64-bit integers as texts or as `bigint`. */
export function toNumber(value: unknown): number {
  return Number(value);
}

export function toNumberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** The bytes of a column. Clients that do not convert the type return the text of Postgres, such as `\x7b7d`. */
export function toBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string' || !HEX.test(value)) throw errors.notBytes(value);
  return Uint8Array.from({ length: value.length / 2 - 1 }, (_, index) => {
    return Number.parseInt(value.slice(2 * index + 2, 2 * index + 4), 16);
  });
}

export function toTextOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
