/**
 * A client of Redis: of `redis` (node-redis 4, 5 or 6) or of `ioredis` (5 or 6), of a single server, of a server with
 * replicas, or of a cluster. Its members are described here, so that neither package is required.
 */
export type RedisClient = NodeRedisClient | IoRedisClient;
/** The members of a client or cluster of `redis` that are used. */
export interface NodeRedisClient {
  evalSha(
    sha: string,
    options: {
      keys: string[];
      arguments: string[];
    },
  ): PromiseLike<unknown>;
  eval(
    script: string,
    options: {
      keys: string[];
      arguments: string[];
    },
  ): PromiseLike<unknown>;
}
/** The members of a client or cluster of `ioredis` that are used. */
export interface IoRedisClient {
  evalsha(sha: string, numberOfKeys: number, ...keysAndArguments: string[]): PromiseLike<unknown>;
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): PromiseLike<unknown>;
}
/** The options of `redisStore`. */
export interface RedisStoreOptions {
  /**
   * The start of each key. By default `hookwright:`. Receivers with the same prefix share their claims. In a cluster,
   * keys are distributed over all slots, unless the prefix contains a hash tag such as `{hooks}:`.
   */
  readonly prefix?: string | undefined;
  /**
   * How long to wait for an answer of Redis, in milliseconds. By default 1000. Then the operation fails, so that a receiver
   * answers 503 and the sender tries again.
   */
  readonly timeoutMs?: number | undefined;
}
