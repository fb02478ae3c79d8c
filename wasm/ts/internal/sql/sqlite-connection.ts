import type { SqliteDatabase, SqliteStatement, SqliteValue } from '../../types/sqlite.js';
import * as errors from './sqlite-errors.js';
import { isBusy } from './sqlite-results.js';

/** A row, by the names of its columns. */
export type SqliteRow = Readonly<Record<string, SqliteValue>>;

/**
 * What every connection sets. A connection never waits for a lock itself, because it would block the event loop. A commit
 * is on the disk when it returns, also after a loss of power: in WAL mode, `normal` would lose the last commits, and macOS
 * needs `fullfsync`.
 */
const PRAGMAS = ['busy_timeout = 0', 'synchronous = full', 'fullfsync = 1', 'checkpoint_fullfsync = 1'];

/** A connection, and its prepared statements. All calls are synchronous. */
export class SqliteConnection<Database extends SqliteDatabase = SqliteDatabase> {
  readonly database: Database;
  readonly #statements = new Map<string, SqliteStatement>();
  #isDiscarded = false;

  constructor(database: Database) {
    this.database = database;
  }

  /** Whether the connection must not be used any more. */
  get isDiscarded(): boolean {
    return this.#isDiscarded;
  }

  /** Executes statements that return nothing. */
  exec(sql: string): void {
    this.database.exec(sql);
  }

  /** Executes a statement that returns nothing. */
  run(sql: string, parameters: readonly SqliteValue[] = []): void {
    this.#prepare(sql).run(...parameters);
  }

  /** Executes a statement that returns rows. */
  all(sql: string, parameters: readonly SqliteValue[] = []): SqliteRow[] {
    return this.#prepare(sql).all(...parameters) as SqliteRow[];
  }

  /** Executes a statement that returns at most one row. */
  get(sql: string, parameters: readonly SqliteValue[] = []): SqliteRow | undefined {
    return this.all(sql, parameters)[0];
  }

  /** Rolls a transaction back, if there is one. */
  rollback(): void {
    try {
      this.exec('rollback');
    } catch {
      // It has been rolled back already: by SQLite after an error, or by the user of the connection.
    }
  }

  /**
   * Ends the connection. Code that goes on using it must not write any more, also with statements of `bun:sqlite`, which work
   * after `close`.
   */
  discard(): void {
    this.#isDiscarded = true;
    this.rollback();
    for (const end of [() => this.exec('pragma query_only = 1'), () => this.database.close()]) {
      try {
        end();
      } catch {
        // It is closed already, or a statement of the user is in progress.
      }
    }
    this.#statements.clear();
  }

  #prepare(sql: string): SqliteStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/**
 * Opens a connection.
 *
 * @param others the other connections, which must not be the same one
 * @throws if the database is not a file that can be in WAL mode
 */
export function connect<Database extends SqliteDatabase>(
  open: () => Database,
  others: readonly SqliteConnection[],
): SqliteConnection<Database> {
  let database: Database;
  try {
    database = open();
  } catch (error) {
    throw isBusy(error) ? error : errors.notOpened(error);
  }
  if (!isDatabase(database)) throw errors.notASqliteDatabase(database);
  if (others.some((other) => other.database === database && !other.isDiscarded)) throw errors.sharedConnection();
  const connection = new SqliteConnection(database);
  try {
    for (const pragma of PRAGMAS) connection.exec(`pragma ${pragma}`);
    const [mode] = Object.values(connection.get('pragma journal_mode = wal') ?? {});
    if (mode !== 'wal') throw errors.notWal(mode);
  } catch (error) {
    connection.discard();
    throw error;
  }
  return connection;
}

export function isDatabase(value: unknown): value is SqliteDatabase {
  const { exec, prepare, close } = (value ?? {}) as Partial<SqliteDatabase>;
  return typeof exec === 'function' && typeof prepare === 'function' && typeof close === 'function';
}
