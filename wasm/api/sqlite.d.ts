import type { SqliteDatabase, SqliteInbox, SqliteOptions, SqliteOutbox } from './types/sqlite.js';
export type * from './types/claims.js';
export type * from './types/inbox.js';
export type * from './types/inbox-database.js';
export type { NewOutboxDelivery, Outbox, OutboxListing, OutboxReplay, OutboxSelection } from './types/outbox.js';
export type * from './types/outbox-database.js';
export type * from './types/sqlite.js';
/**
 * Creates an inbox in SQLite 3.37 or later: received events are handled once, and survive crashes, in a database file of
 * yours.
 *
 * With `store: inbox.transactions`, a receiver claims each event in a transaction that its handler gets as `context.tx`, a
 * connection: the effects of the handler and the record that the event was handled are committed together, or not at all.
 * The handler must not end the transaction, but can use savepoints.
 *
 * With `inbox`, a receiver stores each event, and answers 200 after the commit. Workers of `hookwright/inbox` handle them.
 *
 * SQLite has one writer at a time. While a handler runs in a transaction, all other writers of the file wait, in this process
 * and in others, for up to `timeoutMs`; then a receiver answers 503, and the sender tries again. The event loop is free
 * meanwhile. Handlers in transactions must therefore be short: they should not wait for other services. A transaction is
 * rolled back if it is not committed within the lease of its event, which is renewed while the handler runs.
 *
 * The database must be a file on a local disk, which is set to WAL mode. `docs/INBOX.md` describes the tables and guarantees.
 *
 * @param open opens a connection to the file. It is called for two connections, which no other code may use, and again if a
 *   connection fails or if a handler has failed in a transaction.
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const inbox = sqliteInbox(() => new Database('events.db'));
 * await inbox.migrate();
 * app.use('/webhook', webhook({
 *   provider: 'github',
 *   secrets: process.env.WEBHOOK_SECRET,
 *   name: 'github',
 *   store: inbox.transactions,
 *   on: { push: (event, { tx }) => tx.prepare('insert into pushes values (?)').run(event.id) },
 * }));
 */
export declare function sqliteInbox<Database extends SqliteDatabase>(
  open: () => Database,
  options?: SqliteOptions,
): SqliteInbox<Database>;
/**
 * Creates an outbox in SQLite 3.37 or later: events that you enqueue in your transactions, and that a `dispatcher` or a
 * `relay` of `hookwright/outbox` delivers.
 *
 * `enqueue` takes a connection that is in a transaction: one of yours, or the `tx` of a handler. It is synchronous, so that
 * it can be called in functions for transactions, such as those of `better-sqlite3` and `bun:sqlite`, which roll back if it
 * throws. It fails outside of a transaction. Its other errors are those of the library.
 *
 * The database must be a file on a local disk, which is set to WAL mode. No secret and no URL is stored in the tables.
 *
 * @param open opens a connection to the file, which no other code may use. It is called again if a connection fails.
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const outbox = sqliteOutbox(() => new Database('events.db'));
 * await outbox.migrate();
 * const signUp = db.transaction((name) => {
 *   const { lastInsertRowid: id } = db.prepare('insert into users (name) values (?)').run(name);
 *   const event = { id: `user_${id}.created`, body: JSON.stringify({ type: 'user.created', name }) };
 *   outbox.enqueue(db, { event, subscriptions: ['sub_1'] });
 * });
 */
export declare function sqliteOutbox(open: () => SqliteDatabase, options?: SqliteOptions): SqliteOutbox;
