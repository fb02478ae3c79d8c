/**
 * Webhooks delivered by BullMQ: its queue keeps the deliveries, its workers make the attempts, and this package decides
 * what is sent and what comes after. Nothing of BullMQ is imported; its types take what is made here as it is.
 *
 * @module hookwright/bullmq
 */
import { DeliveryError } from './delivery-error.js';
import type { Deliveries, DeliveriesOptions, RedisProblem } from './types/bullmq.js';
export type * from './types/bullmq.js';
export { DeliveryError };
/**
 * Makes what BullMQ needs to deliver webhooks: a factory of jobs, a processor, and a backoff strategy.
 *
 * A delivery is attempted until the receiver takes it, the policy gives it up, or there is nobody to deliver it to any more.
 * Only what receivers do counts against the policy, and what `endpoint` gives that nothing can be sent to: a worker that dies,
 * or a lookup that fails, costs none of the attempts. A delivery may come more than once: when a worker dies, nobody knows
 * whether the receiver took what it had sent. Deliveries have no order. Where a policy throttles an endpoint, for a 429 for example,
 * this delivery waits as long as the policy and `Retry-After` say; other deliveries to the endpoint go on, and whoever wants
 * to hold them back learns of it by `onAttempt`, where `next.throttled` is true.
 *
 * Redis stores the deliveries. It needs `appendonly yes`, `appendfsync everysec` or `always`, and `maxmemory-policy noeviction`: with
 * other settings, deliveries that it has acknowledged are lost when it ends, or when its memory is full. The settings are checked at
 * the first job; {@link checkRedis} checks them earlier.
 *
 * A wrong clock does not end a delivery. A worker whose clock differs from Redis's by more than five minutes sends nothing and
 * returns its jobs to the queue. Redis's time may not be known, in a sandboxed processor for example, and the clock of the producer
 * may have been wrong: where a policy's time has been over for more than thirty days, the number of attempts that the policy makes in
 * that time decides instead.
 *
 * Sign with HMAC or Ed25519. RSA signing is not blinded: its time can reveal the key to someone who can trigger and time many
 * signatures.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * const deliveries = bullmqDeliveries({
 *   policy: 'standard',
 *   provider: 'standard',
 *   endpoint: (id) => database.subscription(id),
 * });
 * await new Queue('webhooks', { connection }).addBulk([
 *   deliveries.job({ eventId: 'evt_1', subscriptionId: 'sub_1', body: '{"type":"user.created"}' }),
 * ]);
 * new Worker('webhooks', deliveries.processor, { connection, ...deliveries.workerOptions });
 */
export declare function bullmqDeliveries(options: DeliveriesOptions): Deliveries;
/**
 * Checks the settings of the Redis that stores deliveries, for use when a process starts. It must be durable (`appendonly yes`, and
 * `appendfsync everysec` or `always`) and must not evict (`maxmemory-policy noeviction`). They are read by `INFO` and `CONFIG GET`;
 * where these are refused, as by some managed Redis services, or not answered within a second, the problem is `redis_unknown`.
 *
 * @param client an ioredis client, another client that has `info()`, or a queue or worker of BullMQ
 * @returns an empty list if nothing is wrong; the promise does not reject
 * @example
 * const problems = await checkRedis(new Queue('webhooks', { connection }));
 * if (problems.some(({ code }) => code !== 'redis_unknown')) throw new Error(problems[0].message);
 */
export declare function checkRedis(client: object): Promise<RedisProblem[]>;
