import type { SqliteDatabase } from '../../types/sqlite.js';
import { commitFailed, databaseFailed, transactionAborted } from './errors.js';
import type { SqliteConnection } from './sqlite-connection.js';
import { transactionExpired } from './sqlite-errors.js';
import { isConstraint, toFailure } from './sqlite-results.js';

/** How a transaction ended. */
type End = 'committed' | 'rolled back' | 'expired';

/** A savepoint that is gone if the user of the transaction has ended it, also if another one was begun. */
const MARK = 'hookwright_transaction';

/** An open transaction, which holds the lock of the database. It is rolled back if its time is not extended. */
export class SqliteTransaction<Database extends SqliteDatabase = SqliteDatabase> {
  readonly connection: SqliteConnection<Database>;
  readonly #ended: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #end: End | undefined;

  /**
   * @param connection in a transaction that has just begun
   * @param ended is called when the transaction has ended; the connection can be used again unless it is discarded
   */
  constructor(connection: SqliteConnection<Database>, lifeMs: number, ended: () => void) {
    this.connection = connection;
    this.#ended = ended;
    this.extend(lifeMs);
    try {
      connection.exec(`savepoint ${MARK}`);
    } catch (error) {
      this.rollback();
      throw databaseFailed(error);
    }
  }

  /** Whether the transaction is open. */
  get isOpen(): boolean {
    return this.#end === undefined;
  }

  /** Has the transaction rolled back after `lifeMs` from now, and not before. False if it has ended. */
  extend(lifeMs: number): boolean {
    if (!this.isOpen) return false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rollback('expired'), lifeMs);
    (this.#timer as { unref?(): void }).unref?.();
    return true;
  }

  /** Executes statements of this package. */
  execute<Result>(work: (connection: SqliteConnection<Database>) => Result): Result {
    this.#checkOpen();
    try {
      return work(this.connection);
    } catch (error) {
      throw toFailure(error);
    }
  }

  /** Throws if the transaction has ended, or if its handler has ended it. */
  check(): void {
    this.#checkOpen();
    try {
      this.connection.exec(`release ${MARK}; savepoint ${MARK}`);
    } catch {
      this.#rollback('rolled back');
      throw transactionAborted();
    }
  }

  /**
   * Commits. True again if it is repeated.
   *
   * @throws if the transaction was not committed
   */
  commit(): true {
    if (this.#end === 'committed') return true;
    this.check();
    try {
      this.connection.exec('commit');
    } catch (error) {
      this.#rollback('rolled back');
      // A constraint that is deferred until the commit is one that the handler has violated.
      throw isConstraint(error) ? transactionAborted(error) : commitFailed(error);
    }
    this.#finish('committed');
    return true;
  }

  /**
   * Rolls back. A handler that has failed may have parts that are still running, which must not write in the next
   * transaction, so the connection is not used again.
   *
   * @param isUnused whether no handler has received the connection
   */
  rollback(isUnused = false): void {
    if (isUnused && this.isOpen) {
      this.connection.rollback();
      this.#finish('rolled back');
    } else {
      this.#rollback('rolled back');
    }
  }

  #checkOpen(): void {
    if (this.#end === 'expired') throw transactionExpired();
    if (this.#end !== undefined) throw transactionAborted();
  }

  #rollback(end: End): void {
    if (!this.isOpen) return;
    this.connection.discard();
    this.#finish(end);
  }

  #finish(end: End): void {
    clearTimeout(this.#timer);
    this.#end = end;
    this.#ended();
  }
}
