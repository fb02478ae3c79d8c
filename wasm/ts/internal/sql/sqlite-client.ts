import type { SqliteDatabase } from '../../types/sqlite.js';
import { elapsedMs } from '../receiving/clock.js';
import { nextTurn } from './event-loop.js';
import { commitBatch, type SqliteWrite } from './sqlite-batch.js';
import { connect, type SqliteConnection } from './sqlite-connection.js';
import * as errors from './sqlite-errors.js';
import { whenUnlocked } from './sqlite-lock.js';
import { isOwn, toFailure } from './sqlite-results.js';
import { SqliteTransaction } from './sqlite-transaction.js';
import { Turns } from './turns.js';

/** How many operations may wait. */
const MOST_WAITING = 10_000;

/** How long an operation waits, on the clock of `elapsedMs`, and its error after that. */
interface Limit {
  readonly untilMs: number;
  readonly late: () => Error;
}

/** What a connection is for. */
type Purpose = 'statements' | 'transactions';

/**
 * A client of a database file. Statements are synchronous, so they must be fast or fail: SQLite does not wait for a lock, but
 * the client tries again later, so that the event loop is free meanwhile.
 *
 * Short writes have a connection of their own and share transactions, because a commit waits for the disk. A transaction that
 * is open while a handler runs has another connection. All writers of a client take turns: SQLite has one writer at a time.
 */
export class SqliteClient<Database extends SqliteDatabase = SqliteDatabase> {
  readonly #open: () => Database;
  readonly #timeoutMs: number;
  readonly #connections = new Map<Purpose, SqliteConnection<Database>>();
  readonly #turns = new Turns();
  readonly #writes = new Set<SqliteWrite>();
  #isWriting = false;
  /** How many transactions wait for their beginning. */
  #beginning = 0;
  /** What is written after a write, such as the next part of a change, would otherwise block the event loop. */
  #pause: Promise<void> | undefined;
  /** The last one that was begun. */
  #transaction: SqliteTransaction<Database> | undefined;

  /** @param timeoutMs how long an operation waits for locks and for its turn */
  constructor(open: () => Database, timeoutMs: number) {
    if (typeof open !== 'function') throw errors.notAnOpener(open);
    this.#open = open;
    this.#timeoutMs = timeoutMs;
  }

  /** Reads. It does not wait for writers. */
  async read<Result>(work: (connection: SqliteConnection) => Result): Promise<Result> {
    const [, result] = await this.#safely('statements', this.#limit(), work);
    return result;
  }

  /**
   * Writes in a short transaction. The promise is fulfilled after the commit.
   *
   * @param work synchronous; if it throws, what it has written is undone
   * @param waitMs how long to wait for locks, instead of the time limit of the client
   */
  write<Result>(work: (connection: SqliteConnection) => Result, waitMs = this.#timeoutMs): Promise<Result> {
    if (this.#writes.size >= MOST_WAITING) return Promise.reject(errors.tooManyWaiting());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => write.reject(errors.databaseBusy(waitMs)), waitMs);
      const end = (): void => {
        clearTimeout(timer);
        this.#writes.delete(write);
      };
      const write: SqliteWrite = {
        work,
        resolve: (result) => {
          end();
          resolve(result as Result);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      this.#writes.add(write);
      void this.#writeAll();
    });
  }

  /**
   * Begins a transaction. It is open until it is committed or rolled back, or for `lifeMs` if that is not extended. Other
   * writers wait meanwhile.
   *
   * @param waitMs how long to wait for locks, instead of the time limit of the client
   */
  async begin(lifeMs: number, waitMs?: number): Promise<SqliteTransaction<Database>> {
    if (this.#turns.waiting >= MOST_WAITING) throw errors.tooManyWaiting();
    this.#beginning += 1;
    try {
      const [connection, endTurn] = await this.#lock('transactions', this.#limit(waitMs));
      this.#transaction = new SqliteTransaction(connection, lifeMs, endTurn);
      return this.#transaction;
    } finally {
      this.#beginning -= 1;
    }
  }

  /** Whether a transaction is open that `begin` has returned. */
  get isInTransaction(): boolean {
    return this.#transaction?.isOpen === true;
  }

  /** Whether a transaction is open, or will be as soon as others have ended. */
  get hasTransactions(): boolean {
    return this.isInTransaction || this.#beginning > 0;
  }

  /** Closes the connections after the transaction that is open, if there is one. A later operation opens them again. */
  async close(): Promise<void> {
    const { untilMs, late } = this.#limit();
    const endTurn = await this.#turns.take('short', untilMs, late);
    for (const connection of this.#connections.values()) connection.discard();
    endTurn();
  }

  #limit(waitMs = this.#timeoutMs): Limit {
    return { untilMs: elapsedMs() + waitMs, late: () => errors.databaseBusy(waitMs) };
  }

  /** Executes the writes that wait, until there are none. */
  async #writeAll(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#writes.size > 0) {
      const waiting = [...this.#writes];
      const again = errors.databaseBusy(this.#timeoutMs);
      try {
        const [connection, endTurn] = await this.#lock('statements', { ...this.#limit(), late: () => again });
        commitBatch(connection, this.#writes);
        endTurn();
      } catch (error) {
        // Each write ends after its own time. What waiting does not change ends those that have waited.
        if (error !== again) for (const { reject } of waiting) reject(error);
      }
      this.#pause = nextTurn();
    }
    this.#isWriting = false;
  }

  /** Waits for a turn and begins a transaction that can write. Returns the connection, and a function that ends the turn. */
  async #lock(purpose: Purpose, limit: Limit): Promise<[SqliteConnection<Database>, () => void]> {
    const length = purpose === 'statements' ? 'short' : 'long';
    const endTurn = await this.#turns.take(length, limit.untilMs, limit.late);
    try {
      if (length === 'short') await this.#pause;
      const [connection] = await this.#safely(purpose, limit, (connection) => connection.exec('begin immediate'));
      return [connection, endTurn];
    } catch (error) {
      endTurn();
      throw error;
    }
  }

  /** Executes statements when the database is not locked. If they fail, the next operation has another connection. */
  async #safely<Result>(
    purpose: Purpose,
    { untilMs, late }: Limit,
    work: (connection: SqliteConnection) => Result,
  ): Promise<[SqliteConnection<Database>, Result]> {
    let connection: SqliteConnection<Database> | undefined;
    const attempt = (): [SqliteConnection<Database>, Result] => {
      connection = this.#connection(purpose);
      return [connection, work(connection)];
    };
    try {
      return await whenUnlocked(attempt, untilMs, late);
    } catch (error) {
      if (!isOwn(error)) connection?.discard();
      throw toFailure(error);
    }
  }

  #connection(purpose: Purpose): SqliteConnection<Database> {
    const known = this.#connections.get(purpose);
    if (known !== undefined && !known.isDiscarded) return known;
    const opened = connect(this.#open, [...this.#connections.values()]);
    this.#connections.set(purpose, opened);
    return opened;
  }
}
