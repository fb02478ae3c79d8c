// An outbox with faults: four processes that store orders with their events and deliver them, with wrong clocks. Processes
// are killed, stopped and suspended, sessions are ended, and Postgres and Redis are stopped and started. Events whose
// transaction was committed are delivered at least once, and others are not. HOOKWRIGHT_EVENTS sets the number of events, and
// HOOKWRIGHT_SEED repeats a run.

import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { postgresOutbox } from 'hookwright/postgres';
import { sqliteOutbox } from 'hookwright/sqlite';
import pg from 'pg';
import { Sender, seeded, startFleet } from '../claims/fleet.mjs';
import { startServer } from '../claims/server.mjs';
import { chaosOf, skewed } from '../databases/chaos.mjs';
import { QUICK, startPgbouncer } from '../databases/pgbouncer.mjs';
import { startPostgres } from '../databases/postgres.mjs';
import { startSqlite } from '../databases/sqlite-server.mjs';
import { isComplete } from '../extent.mjs';
import { SECRET, startReceiver } from './faulty-receiver.mjs';

const EVENTS = Number(process.env.HOOKWRIGHT_EVENTS ?? 500);
const SEED = Number(process.env.HOOKWRIGHT_SEED ?? process.pid % 1_000_000);
const LEASE_MS = 1_000;
const SUBSCRIPTIONS = ['sub_1', 'sub_2'];
/** How many requests are sent at the same time. */
const WINDOW = 4;
const file = fileURLToPath(new URL('process.mjs', import.meta.url));

const MODES = [
  { title: 'a dispatcher', mode: 'dispatcher' },
  ...(isComplete ? [{ title: 'a dispatcher behind PgBouncer', mode: 'dispatcher', isPooled: true }] : []),
  { title: 'BullMQ', mode: 'relay' },
  { title: 'a dispatcher from SQLite', mode: 'dispatcher', isSqlite: true },
];

const ORDERS = 'create table orders (event text primary key)';

async function preparePostgres(server) {
  const pool = new pg.Pool({ ...server.options, max: 1 });
  await postgresOutbox(pool, { prefix: 'faults_' }).migrate();
  await pool.query(ORDERS);
  await pool.end();
}

async function prepareSqlite({ open }) {
  const outbox = sqliteOutbox(open, { prefix: 'faults_' });
  await outbox.migrate();
  await outbox.close();
  const connection = open();
  connection.exec(ORDERS);
  connection.close();
}

for (const { title, mode, isPooled, isSqlite } of MODES) {
  const options = { timeout: 120_000 + EVENTS * 500 };
  test(`what was committed is delivered by ${title}: ${EVENTS} events with faults`, options, async (context) => {
    context.diagnostic(`HOOKWRIGHT_SEED=${SEED}`);
    const random = seeded(SEED);
    const server = await (isSqlite ? startSqlite : startPostgres)(context);
    const pooler = isPooled ? await startPgbouncer(context, server, QUICK) : undefined;
    const redis = mode === 'relay' ? await startServer(context) : undefined;
    await (isSqlite ? prepareSqlite : preparePostgres)(server);
    const receiver = await startReceiver(context, random);
    const settings = {
      mode,
      options: (pooler ?? server).options,
      redis: redis?.path,
      url: receiver.url,
      endpointSecret: SECRET,
      leaseMs: LEASE_MS,
      timeoutMs: 1_000,
    };
    const counted = {};
    const onMessage = ({ what }) => {
      if (what !== undefined) counted[what] = (counted[what] ?? 0) + 1;
    };
    const libraries = isSqlite ? ['better-sqlite3'] : ['pg', 'postgres'];
    const fleet = await startFleet(context, 4, settings, { file, libraries, variables: skewed, onMessage });
    const sender = new Sender();
    context.after(() => sender.close());

    let last = 0;
    const orderOf = (rollsBack) => {
      last += 1;
      const takesMs = random() * 20;
      return JSON.stringify({ event: `evt_${last}`, subscriptions: SUBSCRIPTIONS, rollsBack, takesMs });
    };
    const post = ({ port }, rollsBack) => sender.send(port, orderOf(rollsBack), 5 * LEASE_MS);
    const chaos = chaosOf({ fleet, server, random, leaseMs: LEASE_MS, redis, probe: (worker) => post(worker, false) });

    let isOver = false;
    let committed;
    const send = async () => {
      let accepted = 0;
      const window = Array.from({ length: WINDOW }, async () => {
        while (accepted < EVENTS) {
          // However fast the machine is, each fault happens before the end.
          if (accepted > EVENTS * 0.8) await chaos.thorough;
          const status = await post(fleet.workers[Math.floor(random() * fleet.workers.length)], random() < 0.1);
          if (status === 200) accepted += 1;
          else await later(random() * 100);
        }
      });
      await Promise.all(window);
      // Requests without an answer may have been committed. What the database says counts.
      for (;;) {
        committed = await server.query('select event from orders').catch(() => undefined);
        const all = committed?.flatMap(({ event }) => SUBSCRIPTIONS.map((subscription) => `${event} ${subscription}`));
        if (all?.every((name) => receiver.accepted.has(name))) return;
        await later(100);
      }
    };
    const sending = send().finally(() => {
      isOver = true;
    });
    await Promise.all([sending, chaos.cause(() => isOver)]);

    assert.ok(committed.length >= EVENTS, `${committed.length} orders`);
    const known = new Set(committed.map(({ event }) => event));
    for (const name of receiver.accepted.keys()) {
      assert.ok(
        known.has(name.split(' ')[0]),
        `${name} was delivered, and its order does not exist; the seed is ${SEED}`,
      );
    }
    const repeated = [...receiver.accepted.values()].reduce((sum, times) => sum + times - 1, 0);
    const totals = { orders: committed.length, requests: last, repeated };
    context.diagnostic(
      JSON.stringify({ ...chaos.counts(), ...totals, ...receiver.counts, ...counted, statuses: sender.statuses }),
    );
    assert.equal(receiver.counts.forged, 0);
    assert.ok(sender.statuses[422] > 0 && sender.statuses[503] > 0, JSON.stringify(sender.statuses));
    // A delivery is repeated if its response was lost, or its process was killed, and not in general.
    assert.ok(repeated < receiver.accepted.size / 2, JSON.stringify(totals));
  });
}
