/**
 * Delivery of webhooks with BullMQ: its queue stores the deliveries, its workers make the attempts, and this package
 * determines the requests and the retries. This module does not import BullMQ; its objects are compatible with BullMQ's
 * types.
 *
 * @module hookwright/bullmq
 */
import { DeliveryError } from './delivery-error.js';
import { makeDeliveries } from './internal/deliveries.js';
import { DELIVERIES, problemsOf } from './internal/redis-check.js';
import type { Deliveries, DeliveriesOptions, RedisProblem } from './types/bullmq.js';

export type * from './types/bullmq.js';
export { DeliveryError };

/**
 * Creates the parts that BullMQ needs to deliver webhooks: a job factory, a processor and a backoff strategy.
 *
 * A delivery is attempted until the receiver accepts it, the policy ends it, or its endpoint no longer exists. Only
 * failures of the receiver, and endpoints to which nothing can be sent, count as attempts of the policy. A worker that
 * dies or a lookup that fails does not use up an attempt.
 *
 * Delivery is at least once: if a worker dies after it sent a request, the delivery is sent again. The order of
 * deliveries is not guaranteed. If a policy throttles an endpoint, for example after a 429, this delivery waits as long
 * as the policy and `Retry-After` require. Other deliveries to the endpoint continue; to delay them too, use
 * `onAttempt`, where `next.throttled` is true.
 *
 * Redis stores the deliveries. It needs `appendonly yes`, `appendfsync everysec` or `always`, and `maxmemory-policy
 * noeviction`. With other settings, Redis loses acknowledged deliveries when it ends or when its memory is full. The
 * settings are checked at the first job; use {@link checkRedis} to check them earlier.
 *
 * A wrong clock does not end a delivery. A worker whose clock differs from Redis's by more than five minutes sends
 * nothing and returns its jobs to the queue. If the time of Redis is not available, for example in a sandboxed
 * processor, or if the producer's clock was wrong, a delivery can appear to have exceeded the policy's time limit. If
 * the limit appears to be exceeded by more than 30 days, it is ignored, and the delivery ends after the number of
 * attempts that the policy makes within the limit.
 *
 * Sign with HMAC or Ed25519. RSA signing is not blinded: its timing can reveal the key to someone who can trigger and
 * time many signatures.
 *
 * @throws TypeError or RangeError with a `code` for misuse
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
export function bullmqDeliveries(options: DeliveriesOptions): Deliveries {
  return makeDeliveries(options, (attempt, outcome, next) => new DeliveryError(attempt, outcome, next));
}

/**
 * Checks the settings of the Redis server that stores deliveries. Call it when a process starts.
 *
 * Redis must be durable (`appendonly yes`, and `appendfsync everysec` or `always`) and must not evict data
 * (`maxmemory-policy noeviction`). The settings are read with `INFO` and `CONFIG GET`. If these commands are refused,
 * as by some managed Redis services, or not answered within one second, the problem is `redis_unknown`.
 *
 * @param client an ioredis client, another client that has `info()`, or a BullMQ queue or worker
 * @returns the problems, or an empty list; the promise never rejects
 * @example
 * const problems = await checkRedis(new Queue('webhooks', { connection }));
 * if (problems.some(({ code }) => code !== 'redis_unknown')) throw new Error(problems[0].message);
 */
export function checkRedis(client: object): Promise<RedisProblem[]> {
  return problemsOf(client, DELIVERIES);
}
