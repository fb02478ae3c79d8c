// A process of an application with an outbox in a database: requests store an order and its event in one transaction, which
// some of them roll back. The process also delivers, with a dispatcher or through BullMQ. Its clock may be wrong.

import '../databases/crashes.mjs';
import '../databases/skewed-clock.mjs';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as later } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { dispatcher, relay, relayed } from 'hookwright/outbox';
import { postgresOutbox } from 'hookwright/postgres';
import { sqliteOutbox } from 'hookwright/sqlite';
import pg from 'pg';
import postgres from 'postgres';
import { opener } from '../databases/sqlite-open.mjs';
import { stopServer } from '../databases/stopping.mjs';

const settings = JSON.parse(process.env.HOOKWRIGHT_WORKER);
const { mode, options, redis, url, endpointSecret, leaseMs, timeoutMs, library } = settings;

const count = (what) => process.send?.({ what });
/** What the transactions of requests use, apart from what delivers, so that neither waits for the other. */
const connect = () =>
  library === 'postgres'
    ? postgres({ ...options, max: 8, prepare: false, fetch_types: false, onnotice: () => {} })
    : new pg.Pool({ ...options, max: 8, connectionTimeoutMillis: 1_000 })
        .on('error', () => {})
        // Also while a request uses the connection.
        .on('connect', (connected) => connected.on('error', () => {}));
const named = { prefix: 'faults_', timeoutMs };
const isSqlite = library === 'better-sqlite3';
const open = isSqlite ? await opener(library) : undefined;
const client = isSqlite ? undefined : connect();
const outbox = isSqlite ? sqliteOutbox(() => open(options.file), named) : postgresOutbox(connect(), named);

/** Runs a function in a transaction of a connection to SQLite, which waits for its lock without blocking the process. */
async function transactionOfSqlite(work) {
  const tx = open(options.file);
  tx.pragma('busy_timeout = 0');
  for (let tries = 0; !tx.inTransaction; tries += 1) {
    try {
      tx.exec('begin immediate');
    } catch (error) {
      if (error.code !== 'SQLITE_BUSY' || tries === 100) throw error;
      await later(10);
    }
  }
  try {
    await work(tx, (text, values) => tx.prepare(text.replace('$1', '?')).run(...values));
    tx.exec('commit');
  } finally {
    // A transaction that is open is rolled back.
    tx.close();
  }
}

/** Runs a function in a transaction. */
async function transaction(work) {
  if (isSqlite) return await transactionOfSqlite(work);
  if (library === 'postgres') return client.begin((tx) => work(tx, (text, values) => tx.unsafe(text, values)));
  const tx = await client.connect();
  let error;
  try {
    await tx.query('begin');
    await work(tx, (text, values) => tx.query(text, values));
    await tx.query('commit');
  } catch (thrown) {
    error = thrown;
    await tx.query('rollback').catch(() => {});
    throw thrown;
  } finally {
    tx.release(error !== undefined);
  }
}

const ROLLED_BACK = new Error('the order is not accepted');

async function order({ event, subscriptions, rollsBack, takesMs }) {
  await transaction(async (tx, execute) => {
    await execute('insert into orders (event) values ($1)', [event]);
    const body = JSON.stringify({ type: 'order.accepted', data: { event } });
    await outbox.enqueue(tx, { event: { id: event, body }, subscriptions });
    await later(takesMs);
    if (rollsBack) throw ROLLED_BACK;
  });
}

const server = createServer(async (request, response) => {
  try {
    const accepted = await Promise.race([order(await json(request)), later(2_000, 'late', { ref: false })]);
    response.writeHead(accepted === 'late' ? 503 : 200).end();
  } catch (error) {
    response.writeHead(error === ROLLED_BACK ? 422 : 503).end();
  }
});

const common = {
  provider: 'standard',
  // Attempts that were interrupted count, and no delivery is given up.
  policy: { id: 'often', schedule: { kind: 'fixed', delayMs: 50 } },
  endpoint: (subscription) => ({ url: `${url}/${subscription}`, secret: endpointSecret }),
  allow: ['127.0.0.1/32'],
  timeoutMs: 2_000,
};
const log = ({ code }) => count(code);

function deliver() {
  const onAttempt = () => count('attempt');
  if (mode === 'dispatcher') return dispatcher({ ...common, outbox, leaseMs, pollMs: 200, onAttempt, log });
  const deliveries = bullmqDeliveries({ ...common, onAttempt, onWarning: () => {} });
  const connection = { path: redis, maxRetriesPerRequest: null };
  // Commands fail while Redis is gone, instead of waiting for it.
  const queue = new Queue('outbox', { connection: { ...connection, enableOfflineQueue: false } }).on('error', () => {});
  // Jobs are removed when they end: a job that is added again would send again without `relayed`.
  const opts = { removeOnComplete: true, removeOnFail: true };
  const running = relay({ outbox, queue, deliveries, opts, leaseMs, pollMs: 200, checkMs: 2_000, log });
  const { processor, workerOptions } = relayed({ outbox, deliveries, log });
  const lock = { lockDuration: leaseMs, stalledInterval: leaseMs, maxStalledCount: 1_000_000 };
  const worker = new Worker('outbox', processor, { connection, concurrency: 8, ...workerOptions, ...lock });
  worker.on('error', () => {});
  return {
    async stop() {
      await running.stop();
      // BullMQ can wait without an end for a connection that Redis has closed.
      await Promise.race([worker.close().then(() => queue.close()), later(10_000)]);
    },
  };
}

const sending = deliver();
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.once('SIGTERM', async () => {
  await stopServer(server);
  await sending.stop();
  process.exit();
});
