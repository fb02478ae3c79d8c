// A dispatcher whose process dies, is suspended, or whose database is not available.

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { postgresOutbox } from 'hookwright/postgres';
import { source } from '../sources.mjs';
import { enqueue, quick, startDispatcher, startOutbox, startReceiver } from './setup.mjs';

const timeout = 120_000;
const file = fileURLToPath(new URL('crashing.mjs', import.meta.url));

/** Leases of the tests do not end by themselves, and are renewed when a test says so. */
const leaseMs = 3_600_000;

/** An outbox whose operations are not late, unlike those of an outbox with a short time limit. */
const patient = (pool) => postgresOutbox(pool, { timeoutMs: 60_000 });

/** Ends all leases. */
const endLeases = (server) => server.query('update hookwright_deliveries set lease_end = now()');

/** How much of the lease of the only delivery is left. */
async function leftMs(server) {
  const rest = 'extract(epoch from lease_end - now()) * 1000';
  return Number((await server.query(`select ${rest} as left from hookwright_deliveries`))[0].left);
}

/** Shortens the lease of the only delivery, and waits until it is renewed. */
async function renewed({ mock }, server) {
  await server.query(`update hookwright_deliveries set lease_end = now() + interval '${leaseMs / 3} ms'`);
  mock.timers.tick(leaseMs / 3);
  while ((await leftMs(server)) <= leaseMs / 2) await later(5);
}

/** Starts a process with a dispatcher. */
async function startProcess(context, server, receiver) {
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const codes = [];
  const started = new Promise((resolve) => {
    child.on('message', ({ code }) => {
      codes.push(code);
      if (code === 'started') resolve();
    });
  });
  const ended = once(child, 'exit');
  context.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const settings = { database: server.options, policy: quick, leaseMs, name: 'first' };
  child.send({ ...settings, url: receiver.url });
  await started;
  return { child, ended, codes };
}

test('an attempt whose process was killed is made again, with the same number', { timeout }, async (context) => {
  const { pool, outbox, server } = await startOutbox(context);
  const receiver = await startReceiver(context, ({ sender }) => (sender === 'first' ? 'silence' : 204));
  const { child, ended } = await startProcess(context, server, receiver);
  await enqueue(pool, outbox, 'evt_1');
  await receiver.until((all) => all.length === 1);
  child.kill('SIGKILL');
  await ended;
  await endLeases(server);
  const sending = startDispatcher(context, outbox, receiver);
  await sending.until(({ attempts }) => attempts.length === 1);
  assert.equal(sending.attempts[0].attempt, 1);
  assert.deepEqual(
    receiver.requests.map(({ id }) => id),
    ['evt_1', 'evt_1'],
  );
  const [{ state, attempts }] = await outbox.list();
  assert.deepEqual([state, attempts], ['delivered', 1]);
});

test('a lease is renewed while an attempt takes longer', { timeout }, async (context) => {
  const { pool, outbox, server } = await startOutbox(context);
  context.mock.timers.enable({ apis: ['setInterval'] });
  let answer;
  const receiver = await startReceiver(context, () => new Promise((resolve) => (answer = resolve)));
  const sending = startDispatcher(context, outbox, receiver, { leaseMs, timeoutMs: 60_000 });
  await enqueue(pool, outbox, 'evt_1');
  await receiver.until((all) => all.length === 1);
  await renewed(context, server);
  answer(204);
  await sending.until(({ attempts }) => attempts.length === 1);
  assert.equal(receiver.requests.length, 1);
});

test('the outcome of a process that was suspended for longer than its lease is refused', {
  timeout,
}, async (context) => {
  const { pool, outbox, server } = await startOutbox(context);
  let answer;
  const receiver = await startReceiver(context, ({ sender }) => {
    return sender === 'first' ? new Promise((resolve) => (answer = resolve)) : 500;
  });
  const { child, codes } = await startProcess(context, server, receiver);
  await enqueue(pool, outbox, 'evt_1');
  await receiver.until((all) => all.length === 1);
  child.kill('SIGSTOP');
  await endLeases(server);
  const sending = startDispatcher(context, outbox, receiver);
  await sending.until(({ dead }) => dead.length === 1);
  answer(204);
  const refused = new Promise((resolve) => {
    child.on('message', ({ code }) => code === 'lease_lost' && resolve());
  });
  child.kill('SIGCONT');
  if (!codes.includes('lease_lost')) await refused;
  const [{ state, attempts, status }] = await outbox.list();
  assert.deepEqual([state, attempts, status], ['dead', 3, 500]);
});

