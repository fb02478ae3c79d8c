// A process with a receiver for Express and an inbox in a database, in one of three modes: `transaction`, `store-then-work`,
// and `store-then-work in transactions`. Its clock may be wrong. It writes what happens to a file that all processes share,
// and, with transactions, the effects of its handlers to a table.

import '../databases/crashes.mjs';
import '../databases/skewed-clock.mjs';
import { setTimeout as later } from 'node:timers/promises';
import express from 'express';
import { webhook } from 'hookwright/express';
import { worker as startWorker } from 'hookwright/inbox';
import { postgresInbox } from 'hookwright/postgres';
import { sqliteInbox } from 'hookwright/sqlite';
import pg from 'pg';
import postgres from 'postgres';
import { append, monotonicMs } from '../claims/effects.mjs';
import { opener } from '../databases/sqlite-open.mjs';
import { stopServer } from '../databases/stopping.mjs';

const settings = JSON.parse(process.env.HOOKWRIGHT_WORKER);
const { worker, mode, options, effects, secret, leaseMs, timeoutMs, timeLimitMs, library } = settings;

/** Adds a line about a handling. */
const note = (what, event, fence, more) => append(effects, { what, event, worker, fence, ...more });
const log = ({ code }) => append(effects, { what: code, worker });

async function connect() {
  const named = { prefix: 'faults_', timeoutMs };
  if (library === 'better-sqlite3') {
    const open = await opener(library);
    return sqliteInbox(() => open(options.file), named);
  }
  // A pooler that gives each transaction any session does not support named prepared statements.
  if (library === 'postgres') {
    return postgresInbox(
      postgres({ ...options, max: 10, prepare: false, fetch_types: false, onnotice: () => {} }),
      named,
    );
  }
  return postgresInbox(
    new pg.Pool({ ...options, max: 10 }).on('error', () => {}),
    named,
  );
}

/** Executes a statement in the transaction of a handler. */
async function execute(tx, text, values = []) {
  if (library === 'better-sqlite3') return tx.prepare(text.replace(/\$\d/g, '?')).run(...values);
  return await (library === 'postgres' ? tx.unsafe(text, values) : tx.query(text, values));
}

/** Resolves when the test releases the handlers that wait. */
const released = new Promise((resolve) => process.once('message', resolve));

/** The events that this process has failed once, or deferred. */
const interrupted = new Set();

/** A handler whose effect is in the transaction of the claim. */
async function insert({ data: { event, takesMs, waits, fails } }, { tx, fence }) {
  note('begin', event, fence);
  try {
    await execute(tx, 'insert into effects (event, worker) values ($1, $2)', [event, worker]);
    await (waits ? released : later(takesMs));
    if (fails && !interrupted.has(event)) {
      interrupted.add(event);
      // A statement that fails ends the transaction, also if the handler ignores it.
      if (fails === 'ignored') await execute(tx, 'insert into missing values (1)', []).catch(() => {});
      else throw new Error('the handler fails');
    }
  } finally {
    note('end', event, fence);
  }
}

/** A handler of a worker whose effects are in the transaction of the completion. It has two parts. */
async function insertInParts(received, context) {
  const { event, takesMs, isEarly } = received.data;
  const other = async () => {
    await later(takesMs + 20);
    await execute(context.tx, 'insert into effects (event, worker) values ($1, $2)', [`${event} part`, worker]);
  };
  const parts = [insert(received, context), other()];
  // With `postgres`, a handler must wait for its parts if one of them fails.
  if (library === 'postgres') await Promise.allSettled(parts);
  await Promise.all(parts);
  if (!isEarly || interrupted.has(event)) return;
  interrupted.add(event);
  context.defer(50);
}

/** A handler whose effect is in the file. */
async function write({ data: { event, takesMs, fails, isEarly } }, context) {
  const { fence } = context;
  note('begin', event, fence, { sinceMs: taken.get(`${event} ${fence}`) });
  await later(takesMs);
  if (interrupted.has(event) || !(fails || isEarly)) return note('end', event, fence);
  interrupted.add(event);
  note('failed', event, fence);
  if (isEarly) return context.defer(50);
  throw new Error('the handler fails');
}

/** The times at which the leases of this process were requested, by event and fence. */
const taken = new Map();

/** The id of the event is the end of the key. */
const eventOf = ({ key }) => key.slice(key.lastIndexOf(':') + 1);

/** An inbox that notes the answers of its database. */
function noting(inbox) {
  const { database } = inbox;
  const noted = Object.create(database, {
    take: {
      async value(request) {
        const sinceMs = monotonicMs();
        const found = await database.take(request);
        for (const item of found.items) taken.set(`${eventOf(item)} ${item.fence}`, sinceMs);
        return found;
      },
    },
    renew: {
      async value(held, ms) {
        const sinceMs = monotonicMs();
        const isRenewed = await database.renew(held, ms);
        if (isRenewed) note('renewed', eventOf(held), held.fence, { sinceMs });
        return isRenewed;
      },
    },
    settle: {
      async value(held, settlement) {
        const isSettled = await database.settle(held, settlement);
        if (!isSettled) note('refused', eventOf(held), held.fence);
        else if (settlement.op === 'complete') note('completed', eventOf(held), held.fence);
        return isSettled;
      },
    },
  });
  return { ...inbox, database: noted };
}

const inbox = await connect();
const common = { provider: 'github', name: 'faults', log };
const receiver =
  mode === 'transaction'
    ? webhook({ ...common, secrets: secret, store: inbox.transactions, leaseMs, timeLimitMs, onUnknown: insert })
    : webhook({ ...common, secrets: secret, inbox, timeLimitMs });
const running =
  mode === 'transaction'
    ? undefined
    : startWorker({
        ...common,
        leaseMs,
        pollMs: 200,
        concurrency: 8,
        // Handlings that were interrupted count as attempts.
        policy: { id: 'often', schedule: { kind: 'fixed', delayMs: 50 } },
        ...(mode === 'store-then-work'
          ? { inbox: noting(inbox), onUnknown: write }
          : { inbox, transaction: true, onUnknown: insertInParts }),
      });

const server = express()
  .post('/', receiver)
  .listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.once('SIGTERM', async () => {
  // The requests that are running are answered, and then the running handlers end.
  await stopServer(server);
  // `postgres` leaves a statement unanswered if its connection is lost at the wrong moment, and so does its handler.
  await running?.stop({ timeoutMs: 5_000 });
  process.exit();
});
