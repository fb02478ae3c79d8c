import type { RedisProblem } from './types/bullmq.js';
import type { ClaimStore } from './types/claims.js';
import type { RedisClient, RedisStoreOptions } from './types/redis.js';
export type { RedisProblem } from './types/bullmq.js';
export type * from './types/claims.js';
export type * from './types/redis.js';
/**
 * Creates a store of claims in Redis 5 or newer, Valkey, or a compatible service.
 *
 * At any time, at most one request holds the claim of an event while its lease is renewed. The completion of a worker that
 * was suspended for longer than its lease is refused if another one has claimed the event. Each operation is a script that
 * Redis executes as a whole, with the clock of Redis.
 *
 * An operation that Redis does not answer within `timeoutMs` fails with the code `store_unavailable`, so that a receiver
 * answers 503 and the sender tries again. A claim that failed is released as soon as Redis executes commands again.
 *
 * Redis must keep what it has acknowledged: use `appendonly yes` and `maxmemory-policy noeviction`, and check them with
 * {@link checkRedis}. If Redis loses a claim, for example in a failover, its completion is recorded, unless another request
 * has claimed the event meanwhile: it is then handled twice. It is not lost.
 *
 * In a cluster, the keys of an event and of its object can be in different slots. The order of events works there, too:
 * `orderBy` needs no common transaction.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const client = await createClient({ url: process.env.REDIS_URL }).connect();
 * const store = redisStore(client, { prefix: 'billing:hooks:' });
 */
export declare function redisStore(client: RedisClient, options?: RedisStoreOptions): ClaimStore;
/**
 * Checks the settings of the Redis server that stores claims. Call it when a process starts.
 *
 * Redis must be durable (`appendonly yes`, and `appendfsync everysec` or `always`) and must not evict data
 * (`maxmemory-policy noeviction`): otherwise events are handled again when they are delivered again. The settings are read
 * with `INFO` and `CONFIG GET`. If these commands are refused, as by some managed Redis services, or not answered within
 * one second, the problem is `redis_unknown`.
 *
 * @param client a client of `redis` or `ioredis` for a single server
 * @returns the problems, or an empty list; the promise never rejects
 * @example
 * for (const { message } of await checkRedis(client)) console.warn(message);
 */
export declare function checkRedis(client: object): Promise<RedisProblem[]>;
