import type { Inbox } from './types/inbox.js';
import type { Outbox } from './types/outbox.js';
import type { PostgresClient, PostgresInboxOptions, PostgresOptions } from './types/postgres.js';
export type * from './types/claims.js';
export type * from './types/inbox.js';
export type * from './types/inbox-database.js';
export type { NewOutboxDelivery, Outbox, OutboxListing, OutboxReplay, OutboxSelection } from './types/outbox.js';
export type * from './types/outbox-database.js';
export type * from './types/postgres.js';
/**
 * Creates an inbox in Postgres 13 or later: received events are handled once, and survive crashes, in a database of yours.
 *
 * With `store: inbox.transactions`, a receiver claims each event in a transaction that its handler gets as `context.tx`:
 * the effects of the handler and the record that the event was handled are committed together, or not at all.
 *
 * With `inbox`, a receiver stores each event, and answers 200 after the commit. Workers of `hookwright/inbox` handle them.
 *
 * It works with `pg` 8, with `postgres` 3, and with any other client through two functions, also through PgBouncer in
 * transaction mode. `docs/INBOX.md` describes the tables, the settings and the guarantees.
 *
 * @param client a pool of `pg`, the function of `postgres`, or `{ query, transaction }`
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * pool.on('error', () => {}); // otherwise, a connection that ends while it is idle ends the process
 * const inbox = postgresInbox(pool);
 * await inbox.migrate();
 * app.use('/webhook', webhook({
 *   provider: 'github',
 *   secrets: process.env.WEBHOOK_SECRET,
 *   name: 'github',
 *   store: inbox.transactions,
 *   on: { push: (event, { tx }) => tx.query('insert into pushes values ($1)', [event.id]) },
 * }));
 */
export declare function postgresInbox<Tx>(client: PostgresClient<Tx>, options?: PostgresInboxOptions): Inbox<Tx>;
/**
 * Creates an outbox in Postgres 13 or newer: events that you enqueue in your transactions, and that a `dispatcher` or a
 * `relay` of `hookwright/outbox` delivers.
 *
 * `enqueue` takes a transaction of any of these clients, whatever `client` is: a client of `pg` after `begin`, the function
 * that `sql.begin` of `postgres` passes, or a transaction of Prisma, Knex or Drizzle. If `client` has the functions `query`
 * and `transaction`, it takes what `transaction` passes. It fails outside of a transaction, so that a forgotten `begin` is
 * found. Its other errors are those of the client.
 *
 * The outbox works through PgBouncer in transaction mode. No secret and no URL is stored in the tables.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const pool = new pg.Pool();
 * pool.on('error', () => {}); // otherwise, a connection that ends while it is idle ends the process
 * const outbox = postgresOutbox(pool);
 * await outbox.migrate();
 * await sql.begin(async (tx) => {
 *   await tx`insert into users (name) values (${name})`;
 *   await outbox.enqueue(tx, { event: { id: 'evt_1', body: '{"type":"user.created"}' }, subscriptions: ['sub_1'] });
 * });
 */
export declare function postgresOutbox(client: PostgresClient, options?: PostgresOptions): Outbox<object>;
