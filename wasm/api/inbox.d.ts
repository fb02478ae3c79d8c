/**
 * Workers of inboxes: they handle the events that receivers have stored in a database.
 *
 * @module hookwright/inbox
 */
import type { SchemeId, SenderId } from './generated/ids.js';
import type { Worker, WorkerOptions } from './types/inbox-worker.js';
export type * from './types/claims.js';
export type * from './types/inbox.js';
export type * from './types/inbox-database.js';
export type * from './types/inbox-worker.js';
export type * from './types/receiver-log.js';
/**
 * Starts a worker: it takes events that receivers with the option `inbox` have stored, and calls their handlers. Any number
 * of workers, in any number of processes, can handle the events of an endpoint.
 *
 * | what happens | the event |
 * |---|---|
 * | handler succeeds | is recorded as handled |
 * | handler throws | is attempted again, when the policy says; `attempt_failed` |
 * | handler throws, and the policy ends the attempts | is dead: `inbox.replay` queues it again; `onDead`, `dead` |
 * | handler calls `context.defer(ms)` | is handled later; this does not count as an attempt; `deferred` |
 * | no handler for the type | `onUnknown` is called like a handler; without it, it is recorded as handled; `no_handler` |
 * | event older than the last one of its object (`orderBy`) | is recorded as handled, without a call; `outdated` |
 * | handler runs for longer than `maxHandlingMs` | is attempted again after its lease; `signal` is aborted; `handler_stuck` |
 * | process is killed | is attempted again after its lease, and this counts as an attempt; then it is dead |
 * | process is suspended for longer than the lease | is handled by another worker; the late completion is refused; `claim_lost` |
 * | database unavailable | waits; the worker tries again after at most five seconds; `store_failed` |
 *
 * With `transaction: true`, the handler gets a transaction as `context.tx`, which is committed together with the record that
 * the event was handled. Otherwise, a handler is called at least once for each event.
 *
 * @throws TypeError or RangeError with a `code` for a mistake in the options
 * @example
 * const running = worker({
 *   inbox,
 *   provider: 'stripe',
 *   name: 'billing',
 *   transaction: true,
 *   on: { 'invoice.paid': (event, { tx }) => tx.query('insert into payments values ($1)', [event.id]) },
 * });
 * process.once('SIGTERM', async () => {
 *   server.close();
 *   await running.stop();
 *   await pool.end();
 * });
 */
export declare function worker<Id extends SenderId | SchemeId = SenderId | SchemeId, Tx = unknown>(
  options: WorkerOptions<Id, Tx>,
): Worker;
