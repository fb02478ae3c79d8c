// Several processes with one file of SQLite: one is killed or suspended in the middle of a transaction.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { lines } from '../claims/effects.mjs';
import { Sender, startFleet } from '../claims/fleet.mjs';
import { startSqlite } from '../databases/sqlite-server.mjs';
import { prepareFaults } from './sqlite-tables.mjs';

const timeout = 60_000;
const file = fileURLToPath(new URL('process.mjs', import.meta.url));

/** Two processes in the mode `transaction`, and functions that send events to them. */
async function start(context) {
  const server = await startSqlite(context);
  await prepareFaults(server);
  const effects = path.join(server.folder, 'effects.jsonl');
  writeFileSync(effects, '');
  const settings = { mode: 'transaction', effects, options: server.options, leaseMs: 60_000, timeoutMs: 200 };
  const fleet = await startFleet(
    context,
    2,
    { ...settings, timeLimitMs: 60_000 },
    { file, libraries: ['better-sqlite3'] },
  );
  const sender = new Sender();
  context.after(() => sender.close());
  const [first, second] = fleet.workers;
  return {
    ...{ server, fleet, first, second },
    send: ({ port }, event, takesMs = 0, more = {}) =>
      sender.send(port, JSON.stringify({ event, takesMs, ...more }), 60_000),
    /** Waits until the handler of an event has begun. */
    async begun(event) {
      while (!lines(effects).some((line) => line.what === 'begin' && line.event === event)) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    left: async () => (await server.query('select event from effects order by place')).map((row) => row.event),
  };
}

test('an event whose process was killed in its transaction is handled at once by another one', {
  timeout,
}, async (context) => {
  const { fleet, first, second, send, begun, left } = await start(context);
  const lost = send(first, 'e1', 50_000);
  await begun('e1');
  // The file is locked by the transaction.
  assert.equal(await send(second, 'e1'), 503);
  await fleet.kill(first);
  assert.equal(await lost, 0);
  assert.deepEqual(await left(), []);
  assert.equal(await send(second, 'e1'), 200);
  assert.deepEqual(await left(), ['e1']);
});

test('a process that is suspended in its transaction keeps others from writing, and commits later', {
  timeout,
}, async (context) => {
  const { first, second, send, begun, left, server } = await start(context);
  const slow = send(first, 'e1', 0, { waits: true });
  await begun('e1');
  first.child.kill('SIGSTOP');
  assert.equal(await send(second, 'e1'), 503);
  assert.equal(await send(second, 'e2'), 503);
  // Readers are not affected.
  assert.deepEqual(await server.query('select * from faults_inbox'), []);
  first.child.send('released');
  first.child.kill('SIGCONT');
  assert.equal(await slow, 200);
  assert.equal(await send(second, 'e1'), 200);
  assert.equal(await send(second, 'e2'), 200);
  assert.deepEqual(await left(), ['e1', 'e2']);
});

test('of two processes that get the same events at the same time, each event is handled by one', {
  timeout,
}, async (context) => {
  const { first, second, send, left } = await start(context);
  const events = Array.from({ length: 20 }, (_, index) => `e${index}`);
  const deliver = async (worker, event) => {
    while ((await send(worker, event, 2)) !== 200);
  };
  await Promise.all(events.flatMap((event) => [deliver(first, event), deliver(second, event), deliver(first, event)]));
  assert.deepEqual((await left()).sort(), [...events].sort());
});
