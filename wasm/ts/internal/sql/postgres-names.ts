import type { PostgresInboxOptions } from '../../types/postgres.js';
import { checkTimeout } from '../instant.js';
import { optionNames, readOptions } from '../options.js';
import * as errors from './errors.js';

const OPTIONS = optionNames<PostgresInboxOptions>({
  prefix: true,
  schema: true,
  timeoutMs: true,
  statementTimeoutMs: true,
  lockTimeoutMs: true,
});

/** The options of an inbox or an outbox in Postgres, checked. */
export interface PostgresSettings {
  readonly names: PostgresNames;
  readonly timeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
}

/** The names of tables. */
export interface PostgresNames {
  /** The start of the names of tables, indexes and locks. */
  readonly prefix: string;
  /** The name of a table, quoted, with its schema. */
  table(name: string): string;
  /** A text that distinguishes advisory locks, by what they lock. */
  lock(what: string): string;
}

/**
 * Reads the options.
 *
 * @param what the name of the public function, for messages
 * @param known the names of its options
 */
export function toPostgresSettings(what: string, given: PostgresInboxOptions, known = OPTIONS): PostgresSettings {
  const options = readOptions(what, given, known);
  const { prefix = 'hookwright_', schema, timeoutMs = 5_000 } = options;
  const { statementTimeoutMs = 30_000, lockTimeoutMs = 5_000 } = options;
  // Names are quoted in statements, and must not need an escape.
  if (typeof prefix !== 'string' || !/^[a-z_][a-z0-9_]{0,39}$/.test(prefix)) throw errors.notAPrefix();
  if (schema !== undefined && (typeof schema !== 'string' || !/^[a-z_][a-z0-9_]{0,62}$/.test(schema))) {
    throw errors.notASchema();
  }
  checkTimeout('timeoutMs', timeoutMs);
  checkTimeout('statementTimeoutMs', statementTimeoutMs);
  checkTimeout('lockTimeoutMs', lockTimeoutMs);
  const start = schema === undefined ? '' : `"${schema}".`;
  return {
    names: {
      prefix,
      table: (name) => `${start}"${prefix}${name}"`,
      lock: (what) => `${start}${prefix}${what}`,
    },
    timeoutMs,
    statementTimeoutMs,
    lockTimeoutMs,
  };
}
