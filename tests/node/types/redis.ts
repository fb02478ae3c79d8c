// Uses with the types of `redis` and `ioredis`, without casts.

import {
  type Claim,
  type ClaimRequest,
  type ClaimStore,
  checkRedis,
  type EventOrder,
  type HeldClaim,
  type RedisClient,
  type RedisProblem,
  type RedisStoreOptions,
  redisStore,
} from 'hookwright/redis';
import * as ioredis from 'ioredis';
import * as ioredis5 from 'ioredis5';
import * as redis from 'redis';
import * as redis4 from 'redis4';
import * as redis5 from 'redis5';

const url = 'redis://127.0.0.1:6379';
const nodes = [{ host: '127.0.0.1', port: 7000 }];
const rootNodes = [{ url }];
const options: RedisStoreOptions = { prefix: 'billing:', timeoutMs: 500 };

export const stores: ClaimStore[] = [
  redisStore(redis.createClient({ url }), options),
  redisStore(redis5.createClient({ url })),
  redisStore(redis4.createClient({ url })),
  redisStore(redis.createClient({ url, RESP: 3 })),
  redisStore(redis.createCluster({ rootNodes })),
  redisStore(redis5.createCluster({ rootNodes })),
  redisStore(redis4.createCluster({ rootNodes })),
  redisStore(new ioredis.Redis(url)),
  redisStore(new ioredis5.Redis(url)),
  redisStore(new ioredis.Cluster(nodes)),
  redisStore(new ioredis5.Cluster(nodes)),
];

const client: RedisClient = new ioredis.Redis(url);
export const problems: Promise<RedisProblem[]> = checkRedis(client);

const order: EventOrder = { object: 'in_1', position: 7 };
const request: ClaimRequest = { key: 'acme:evt_1', token: 'random', leaseMs: 30_000, keepMs: 86_400_000, order };

export async function handle(store: ClaimStore): Promise<string> {
  const claim: Claim = await store.claim(request);
  if (claim.state !== 'claimed') return claim.state;
  const held: HeldClaim = { ...request, fence: claim.fence };
  return String((await store.renew(held)) && (await store.complete(held)) && (await store.release(held)));
}

// @ts-expect-error: an options object is not a client.
redisStore({ url });
// @ts-expect-error: the prefix is a string.
redisStore(client, { prefix: 7 });
