// Both modes in SQLite with faults: four processes with one file, which are killed, suspended and stopped, also in the middle
// of transactions, and a file that others lock.

import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { checkHandlings, handlings, lines } from '../claims/effects.mjs';
import { startSqlite } from '../databases/sqlite-server.mjs';
import { EVENTS, LEASE_MS, runEvents, SEED, timeout } from './run.mjs';
import { prepareFaults } from './sqlite-tables.mjs';

/** How often each thing was logged. */
function countsOf(effects) {
  const counts = {};
  for (const { what, event } of lines(effects)) {
    const name = event === undefined ? what : `handler_${what}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const common = { start: startSqlite, libraries: ['better-sqlite3'], prepare: prepareFaults };

test(`every effect in SQLite happens once: ${EVENTS} events with faults`, { timeout }, async (context) => {
  // There is one writer at a time.
  const options = { ...common, mode: 'transaction', slowness: 0.2, isDone: () => {} };
  const { server, effects, chaos, statuses, sent } = await runEvents(context, options);
  const events = await server.query('select event, count(*) as count from effects group by event');
  assert.deepEqual(
    events.filter(({ count }) => count !== 1),
    [],
    `with the seed ${SEED}`,
  );
  assert.equal(events.length, EVENTS, `lost, with the seed ${SEED}`);
  const states = await server.query('select state, count(*) as count from faults_inbox group by state');
  assert.deepEqual(states, [{ state: 'handled', count: EVENTS }]);
  const [{ integrity_check: integrity }] = await server.query('pragma integrity_check');
  assert.equal(integrity, 'ok');

  const logged = countsOf(effects);
  context.diagnostic(JSON.stringify({ ...chaos.counts(), ...logged, statuses }));
  // Some handlers ran in transactions that were not committed, because their process was killed or the handler failed.
  assert.ok(logged.handler_begin > EVENTS && logged.duplicate > 0, JSON.stringify(logged));
  assert.ok(statuses[200] >= sent && statuses[500] > 0 && statuses[503] > 0, JSON.stringify(statuses));
});

/** Waits until all events have been handled. */
async function isDone(server) {
  while ((await server.query("select 1 from faults_inbox where state <> 'handled' limit 1")).length > 0)
    await later(100);
}

test(`no event in SQLite is lost: ${EVENTS} events with faults`, { timeout }, async (context) => {
  const options = { ...common, mode: 'store-then-work', isDone };
  const { server, effects, chaos, statuses, sent } = await runEvents(context, options);
  const states = await server.query('select state, count(*) as count from faults_inbox group by state');
  assert.deepEqual(states, [{ state: 'handled', count: EVENTS }]);
  const all = handlings(effects);
  assert.equal(all.length, EVENTS, `lost, with the seed ${SEED}`);
  const totals = checkHandlings(all, { leaseMs: LEASE_MS, about: `with the seed ${SEED}` });
  context.diagnostic(JSON.stringify({ ...chaos.counts(), ...totals, ...countsOf(effects), statuses }));
  assert.ok(totals.renewals > 0 && totals.failed > 0 && totals.refused > 0, JSON.stringify(totals));
  assert.ok(statuses[200] >= sent && statuses[503] > 0, JSON.stringify(statuses));
  assert.equal(statuses[500], undefined);
});
