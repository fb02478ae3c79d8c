import type { Inbox } from './inbox.js';
import type { NewOutboxDelivery, Outbox } from './outbox.js';
import type { AddedDelivery } from './outbox-database.js';
/** A value of a row: what SQLite stores. */
export type SqliteValue = null | number | bigint | string | Uint8Array;
/**
 * A connection of `better-sqlite3`, `node:sqlite` or `bun:sqlite`. Its members are described here, so that no package is
 * required.
 */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}
/** A prepared statement. */
export interface SqliteStatement {
  run(...parameters: SqliteValue[]): unknown;
  all(...parameters: SqliteValue[]): unknown[];
}
/** The options of `sqliteInbox` and `sqliteOutbox`. */
export interface SqliteOptions {
  /** The start of the names of the tables: lower-case letters, digits and underscores. By default `hookwright_`. */
  readonly prefix?: string | undefined;
  /**
   * How long an operation waits until the database is not locked by other transactions, in milliseconds. By default 5000.
   * Then it fails with the code `store_unavailable`. The event loop is free meanwhile.
   */
  readonly timeoutMs?: number | undefined;
}
/** An inbox in SQLite. `Database` is the type of the connections that `open` returns. */
export interface SqliteInbox<Database = SqliteDatabase> extends Inbox<Database> {
  /** Closes the connections, after the transaction that is open. If the inbox is used again, they are opened again. */
  close(): Promise<void>;
}
/** An outbox in SQLite. */
export interface SqliteOutbox extends Omit<Outbox<SqliteDatabase>, 'enqueue'> {
  /**
   * Stores an event and its deliveries in your transaction, synchronously. If it is rolled back, nothing is delivered. If it
   * is committed, each delivery is made at least once, or its policy gives it up.
   *
   * An event that is enqueued again for the same subscription is the same delivery, also in another transaction and until
   * `prune` has deleted it. To deliver it again, use `replay`.
   *
   * @param tx a connection to the database file, in a transaction
   * @returns the deliveries that were added; empty if all are stored already
   * @throws TypeError or RangeError with a `code` for misuse: `not_a_transaction` if the connection is not in a transaction, or
   *   if `tx` is something else; `event_differs` if another body or content type is stored for the event
   * @example
   * outbox.enqueue(db, { event: { id: 'evt_1', body: '{"type":"user.created"}' }, subscriptions: ['sub_1'] });
   */
  enqueue(tx: SqliteDatabase, delivery: NewOutboxDelivery): readonly AddedDelivery[];
  /** Closes the connections. If the outbox is used again, they are opened again. */
  close(): Promise<void>;
}
