// `checkRedis` and the warnings of workers, with Redis servers of different durability.

import './patience.mjs';
import assert from 'node:assert/strict';
import test from 'node:test';
import * as newest from 'bullmq';
import * as oldest from 'bullmq5';
import { bullmqDeliveries, checkRedis } from 'hookwright/bullmq';
import { Redis } from 'ioredis';
import { startReceiver } from './receiver.mjs';
import { startRedis } from './redis.mjs';
import { secretOf } from './script.mjs';

const timeout = 120_000;

/** A Redis server with these settings, and a client. */
async function serve(context, settings) {
  const connection = await startRedis(context);
  const redis = new Redis(connection);
  context.after(() => redis.disconnect());
  for (const [name, value] of Object.entries(settings)) await redis.config('SET', name, value);
  return { connection, redis };
}

const codes = async (given) => (await checkRedis(given)).map(({ code }) => code);

const keeping = { appendonly: 'yes', 'maxmemory-policy': 'noeviction' };

test('checkRedis reports servers that are not durable or evict', { timeout }, async (context) => {
  for (const [settings, expected] of [
    [keeping, []],
    [{ ...keeping, appendfsync: 'always' }, []],
    [{ ...keeping, appendfsync: 'no' }, ['redis_not_durable']],
    [{ ...keeping, appendonly: 'no' }, ['redis_not_durable']],
    [{ ...keeping, 'maxmemory-policy': 'allkeys-lru' }, ['redis_evicts']],
    [{ appendonly: 'no', 'maxmemory-policy': 'volatile-lru' }, ['redis_not_durable', 'redis_evicts']],
  ]) {
    const { redis } = await serve(context, settings);
    assert.deepEqual(await codes(redis), expected, JSON.stringify(settings));
  }
});

test('checkRedis reports unknown settings if INFO and CONFIG are not permitted', { timeout }, async (context) => {
  const { connection, redis } = await serve(context, keeping);
  const user = async (name, ...rules) => {
    await redis.call('ACL', 'SETUSER', name, 'on', '>word', '~*', '+@all', ...rules);
    const client = new Redis({ ...connection, username: name, password: 'word' });
    context.after(() => client.disconnect());
    return client;
  };
  assert.deepEqual(await codes(await user('neither', '-info', '-config')), ['redis_unknown', 'redis_unknown']);
  assert.deepEqual(await codes(await user('info', '-config')), []);
  assert.deepEqual(await codes(await user('config', '-info')), []);
});

for (const [name, { Queue, Worker }] of Object.entries({ bullmq: newest, bullmq5: oldest })) {
  test(`a worker of ${name} warns of its Redis`, { timeout }, async (context) => {
    const receiver = await startReceiver(context, secretOf, () => 204);
    for (const [settings, expected] of [
      [{ appendonly: 'no' }, ['redis_not_durable']],
      [keeping, []],
    ]) {
      const { connection } = await serve(context, settings);
      const warnings = [];
      const deliveries = bullmqDeliveries({
        policy: 'standard',
        provider: 'standard',
        allow: ['127.0.0.1/32'],
        endpoint: (to) => ({ url: `${receiver.url}/${to}`, secret: secretOf(to) }),
        onWarning: ({ code }) => warnings.push(code),
      });
      const queue = new Queue('warned', { connection });
      const worker = new Worker('warned', deliveries.processor, { connection, ...deliveries.workerOptions });
      const events = ['evt_1', 'evt_2'].map((eventId) =>
        deliveries.job({ eventId, subscriptionId: 'sub_1', body: '{}' }),
      );
      const done = new Promise((resolve) => {
        let count = 0;
        worker.on('completed', () => {
          count += 1;
          if (count === events.length) resolve();
        });
      });
      await queue.addBulk(events);
      await done;
      assert.deepEqual(await codes(queue), expected);
      assert.deepEqual(warnings, expected);
      await Promise.all([worker.close(), queue.close()]);
    }
  });
}
