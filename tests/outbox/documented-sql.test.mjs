// The statements of docs/OUTBOX.md for other languages work with the tables, and keep each byte of a body.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { sqliteOutbox } from 'hookwright/sqlite';
import { opener } from '../databases/sqlite-open.mjs';
import { runtime } from '../databases/sqlite-setup.mjs';
import { have, startRelay } from './relay-setup.mjs';
import { enqueue, inTransaction, startDispatcher, startOutbox } from './setup.mjs';

// Not in a test, whose time limit is shorter than the build of the library takes.
await runtime('node');
const open = await opener('better-sqlite3');

const timeout = 60_000;
const document = readFileSync(new URL('../../docs/OUTBOX.md', import.meta.url), 'utf8');
const blocks = [...document.matchAll(/```sql\n([^`]+)```/g)].map(([, sql]) => sql.trim().split(/;\s*/).slice(0, -1));
const postgres = blocks.find(([sql]) => sql.includes('$1'));
const [back] = blocks.find(([sql]) => sql.includes("state = 'handed_over'"));
const sqlite = blocks.find(([sql]) => sql.includes('?'));

const body = JSON.stringify({ path: 'C:\\dir', quoted: '"', octal: '\\101', hex: '\\x41', text: 'größer\n' });

/** The body as a dispatcher gets it. */
async function taken(outbox) {
  const { deliveries } = await outbox.database.take({ token: 't', leaseMs: 60_000, limit: 10 });
  assert.deepEqual(
    deliveries.map(({ eventId, subscriptionId }) => [eventId, subscriptionId]),
    [['evt_1', 'sub_1']],
  );
  return new TextDecoder().decode(deliveries[0].body);
}

test('another program can enqueue an event in Postgres', { timeout }, async (context) => {
  const { outbox, pool } = await startOutbox(context);
  const [event, delivery] = postgres;
  await inTransaction(pool, async (tx) => {
    await tx.query(event, ['evt_1', body]);
    await tx.query(delivery, ['evt_1', 'sub_1']);
  });
  assert.equal(await taken(outbox), body);
});

test('another program can enqueue an event in SQLite', { timeout }, async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookwright-outbox-'));
  const file = path.join(folder, 'events.db');
  const outbox = sqliteOutbox(() => open(file));
  const user = open(file);
  context.after(async () => {
    await outbox.close();
    user.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await outbox.migrate();
  const [event, delivery] = sqlite;
  user.exec('begin');
  user.prepare(event).run('evt_1', body);
  user.prepare(delivery).run('evt_1', 'sub_1');
  user.exec('commit');
  assert.equal(await taken(outbox), body);
});

test('a dispatcher delivers what was given back after a relay has handed it over', { timeout }, async (context) => {
  const { handOver, outbox, pool, queue, receiver, until } = await startRelay(context);
  await enqueue(pool, outbox, 'evt_1');
  const running = handOver();
  await until(have('handed_over'));
  await running.stop();
  await queue.obliterate({ force: true });
  const { rowCount } = await pool.query(back);
  assert.equal(rowCount, 1);
  startDispatcher(context, outbox, receiver);
  const [{ attempts }] = await until(have('delivered'));
  assert.deepEqual([attempts, receiver.requests.length], [1, 1]);
});
