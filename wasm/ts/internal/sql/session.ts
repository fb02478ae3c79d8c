import type { QueryParameter } from '../../types/postgres.js';

/** A row, with its columns as members. */
export type Row = { readonly [column: string]: unknown };

/**
 * Executes a statement with parameters `$1`, `$2` …, which are texts, bytes or null. `late` receives the rows of a statement
 * that was answered after the time limit, or undefined if it failed.
 */
export type Query = (
  text: string,
  parameters?: readonly QueryParameter[],
  late?: (rows: readonly Row[] | undefined) => void,
) => Promise<readonly Row[]>;

/** What a client of a database can do, each within a time limit. */
export interface Connections<Tx> {
  /** How many connections there are at most. Undefined if that is not known. */
  readonly max?: number | undefined;
  /** The client of the user. */
  readonly client: object;
  /** Executes a statement outside of a transaction. */
  readonly query: Query;
  /**
   * Begins a transaction.
   *
   * @param waitMs how long to wait for a free connection, in milliseconds
   */
  begin(waitMs?: number): Promise<Session<Tx>>;
}

/** A transaction. After `commit` or `rollback`, it must not be used. */
export interface Session<Tx> {
  /** The transaction, in the form in which the user of the client knows it. */
  readonly tx: Tx;
  readonly query: Query;
  /**
   * @throws with the code `transaction_aborted` if the database has rolled back; with `commit_failed` if the commit failed or
   * if its answer was lost
   */
  commit(): Promise<void>;
  /**
   * Rolls back. Never rejects. Parts of a handler can still be running, which must not write in the next transaction: with
   * `pg`, they cannot use the connection any more, which is closed. One that does not answer is closed, too, with `pg`.
   *
   * @param isUnused whether no handler has received the connection
   */
  rollback(isUnused?: boolean): Promise<void>;
}
