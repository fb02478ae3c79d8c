// Every store of claims gives the answers of the state machine in the core.

import '../bullmq/patience.mjs';
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { checkRedis, redisStore } from 'hookwright/redis';
import { startRedis } from '../bullmq/redis.mjs';
import { source } from '../sources.mjs';
import { clients } from './clients.mjs';
import { keepMs, leaseMs, now, run, tests } from './vectors.mjs';

const { memoryStore } = await source('memory-store.ts');
const { RedisStore } = await source('internal/claims-in-redis.ts');

/** No operation of these tests is late, however slow the machine is. */
const timeoutMs = 600_000;

const request = (changes) => ({ key: 'acme:evt_1', token: 'a', leaseMs, keepMs, ...changes });

test('the memory store passes the vectors', async () => {
  for (const each of tests) await run(memoryStore({ now }), each);
  // With many events in one store.
  const shared = memoryStore({ now });
  for (const each of tests) await run(shared, each);
});

for (const [name, connect] of Object.entries(clients)) {
  describe(`with ${name}, the Redis store`, () => {
    test('passes the vectors', async (context) => {
      const client = await connect(context, await startRedis(context));
      for (const [prefix, scope] of [
        ['hookwright:', ''],
        ['{hooks}:', 'ключ {a} '],
      ]) {
        const store = new RedisStore(client, prefix, timeoutMs, now);
        for (const each of tests) await run(store, each, scope);
      }
    });

    test('uses the clock of Redis, and lets it delete what may be forgotten', async (context) => {
      const server = await startRedis(context);
      const client = await connect(context, server);
      const admin = await clients['ioredis 6'](context, server);
      const store = redisStore(client, { prefix: 'p:', timeoutMs });
      const order = { object: 'in_1', position: 7 };
      const held = request({ order });
      const [before] = await admin.time();
      const { state, fence } = await store.claim(held);
      assert.equal(state, 'claimed');
      const [after] = await admin.time();
      assert.ok(
        Math.floor(fence / 1_000) >= before && Math.floor(fence / 1_000) <= after,
        `${before} ${fence} ${after}`,
      );
      const lives = async (key, ms) => {
        const left = await admin.pttl(key);
        assert.ok(left > 0 && left <= ms, `${key} lives ${left} ms`);
        assert.ok(left > ms - 60_000, `${key} lives ${left} ms`);
      };
      await lives('p:e:acme:evt_1', leaseMs + keepMs);
      assert.equal(await store.renew({ ...held, fence, leaseMs: leaseMs * 100 }), true);
      await lives('p:e:acme:evt_1', leaseMs * 100 + keepMs);
      assert.equal(await store.complete({ ...held, fence }), true);
      await lives('p:e:acme:evt_1', keepMs);
      await lives('p:o:in_1', keepMs);
      assert.deepEqual(await store.claim(request({ token: 'b' })), { state: 'handled' });
      assert.deepEqual((await admin.keys('*')).sort(), ['p:e:acme:evt_1', 'p:o:in_1']);
    });

    test('sends the script again after Redis has forgotten it', async (context) => {
      const server = await startRedis(context);
      const store = redisStore(await connect(context, server), { timeoutMs });
      const admin = await clients['ioredis 6'](context, server);
      assert.equal((await store.claim(request())).state, 'claimed');
      await admin.script('FLUSH');
      assert.deepEqual(await store.claim(request({ token: 'b' })), { state: 'busy' });
      const calls = (await admin.info('commandstats')).match(/cmdstat_eval:calls=(\d+)/)[1];
      assert.equal(calls, '2');
    });

    test('keeps ids apart, whatever they contain', async (context) => {
      const server = await startRedis(context);
      const store = redisStore(await connect(context, server), { timeoutMs });
      const ids = [
        'a',
        'A',
        'a ',
        'a\n',
        '\ud800',
        '\udfff',
        '\ufffd',
        '{a}',
        '',
        '#',
        'é',
        'e\u0301',
        'x'.repeat(100_000),
      ];
      ids.push(`${ids.at(-1)}y`);
      for (const key of ids)
        assert.equal((await store.claim(request({ key }))).state, 'claimed', JSON.stringify(key.slice(0, 9)));
      for (const key of ids) assert.deepEqual(await store.claim(request({ key, token: 'b' })), { state: 'busy' });
      const admin = await clients['ioredis 6'](context, server);
      for (const key of await admin.keys('*')) assert.match(key, /^hookwright:e:(a|A|#[0-9a-f]{64})$/);
    });

    test('gives one of many concurrent requests the claim', async (context) => {
      const server = await startRedis(context);
      const stores = [
        redisStore(await connect(context, server), { timeoutMs }),
        redisStore(await connect(context, server), { timeoutMs }),
      ];
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) => stores[index % 2].claim(request({ token: `t${index}` }))),
      );
      assert.equal(answers.filter(({ state }) => state === 'claimed').length, 1);
      assert.equal(answers.filter(({ state }) => state === 'busy').length, 199);
    });

    test('checks the settings of the server', async (context) => {
      const server = await startRedis(context);
      const client = await connect(context, server);
      const admin = await clients['ioredis 6'](context, server);
      assert.deepEqual(
        (await checkRedis(client)).map(({ code }) => code),
        ['redis_not_durable'],
      );
      await admin.config('SET', 'appendonly', 'yes', 'maxmemory-policy', 'volatile-lru');
      assert.deepEqual(
        (await checkRedis(client)).map(({ code }) => code),
        ['redis_evicts'],
      );
      await admin.config('SET', 'appendfsync', 'no', 'maxmemory-policy', 'noeviction');
      const problems = await checkRedis(client);
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['redis_not_durable'],
      );
      assert.match(problems[0].message, /claims .* see `checkRedis` of hookwright\/redis$/);
    });
  });
}
