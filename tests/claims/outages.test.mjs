// Single faults: a worker that is suspended for longer than its lease, a handler that takes longer than its lease, and a
// Redis that does not answer.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { redisStore } from 'hookwright/redis';
import { source } from '../sources.mjs';
import { clients } from './clients.mjs';
import { handlings, lines } from './effects.mjs';
import { Sender, startFleet } from './fleet.mjs';
import { checkRenewals } from './renewals.mjs';
import { startServer } from './server.mjs';

const { RedisStore } = await source('internal/claims-in-redis.ts');

const timeout = 120_000;
const LEASE_MS = 1_000;
const KEEP_MS = 86_400_000;

/** Waits until a condition returns a value that is not false. */
async function until(condition) {
  for (;;) {
    const value = await condition();
    if (value) return value;
    await later(5);
  }
}

/** Two workers, and a function that sends an event to one of them. Its handler takes some time, or waits for `release`. */
async function start(context) {
  const server = await startServer(context);
  const effects = join(server.folder, 'effects.jsonl');
  writeFileSync(effects, '');
  const settings = {
    path: server.path,
    effects,
    leaseMs: LEASE_MS,
    keepMs: KEEP_MS,
    timeoutMs: 30_000,
    timeLimitMs: 120_000,
  };
  const fleet = await startFleet(context, 2, settings);
  const sender = new Sender();
  context.after(() => sender.close());
  const send = (worker, takesMs, more) =>
    sender.send(fleet.workers[worker].port, JSON.stringify({ event: 'evt_1', takesMs, ...more }), timeout);
  const line = (what, worker) =>
    until(() => lines(effects).find((each) => each.what === what && each.worker === fleet.workers[worker].name));
  const release = (worker) => fleet.workers[worker].child.send('released');
  return { server, fleet, effects, send, line, release };
}

for (const stopped of [0, 1]) {
  test(`the completion of a suspended worker is refused (worker ${stopped})`, { timeout }, async (context) => {
    const { fleet, effects, send, line, release } = await start(context);
    const other = 1 - stopped;
    const { child } = fleet.workers[stopped];
    const first = send(stopped, 0, { waits: true });
    await line('begin', stopped);
    child.kill('SIGSTOP');
    // The other worker gets the event as soon as the lease has ended, and not before.
    let second;
    await until(async () => {
      second = send(other, 500);
      const begun = line('begin', other);
      return (await Promise.race([second, begun])) !== 503;
    });
    release(stopped);
    child.kill('SIGCONT');
    await line('refused', stopped);
    assert.equal(await first, 503);
    assert.equal(await second, 200);
    const [[, [suspended, claimed]], ...others] = handlings(effects);
    assert.equal(others.length, 0);
    assert.ok(suspended.fence < claimed.fence);
    // The overlap that only the fence can detect.
    assert.ok(suspended.beganMs < claimed.beganMs && claimed.beganMs < suspended.endMs);
    assert.ok(claimed.beganMs - Math.max(...suspended.extended) >= LEASE_MS - 5);
    assert.equal(suspended.completedMs, undefined);
    assert.ok(claimed.completedMs > claimed.beganMs);
    assert.equal(await send(stopped, 0), 200);
    assert.equal(lines(effects).filter(({ what }) => what === 'begin').length, 2);
  });
}

test('a handler can take longer than its lease, which is renewed', { timeout }, async (context) => {
  const server = await startServer(context);
  const connect = clients['ioredis 6'];
  const both = [await connect(context, server), await connect(context, server)];
  await checkRenewals(context, (now) => both.map((client) => new RedisStore(client, 'renewed:', 600_000, now)));
});

test('an event that a killed worker handled is handled again after its lease', { timeout }, async (context) => {
  const { fleet, effects, send, line } = await start(context);
  const first = send(0, 60_000);
  await line('begin', 0);
  await fleet.kill(fleet.workers[0]);
  assert.equal(await first, 0);
  await until(async () => (await send(1, 0)) === 200);
  const [[, [killed, handled]]] = handlings(effects);
  assert.equal(killed.endMs, undefined);
  assert.ok(handled.beganMs - Math.max(...killed.extended) >= LEASE_MS - 5);
  assert.ok(handled.completedMs > handled.beganMs);
});

test('a response that is lost is repeated without another handling', { timeout }, async (context) => {
  const { fleet, effects, send, line, release } = await start(context);
  const impatient = new Sender();
  context.after(() => impatient.close());
  const body = JSON.stringify({ event: 'evt_1', waits: true });
  const first = impatient.send(fleet.workers[0].port, body, timeout);
  await line('begin', 0);
  impatient.close();
  assert.equal(await first, 0);
  release(0);
  await line('completed', 0);
  for (const worker of [0, 1]) assert.equal(await send(worker, 0), 200);
  assert.equal(lines(effects).filter(({ what }) => what === 'begin').length, 1);
});

test('a receiver whose Redis has no room answers 503, and handles the event when there is room', {
  timeout,
}, async (context) => {
  const { server, effects, send } = await start(context);
  const admin = await clients['ioredis 6'](context, server);
  await admin.config('SET', 'maxmemory', '1');
  for (const worker of [0, 1]) assert.equal(await send(worker, 0), 503);
  assert.equal(handlings(effects).length, 0);
  assert.ok(lines(effects).some(({ what }) => what === 'store_failed'));
  await admin.config('SET', 'maxmemory', '0');
  assert.equal(await send(0, 0), 200);
  assert.equal(await send(1, 0), 200);
  assert.equal(lines(effects).filter(({ what }) => what === 'begin').length, 1);
});

