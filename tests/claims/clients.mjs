// Clients of a Redis server, of each library and version that the package is for.

import * as ioredis6 from 'ioredis';
import * as ioredis5 from 'ioredis5';
import * as redis6 from 'redis';
import * as redis4 from 'redis4';
import * as redis5 from 'redis5';

const ofRedis =
  ({ createClient }) =>
  async (context, { path }) => {
    const client = createClient({ socket: { path, tls: false } });
    client.on('error', () => {});
    await client.connect();
    context.after(() => (client.destroy ? client.destroy() : client.disconnect()));
    return client;
  };

const ofIoredis =
  ({ Redis }) =>
  async (context, { path }) => {
    const client = new Redis({ path });
    client.on('error', () => {});
    context.after(() => client.disconnect());
    return client;
  };

/** Functions that connect a client to a server of a test, by the name of the library and its version. */
export const clients = {
  'redis 4': ofRedis(redis4),
  'redis 5': ofRedis(redis5),
  'redis 6': ofRedis(redis6),
  'ioredis 5': ofIoredis(ioredis5),
  'ioredis 6': ofIoredis(ioredis6),
};