test('an outage of the database during an attempt', { timeout }, async (context) => {
  const { pool, outbox, server } = await startOutbox(context, { timeoutMs: 500 });
  let answer;
  const receiver = await startReceiver(context, () => new Promise((resolve) => (answer = resolve)));
  const sending = startDispatcher(context, outbox, receiver, { timeoutMs: 60_000 });
  await enqueue(pool, outbox, 'evt_1');
  await receiver.until((all) => all.length === 1);
  await server.stop('SIGKILL');
  answer(204);
  await sending.until(({ log }) => log.some(({ code }) => code === 'database_failed'));
  assert.deepEqual(sending.attempts, []);
  await server.start();
  // The outcome is recorded, and the event is not sent again.
  await sending.until(({ attempts }) => attempts.length === 1);
  assert.equal((await patient(pool).list())[0].state, 'delivered');
  assert.equal(receiver.requests.length, 1);
});

test('`stop` ends although the database is not available', { timeout }, async (context) => {
  const { pool, outbox, server } = await startOutbox(context, { timeoutMs: 500 });
  // There are several if the machine was interrupted for longer than the lease.
  const answers = [];
  const receiver = await startReceiver(context, () => new Promise((resolve) => answers.push(resolve)));
  const sending = startDispatcher(context, outbox, receiver, { leaseMs: 1_000, timeoutMs: 60_000 });
  await enqueue(pool, outbox, 'evt_1');
  await receiver.until((all) => all.length > 0);
  await server.stop('SIGKILL');
  for (const answer of answers) answer(204);
  await sending.running.stop();
  assert.deepEqual(sending.attempts, []);
  await server.start();
  assert.equal((await patient(pool).list())[0].state, 'sending');
});

test('`stop` records the outcome of an attempt that takes longer than the lease', { timeout }, async (context) => {
  const { pool, outbox, server } = await startOutbox(context);
  context.mock.timers.enable({ apis: ['setInterval'] });
  let answer;
  const receiver = await startReceiver(context, () => new Promise((resolve) => (answer = resolve)));
  const sending = startDispatcher(context, outbox, receiver, { leaseMs, timeoutMs: 60_000 });
  await enqueue(pool, outbox, 'evt_1');
  await receiver.until((all) => all.length === 1);
  const stopped = sending.running.stop();
  // For longer than a lease, the dispatcher goes on renewing it.
  for (let thirds = 0; thirds < 4; thirds += 1) await renewed(context, server);
  answer(204);
  await stopped;
  assert.equal(sending.attempts.length, 1);
  assert.equal((await outbox.list())[0].state, 'delivered');
});

test('a wrong clock of the machine has no effect on the schedule', { timeout }, async (context) => {
  const { pool, outbox } = await startOutbox(context);
  const receiver = await startReceiver(context, (_, all) => (all.length === 1 ? 500 : 204));
  const { now } = Date;
  context.after(() => {
    Date.now = now;
  });
  for (const skewMs of [-365 * 86_400_000, 365 * 86_400_000]) {
    Date.now = () => now() + skewMs;
    receiver.requests.length = 0;
    const sending = startDispatcher(context, outbox, receiver);
    const [{ id }] = await enqueue(pool, outbox, `evt_${skewMs}`);
    await sending.until(({ attempts }) => attempts.length === 2);
    Date.now = now;
    const [delivery] = await outbox.list({ id });
    assert.equal(delivery.state, 'delivered');
    for (const { startedMs, endedMs } of sending.attempts) {
      assert.ok(Math.abs(startedMs - delivery.createdMs) < 60_000 && endedMs >= startedMs);
    }
    await sending.running.stop();
  }
});

test('the clock of the database does not go back when an answer is late', { timeout }, async () => {
  const { DatabaseClock } = await source('internal/outbox/database-clock.ts');
  const clock = new DatabaseClock();
  const noted = Date.parse('2026-01-01');
  clock.note(noted);
  clock.note(noted - 30_000);
  assert.ok(clock.now() >= noted && clock.now() < noted + 30_000);
  clock.note(noted + 60_000);
  assert.ok(clock.now() >= noted + 60_000);
  // It was set.
  clock.note(noted - 3_600_000);
  assert.ok(clock.now() >= noted - 3_600_000 && clock.now() < noted);
});
