// Receiving, storing and handling events: how many a process handles per second, and the latency of the answers to the
// sender, with this package and with job queues for Postgres. The servers are durable: each commit waits for the disk.

import { fork } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import pg from 'pg';
import { startPostgres } from '../../databases/postgres.mjs';
import { betterSqlite, runtime } from '../../databases/sqlite-setup.mjs';
import { limited } from '../limit.mjs';
import { quantile, rounded } from '../measure.mjs';

const CONNECTIONS = 16;
/** How long a candidate may take for the events of one round. */
const LIMIT_MS = 120_000;
const SECRET = 'the secret of the benchmark';
const POSTGRES = [
  'hookwright/postgres, store-then-work',
  'hookwright/postgres, transaction',
  'pg-boss',
  'graphile-worker',
];
const SQLITE = ['hookwright/sqlite, store-then-work', 'hookwright/sqlite, transaction'];
const TABLE = 'create table effects (event text not null)';
const script = fileURLToPath(new URL('../hosts/inbox.mjs', import.meta.url));

export async function inbox({ quick }, skip) {
  const [rounds, amount] = quick ? [1, 150] : [3, 1000];
  const ends = [];
  try {
    const candidates = await prepare({ after: (end) => ends.unshift(end) }, skip);
    const measured = new Map(candidates.map(({ name }) => [name, []]));
    // The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      for (let place = 0; place < candidates.length; place += 1) {
        const candidate = candidates[(round + place) % candidates.length];
        const result = await load(candidate, amount);
        if (round > 0) measured.get(candidate.name).push(result);
      }
    }
    return [...measured].map(([name, results]) => {
      const median = (member) =>
        rounded(
          quantile(
            results.map((result) => result[member]),
            0.5,
          ),
        );
      return { name, eventsPerSecond: median('eventsPerSecond'), p99Ms: median('p99Ms') };
    });
  } finally {
    for (const end of ends) await end();
  }
}

/** Starts the databases and the receivers. */
async function prepare(context, skip) {
  const candidates = [];
  const server = await startPostgres(context, { tcp: true, settings: { fsync: 'on', full_page_writes: 'on' } });
  for (const [index, name] of POSTGRES.entries()) {
    await server.query(`create database bench_${index}`);
    const database = server.url.replace(/postgres$/, `bench_${index}`);
    // One connection for all counts: to connect for each one would take time from the candidate.
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    context.after(() => client.end());
    await client.query(TABLE);
    const count = async () => Number((await client.query('select count(*) as count from effects')).rows[0].count);
    candidates.push({ name, count, ...(await receiver(context, name, database)) });
  }
  let Database;
  try {
    await runtime('node');
    Database = betterSqlite();
  } catch (error) {
    skip(`SQLite: ${error.message}`);
    return candidates;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'hookwright-bench-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [index, name] of SQLITE.entries()) {
    const file = path.join(folder, `bench-${index}.db`);
    const db = new Database(file);
    context.after(() => db.close());
    db.exec(TABLE);
    const count = async () => db.prepare('select count(*) as count from effects').get().count;
    candidates.push({ name, count, ...(await receiver(context, name, file)) });
  }
  return candidates;
}

/** Starts a receiver in another process. Returns its port, and a promise that rejects if the receiver ends. */
async function receiver(context, name, database) {
  const child = fork(script, [name, database, SECRET]);
  context.after(async () => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  });
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`the receiver with ${name} has ended`)));
  failed.catch(() => {});
  const [port] = await Promise.race([once(child, 'message'), failed]);
  return { port, failed };
}

/** Sends a number of events, and waits until all of them have been handled. */
async function load(candidate, amount) {
  const { name, failed } = candidate;
  return await limited(name, LIMIT_MS, failed, (signal) => measure(candidate, amount, signal));
}

async function measure({ name, port, count }, amount, signal) {
  const before = await count();
  const begun = performance.now();
  const {
    errors,
    '2xx': accepted,
    latency,
  } = await autocannon({
    url: `http://127.0.0.1:${port}/`,
    method: 'POST',
    requests: [{ setupRequest: signed }],
    amount,
    connections: CONNECTIONS,
    sampleInt: 10,
  });
  if (errors > 0 || accepted !== amount)
    throw new Error(`${name} accepted ${accepted} of ${amount}, with ${errors} errors`);
  while ((await count()) < before + amount) await later(10, undefined, { signal });
  const seconds = (performance.now() - begun) / 1000;
  return { eventsPerSecond: amount / seconds, p99Ms: latency.p99 };
}

/** A delivery of a new event. */
function signed(request) {
  const event = randomUUID();
  const body = JSON.stringify({ event, text: 'x'.repeat(200) });
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': event,
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  };
  return { ...request, body, headers };
}