test('a failed handling is repeated at once', { timeout }, async (context) => {
  const { effects, send } = await start(context);
  assert.equal(await send(0, 0, { fails: true }), 500);
  assert.equal(await send(1, 0), 200);
  const [[, [failed, handled]]] = handlings(effects);
  assert.ok(failed.failedMs < handled.beganMs && handled.completedMs > handled.beganMs);
});

for (const [name, connect] of Object.entries(clients)) {
  describe(`with ${name}`, () => {
    const request = (token) => ({ key: 'acme:evt_1', token, leaseMs: 600_000, keepMs: KEEP_MS });
    const isUnavailable = ({ code }) => code === 'store_unavailable';

    test('a Redis that does not answer fails the operation, and its claim is released later', {
      timeout,
    }, async (context) => {
      const server = await startServer(context);
      const client = await connect(context, server);
      const store = redisStore(client, { timeoutMs: 100 });
      const patient = redisStore(client, { timeoutMs: 600_000 });
      assert.equal((await patient.claim({ ...request('w'), key: 'acme:first' })).state, 'claimed');
      const other = { ...request('other'), key: 'acme:evt_2' };
      const { fence: otherFence } = await patient.claim(other);
      server.suspend();
      await assert.rejects(store.claim(request('a')), isUnavailable);
      await assert.rejects(store.claim({ ...other, token: 'a' }), isUnavailable);
      const ordered = { ...request('a'), key: 'acme:evt_3', order: { object: 'in_1', position: 1 } };
      await assert.rejects(store.claim(ordered), isUnavailable);
      await assert.rejects(async () => await store.complete({ ...request('a'), fence: 1 }), isUnavailable);
      server.resume();
      // The lease of ten minutes does not block the next request.
      const { fence } = await until(async () => {
        const claim = await patient.claim(request('b'));
        return claim.state === 'claimed' && claim;
      });
      assert.equal(await patient.complete({ ...request('b'), fence }), true);
      // An event with an order needs two commands. The second one is not sent after the time limit.
      assert.equal((await patient.claim({ ...ordered, token: 'b' })).state, 'claimed');
      // The claim of another request is not released.
      assert.deepEqual(await patient.claim({ ...other, token: 'c' }), { state: 'busy' });
      assert.equal(await patient.complete({ ...other, fence: otherFence }), true);
    });

    test('a Redis without room refuses claims, and keeps those that it has', { timeout }, async (context) => {
      const server = await startServer(context);
      const store = redisStore(await connect(context, server), { timeoutMs: 600_000 });
      const admin = await clients['ioredis 6'](context, server);
      const { fence } = await store.claim(request('a'));
      await admin.config('SET', 'maxmemory', '1');
      const refused = ({ code, cause }) => code === 'store_unavailable' && cause.message.includes('OOM');
      await assert.rejects(store.claim({ ...request('b'), key: 'acme:evt_2' }), refused);
      await admin.config('SET', 'maxmemory', '0');
      assert.equal(await store.complete({ ...request('a'), fence }), true);
    });

    test('a claim whose answer was lost is granted again for the same token', { timeout }, async (context) => {
      const server = await startServer(context);
      const store = redisStore(await connect(context, server), { timeoutMs: 600_000 });
      const { fence } = await store.claim(request('a'));
      assert.deepEqual(await store.claim(request('a')), { state: 'claimed', fence });
      assert.deepEqual(await store.claim(request('b')), { state: 'busy' });
    });

    test('a Redis that has lost a claim grants it again, with a larger fence', { timeout }, async (context) => {
      const server = await startServer(context);
      const store = redisStore(await connect(context, server), { timeoutMs: 600_000 });
      const { fence } = await store.claim(request('a'));
      await (await clients['ioredis 6'](context, server)).flushall();
      const second = await store.claim(request('b'));
      assert.equal(second.state, 'claimed');
      assert.ok(second.fence > fence);
      assert.equal(await store.complete({ ...request('a'), fence }), false);
      assert.equal(await store.complete({ ...request('b'), fence: second.fence }), true);
    });

    test('a Redis that has lost a claim records its completion', { timeout }, async (context) => {
      const server = await startServer(context);
      const store = redisStore(await connect(context, server), { timeoutMs: 600_000 });
      const { fence } = await store.claim(request('a'));
      await (await clients['ioredis 6'](context, server)).flushall();
      assert.equal(await store.complete({ ...request('a'), fence }), true);
      assert.deepEqual(await store.claim(request('b')), { state: 'handled' });
      assert.equal(await store.complete({ ...request('a'), fence }), true);
    });

    test('a Redis that is started again keeps the claims, and the client uses it again', {
      timeout,
    }, async (context) => {
      const server = await startServer(context);
      const client = await connect(context, server);
      const store = redisStore(client, { timeoutMs: 500 });
      const patient = redisStore(client, { timeoutMs: 600_000 });
      const { fence } = await patient.claim(request('a'));
      await server.stop('SIGKILL');
      await assert.rejects(async () => await store.renew({ ...request('a'), fence }), isUnavailable);
      await assert.rejects(store.claim(request('b')), isUnavailable);
      await server.start();
      const state = await until(() =>
        store.claim(request('c')).then(
          (claim) => claim.state,
          () => undefined,
        ),
      );
      assert.equal(state, 'busy');
      assert.equal(await patient.complete({ ...request('a'), fence }), true);
      assert.deepEqual(await patient.claim(request('d')), { state: 'handled' });
    });
  });
}
