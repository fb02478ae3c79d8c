// An outbox in a Postgres server of its own, and dispatchers of it.

import { dispatcher } from 'hookwright/outbox';
import { postgresOutbox } from 'hookwright/postgres';
import pg from 'pg';
import { PATIENT_MS, startPostgres } from '../databases/postgres.mjs';
import { secretOf, startReceiver } from './receiver.mjs';

/** What is closed at the end of each test, before its servers, in reverse order. */
const closers = new WeakMap();

/**
 * Closes something at the end of a test. Functions that are registered with `context.after` run in their order, so the first
 * call must be before the servers of the test are started.
 */
export function closeAfter(context, close) {
  if (closers.has(context)) {
    if (close !== undefined) closers.get(context).push(close);
    return;
  }
  const all = close === undefined ? [] : [close];
  closers.set(context, all);
  context.after(async () => {
    for (const each of all.reverse()) await each();
  });
}

/** Starts a server with the tables of an outbox. */
export async function startOutbox(context, options = {}) {
  closeAfter(context);
  const server = await startPostgres(context);
  const pool = poolOf(context, server.options);
  const outbox = postgresOutbox(pool, { timeoutMs: PATIENT_MS, ...options });
  // The time limit of a test can be too short for this.
  await postgresOutbox(pool, { ...options, timeoutMs: PATIENT_MS }).migrate();
  return { server, pool, outbox };
}

/** A pool that is closed at the end of the test. */
export function poolOf(context, options) {
  const pool = new pg.Pool(options);
  // A server that stops ends the connections. Without listeners, that would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  closeAfter(context, () => pool.end());
  return pool;
}

/** Runs a function in a transaction of `pg`. */
export async function inTransaction(pool, work) {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}

/** Enqueues one event in a transaction. */
export function enqueue(pool, outbox, id, subscriptions = ['sub_1'], { body = `{"id":"${id}"}`, ...rest } = {}) {
  return inTransaction(pool, (tx) => outbox.enqueue(tx, { event: { id, body }, subscriptions, ...rest }));
}

/** The endpoint of a subscription at a receiver. */
export const endpointAt = (receiver) => (subscription) => ({
  url: `${receiver.url}/${subscription}`,
  secret: secretOf(subscription),
});

/** A policy that makes three attempts, without delays. */
export const quick = { id: 'quick', schedule: { kind: 'table', delaysMs: [0, 1, 1] }, timeoutMs: 10_000 };

/** Starts a dispatcher, which is stopped at the end of the test. Its reports can be waited for. */
export function startDispatcher(context, outbox, receiver, options = {}) {
  const attempts = [];
  const dead = [];
  const log = [];
  const waiting = new Set();
  const into = (list) => (entry) => {
    list.push(entry);
    for (const check of waiting) check();
  };
  const running = dispatcher({
    outbox,
    provider: 'standard',
    policy: quick,
    endpoint: endpointAt(receiver),
    allow: ['127.0.0.1/32'],
    pollMs: 20,
    onAttempt: into(attempts),
    onDead: into(dead),
    log: into(log),
    ...options,
  });
  closeAfter(context, () => running.stop());
  return {
    ...{ running, attempts, dead, log },
    /** Waits until a condition is met. It is checked after each report. */
    until(isMet) {
      return new Promise((resolve) => {
        const check = () => {
          if (!isMet({ attempts, dead, log })) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      });
    },
  };
}

export { secretOf, startReceiver };
