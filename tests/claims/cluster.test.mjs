// The Redis store in a cluster of two servers, with the clients of each library.

import assert from 'node:assert/strict';
import test from 'node:test';
import * as ioredis6 from 'ioredis';
import * as ioredis5 from 'ioredis5';
import * as redis6 from 'redis';
import * as redis4 from 'redis4';
import * as redis5 from 'redis5';
import { source } from '../sources.mjs';
import { startCluster } from './cluster.mjs';
import { now, run, tests } from './vectors.mjs';

const { RedisStore } = await source('internal/claims-in-redis.ts');

const ofRedis =
  ({ createCluster }) =>
  async (context, ports) => {
    const cluster = createCluster({ rootNodes: ports.map((port) => ({ socket: { host: '127.0.0.1', port } })) });
    cluster.on('error', () => {});
    await cluster.connect();
    context.after(() => (cluster.destroy ? cluster.destroy() : cluster.disconnect()));
    return cluster;
  };

const ofIoredis =
  ({ Cluster }) =>
  async (context, ports) => {
    const cluster = new Cluster(ports.map((port) => ({ host: '127.0.0.1', port })));
    cluster.on('error', () => {});
    context.after(() => cluster.disconnect());
    return cluster;
  };

const clusters = {
  'redis 4': ofRedis(redis4),
  'redis 5': ofRedis(redis5),
  'redis 6': ofRedis(redis6),
  'ioredis 5': ofIoredis(ioredis5),
  'ioredis 6': ofIoredis(ioredis6),
};

test('in a cluster, the Redis store', { timeout: 120_000 }, async (context) => {
  const ports = await startCluster(context);
  for (const [name, connect] of Object.entries(clusters)) {
    await context.test(`passes the vectors with ${name}`, async (inner) => {
      const store = new RedisStore(await connect(inner, ports), `${name}:`, 30_000, now);
      for (const each of tests) await run(store, each);
    });
  }
  await context.test('has keys on both servers', async (inner) => {
    for (const port of ports) {
      const client = new ioredis6.Redis({ port });
      inner.after(() => client.disconnect());
      assert.ok((await client.dbsize()) > 50);
    }
  });
});
