// The Postgres inbox gives the answers of the state machines in the core.

import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import * as claims from '../claims/vectors.mjs';
import { startPostgres } from '../databases/postgres.mjs';
import { source } from '../sources.mjs';
import { clients, timeout } from './setup.mjs';
import * as items from './vectors.mjs';

const { PostgresInbox } = await source('internal/inbox/postgres-inbox.ts');
const { Transactions } = await source('internal/inbox/transactions.ts');
const { connectionsOf } = await source('internal/sql/postgres-client.ts');
const { Limiter } = await source('internal/sql/limits.ts');
const { toPostgresSettings } = await source('internal/sql/postgres-names.ts');

let server;
before(async (context) => {
  server = await startPostgres(context);
});

/** The database of an inbox whose clock a test sets. */
async function databaseOf(context, kind, now, prefix) {
  const client = clients[kind].connect(context, { ...server.options, max: 20 });
  const connections = connectionsOf('postgresInbox', client, new Limiter(timeout));
  const database = new PostgresInbox(connections, toPostgresSettings('postgresInbox', { prefix }), now);
  await database.migrate();
  return database;
}

/**
 * Returns the steps that a store of transactions can answer as other stores do. It differs in what follows from a rollback,
 * and from a lease that is the time for which a session is idle, which a clock of a test does not change:
 *
 * - A lease that has ended by the clock of the test has not ended in Postgres.
 * - A claim that is not open in this process cannot be completed: it was rolled back, or has been committed.
 * - A rollback leaves no fence, so that the next one only follows the clock.
 */
function applicable(steps, leaseMs) {
  const open = new Map();
  const lastFence = new Map();
  const end = steps.findIndex(({ atMs, op, key, token, fence, answer }) => {
    const held = open.get(key);
    const isHeld = held !== undefined && held.token === token && held.fence === fence;
    if (held !== undefined && held.leaseEndMs <= atMs) return true;
    if (op === 'claim') {
      if (answer.state !== 'claimed') return false;
      if (atMs <= (lastFence.get(key) ?? -1) && held === undefined) return true;
      open.set(key, { token, fence: answer.fence, leaseEndMs: atMs + leaseMs });
      lastFence.set(key, answer.fence);
      return false;
    }
    if (!isHeld) return answer === true;
    if (op === 'renew') held.leaseEndMs = atMs + leaseMs;
    else open.delete(key);
    return false;
  });
  return end === -1 ? steps : steps.slice(0, end);
}

for (const kind of Object.keys(clients)) {
  test(`transactions pass the vectors of claims that apply to them (${kind})`, { timeout }, async (context) => {
    const database = await databaseOf(context, kind, claims.now, `claims_${kind}_`);
    let count = 0;
    for (const { id, steps } of claims.tests) {
      const store = new Transactions(database);
      const open = [];
      // Without the transaction, which is not in the vectors.
      const plain = {
        ...Object.fromEntries(['renew', 'complete', 'release'].map((op) => [op, (held) => store[op](held)])),
        async claim(request) {
          const { tx, ...claim } = await store.claim(request);
          if (tx !== undefined) open.push({ ...request, fence: claim.fence });
          return claim;
        },
      };
      const part = applicable(steps, claims.leaseMs);
      count += part.length;
      await claims.run(plain, { id, steps: part });
      for (const held of open) await store.release(held);
    }
    assert.ok(count > 150, `${count} steps apply`);
  });
}

for (const kind of Object.keys(clients)) {
  test(`the inbox passes the vectors of items (${kind})`, { timeout }, async (context) => {
    const database = await databaseOf(context, kind, items.now, `items_${kind}_`);
    for (const each of items.tests) await items.run(database, each);
  });
}
