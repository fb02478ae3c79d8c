import type { DispatcherOptions, RelayedDeliveries, RelayedOptions, RelayOptions, Running } from './types/outbox.js';
export type * from './types/outbox.js';
export type * from './types/outbox-database.js';
/**
 * Starts a dispatcher, which delivers the events in an outbox. Any number of them can run for the same outbox, in any number
 * of processes.
 *
 * A delivery is attempted until the receiver accepts it, the policy ends it, or its endpoint no longer exists. Only failures
 * of the receiver, and endpoints to which nothing can be sent, count as attempts of the policy. A process that dies or a
 * lookup that fails does not use up an attempt.
 *
 * Delivery is at least once: if a process dies after it sent a request, or if the database does not record the outcome before
 * the lease ends, the delivery is sent again with the same event id. The order of deliveries is not guaranteed. If a policy
 * throttles an endpoint, for example after a 429, all deliveries of its subscription wait.
 *
 * All times are those of the database, so that the clock of this machine has no effect on the schedule. Signatures contain
 * the time of the database, too. While the database is not available, nothing is sent, and the dispatcher tries again.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const sending = dispatcher({
 *   outbox,
 *   provider: 'standard',
 *   policy: 'standard',
 *   endpoint: (id) => database.subscription(id),
 *   onDisable: (id) => database.deactivate(id),
 * });
 * process.once('SIGTERM', () => sending.stop());
 */
export declare function dispatcher(options: DispatcherOptions): Running;
/**
 * Starts a relay, which hands the deliveries in an outbox over to BullMQ. Any number of them can run for the same outbox, but
 * no dispatcher at the same time.
 *
 * The workers of the queue must use {@link relayed}. BullMQ identifies a job by its id: it drops a job silently while one with
 * the same id is stored, and adds it again after that one was removed. The relay gives each delivery, also each redelivery, a
 * job id of its own, and `relayed` records the end of each delivery in the outbox before its job can be removed. A job that
 * Redis has lost is added again.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const deliveries = bullmqDeliveries({ policy: 'standard', provider: 'standard', endpoint });
 * const handingOver = relay({ outbox, queue: new Queue('webhooks', { connection }), deliveries });
 * process.once('SIGTERM', () => handingOver.stop());
 */
export declare function relay(options: RelayOptions): Running;
/**
 * Wraps the parts for BullMQ for the workers of a queue to which a {@link relay} adds jobs. The processor looks up each
 * delivery before it sends, so that one that has ended is not sent again, and records its end. Other jobs are processed as
 * before.
 *
 * If the database does not answer, a job is delayed, which does not count as an attempt.
 *
 * @throws TypeError with a `code` for misuse
 * @example
 * const { processor, workerOptions } = relayed({ outbox, deliveries });
 * new Worker('webhooks', processor, { connection, ...workerOptions });
 */
export declare function relayed(options: RelayedOptions): RelayedDeliveries;
