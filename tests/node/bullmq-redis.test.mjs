// The durability of Redis: the problems that `checkRedis` reports, and the warnings of workers.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { describe } from 'node:test';
import { checkRedis } from 'hookwright/bullmq';
import { delivery, now, parts, started } from './bullmq.mjs';

const good = { aof_enabled: 1, maxmemory_policy: 'noeviction' };

/** A client of a Redis with this INFO and these settings. A command without a result is denied. */
function client(info, settings) {
  const denied = () => Promise.reject(new Error('NOPERM this user has no permissions'));
  const text =
    info &&
    Object.entries(info)
      .map(([name, value]) => `${name}:${value}\r\n`)
      .join('');
  return {
    info: info === undefined ? denied : async () => `# Persistence\r\n${text}`,
    config: settings === undefined ? denied : async (_, name) => (name in settings ? [name, settings[name]] : []),
    time: async () => [String(Math.floor(now / 1_000)), '0'],
  };
}

const codes = async (given) => (await checkRedis(given)).map(({ code }) => code);

describe('checkRedis', () => {
  test('reports the problems of a Redis', async () => {
    const strict = { appendonly: 'yes', appendfsync: 'everysec', 'maxmemory-policy': 'noeviction' };
    for (const [given, expected] of [
      [client(good), []],
      [client(good, strict), []],
      [client(good, { ...strict, appendfsync: 'always' }), []],
      [client(undefined, strict), []],
      [client({ ...good, aof_enabled: 0 }), ['redis_not_durable']],
      [client(undefined, { ...strict, appendonly: 'no' }), ['redis_not_durable']],
      [client(good, { ...strict, appendfsync: 'no' }), ['redis_not_durable']],
      [client({ ...good, maxmemory_policy: 'allkeys-lru' }), ['redis_evicts']],
      [client({ ...good, maxmemory_policy: 'volatile-ttl' }), ['redis_evicts']],
      [client({ aof_enabled: 0, maxmemory_policy: 'allkeys-random' }), ['redis_not_durable', 'redis_evicts']],
      [client({}), ['redis_unknown', 'redis_unknown']],
      [client({ aof_enabled: 1 }), ['redis_unknown']],
      [client({}, { appendonly: 'yes' }), ['redis_unknown']],
      [client(), ['redis_unknown', 'redis_unknown']],
    ]) {
      assert.deepEqual(await codes(given), expected);
    }
  });

  test('accepts clients and queues, and reports other values as unknown', async () => {
    const bad = client({ aof_enabled: 0, maxmemory_policy: 'noeviction' });
    for (const given of [
      bad,
      Promise.resolve(bad),
      { client: bad },
      { client: Promise.resolve(bad) },
      { backend: { client: bad } },
    ]) {
      assert.deepEqual(await codes(given), ['redis_not_durable']);
    }
    const unknown = ['redis_unknown', 'redis_unknown'];
    const throwing = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    );
    for (const given of [
      undefined,
      null,
      {},
      7,
      throwing,
      { client: Promise.reject(new Error('closed')) },
      { info: () => 7 },
    ]) {
      assert.deepEqual(await codes(given), unknown);
    }
    // There is a timeout for a Redis that does not respond.
    assert.deepEqual(await codes({ info: () => new Promise(() => {}) }), unknown);
  });

  test('states the required settings in its messages', async () => {
    const [durable, evicts] = await checkRedis(client({ aof_enabled: 0, maxmemory_policy: 'allkeys-lru' }));
    assert.match(durable.message, /`appendonly yes`.*`appendfsync everysec`/);
    assert.match(evicts.message, /`maxmemory-policy` is not `noeviction`/);
    const [unknown] = await checkRedis(client());
    assert.match(unknown.message, /INFO or CONFIG.*could not be checked/);
  });
});

describe('a worker', () => {
  const bad = () => ({ client: Promise.resolve(client({ aof_enabled: 0, maxmemory_policy: 'allkeys-lru' })) });
  const fetch = async () => new Response(null, { status: 204 });
  const work = async (deliveries, queue) => {
    const job = Object.assign(started(deliveries.job(delivery)), { queue });
    assert.equal((await deliveries.processor(job, 'token')).status, 204);
  };

  test('warns of its Redis once, at its first job', async () => {
    const warnings = [];
    let enough;
    const both = new Promise((resolve) => (enough = resolve));
    const onWarning = (problem) => {
      warnings.push(problem.code);
      if (warnings.length === 2) enough();
      throw new Error('errors of the listener are ignored');
    };
    const deliveries = parts('http://receiver.example/', { fetch, onWarning });
    const queue = bad();
    for (let count = 0; count < 3; count += 1) await work(deliveries, queue);
    await both;
    assert.deepEqual(warnings, ['redis_not_durable', 'redis_evicts']);
    const other = parts('http://receiver.example/', {
      fetch,
      onWarning: () => assert.fail('a warning without a problem'),
    });
    await work(other, { client: Promise.resolve(client(good)) });
    await work(other, undefined);
  });

  test('emits a process warning by default', async () => {
    const deliveries = parts('http://receiver.example/', { fetch });
    const warned = once(process, 'warning');
    await work(deliveries, { client: Promise.resolve(client({ ...good, aof_enabled: 0 })) });
    const [warning] = await warned;
    assert.deepEqual([warning.name, warning.code], ['HookwrightWarning', 'redis_not_durable']);
  });

  test('rejects a listener that is not a function', () => {
    assert.throws(() => parts('', { onWarning: 'x' }), { code: 'invalid_options' });
  });
});
