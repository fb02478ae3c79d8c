import type { SqliteOptions } from '../../types/sqlite.js';
import { checkTimeout } from '../instant.js';
import { optionNames, readOptions } from '../options.js';
import * as errors from './errors.js';

const OPTIONS = optionNames<SqliteOptions>({ prefix: true, timeoutMs: true });

/** The options of an inbox or an outbox in SQLite, checked. */
export interface SqliteSettings {
  readonly names: SqliteNames;
  readonly timeoutMs: number;
}

/** The names of tables. */
export interface SqliteNames {
  /** The start of the names of tables and indexes. */
  readonly prefix: string;
  /** The name of a table, quoted. */
  table(name: string): string;
}

/**
 * Reads the options.
 *
 * @param what the name of the public function, for messages
 */
export function toSqliteSettings(what: string, given: SqliteOptions): SqliteSettings {
  const { prefix = 'hookwright_', timeoutMs = 5_000 } = readOptions(what, given, OPTIONS);
  // Names are quoted in statements, and must not need an escape.
  if (typeof prefix !== 'string' || !/^[a-z_][a-z0-9_]{0,39}$/.test(prefix)) throw errors.notAPrefix();
  checkTimeout('timeoutMs', timeoutMs);
  return { names: { prefix, table: (name) => `"${prefix}${name}"` }, timeoutMs };
}
