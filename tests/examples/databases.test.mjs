// The examples with databases, beyond what all examples have in common: events that a worker handles, and orders whose events
// are delivered.

import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { startServer } from '../claims/server.mjs';
import { startPostgres } from '../databases/postgres.mjs';
import { SECRET, startReceiver } from '../outbox/faulty-receiver.mjs';
import { Server } from '../receivers/server.mjs';
import { copyExample, environment } from './project.mjs';
import { PORT } from './rows.mjs';
import { SENDERS } from './senders.mjs';

const timeout = 120_000;

/** Waits until a condition returns a value that is not false. */
async function until(condition) {
  for (;;) {
    const value = await condition();
    if (value) return value;
    await later(20);
  }
}

/** Starts an example, and returns the server and its URL. */
async function start(context, project, variables) {
  const server = new Server([process.execPath, 'server.js'], {
    cwd: project,
    env: environment({ PORT: '0', ...variables }),
  });
  context.after(() => server.stop());
  const [[, port]] = await server.until(PORT);
  return { server, url: `http://127.0.0.1:${port}` };
}

test('the worker of the inbox handles what was stored, also after a crash', { timeout }, async (context) => {
  const database = await startPostgres(context, { tcp: true });
  const { secret, delivery } = SENDERS.github;
  const project = copyExample('postgres-inbox');
  const variables = { DATABASE_URL: database.url, WEBHOOK_SECRET: secret };
  const first = await start(context, project, variables);
  const send = async (url, number) => {
    const { status } = await fetch(`${url}/github`, { method: 'POST', ...delivery(number) });
    assert.equal(status, 200);
  };
  const commits = async () => (await database.query('select commit from pushes')).map(({ commit }) => commit);

  await send(first.url, 1);
  await send(first.url, 1);
  await until(async () => (await commits()).length > 0);
  // The handler cannot write, and the process is killed.
  await database.query('alter table pushes rename to hidden');
  await send(first.url, 2);
  await until(async () => (await database.query("select 1 from hookwright_inbox where last_error <> ''")).length > 0);
  await first.server.stop('SIGKILL');
  await database.query('alter table hidden rename to pushes');
  // Instead of waiting for the policy's delay.
  await database.query("update hookwright_inbox set due_at = now() where state = 'queued'");

  const second = await start(context, project, variables);
  await until(async () => (await commits()).length > 1);
  assert.deepEqual(await commits(), ['commit_1', 'commit_2']);
  assert.equal(await second.server.stop('SIGTERM'), 0);
});

test('orders are delivered with the outbox and BullMQ, also after a crash', { timeout }, async (context) => {
  const database = await startPostgres(context, { tcp: true });
  const redis = await startServer(context);
  const receiver = await startReceiver(context, () => 1);
  const project = copyExample('outbox-bullmq');
  const variables = { DATABASE_URL: database.url, REDIS_URL: redis.path, ALLOW: '127.0.0.1/32' };
  const first = await start(context, project, variables);
  await database.query('insert into subscriptions values ($1, $2, $3)', ['sub_1', `${receiver.url}/sub_1`, SECRET]);
  const order = async (url, amount) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${url}/orders`, { method: 'POST', headers, body: JSON.stringify({ amount }) });
    return { status: response.status, id: response.ok ? (await response.json()).id : undefined };
  };
  const isDelivered = (id) => until(() => receiver.accepted.get(`${id} sub_1`));

  const one = await order(first.url, 1200);
  assert.equal(one.status, 201);
  await isDelivered(one.id);
  // Postgres refuses the order, after its event was stored in the same transaction.
  assert.equal((await order(first.url, -1)).status, 500);
  // Redis is gone, and then the process: the event stays in Postgres.
  await redis.stop('SIGKILL');
  const two = await order(first.url, 1300);
  assert.equal(two.status, 201);
  await first.server.stop('SIGKILL');
  // Instead of waiting for the end of the lease.
  await database.query("update hookwright_deliveries set lease_end = now() where state = 'sending'");
  await redis.start();
  const second = await start(context, project, variables);
  await isDelivered(two.id);
  assert.equal(await second.server.stop('SIGTERM'), 0);
  assert.deepEqual([...receiver.accepted.keys()].sort(), [`${one.id} sub_1`, `${two.id} sub_1`].sort());
  // Redis had to start again, and knows the job of the second one.
  const queue = new Queue('webhooks', { connection: { path: redis.path } });
  const kept = await queue.getCompletedCount();
  await queue.close();
  assert.ok(kept >= 1, `${kept} completed jobs are kept`);
  const states = await database.query('select count(*)::int as count from hookwright_outbox');
  assert.deepEqual(states, [{ count: 2 }]);
});
