// The mode `store-then-work` with faults: no event is lost, no two workers handle an event at the same time while the lease
// is renewed, and the completion of a worker that was overtaken is refused.

import assert from 'node:assert/strict';
import test from 'node:test';
import { checkHandlings, handlings, lines } from '../claims/effects.mjs';
import { isComplete } from '../extent.mjs';
import { isDone, prepareInbox } from './fault-tables.mjs';
import { EVENTS, LEASE_MS, runEvents, SEED, timeout } from './run.mjs';

for (const isPooled of isComplete ? [false, true] : [false]) {
  const where = isPooled ? 'Postgres behind PgBouncer' : 'Postgres';
  test(`no event in ${where} is lost: ${EVENTS} events with faults`, { timeout }, async (context) => {
    const options = { mode: 'store-then-work', isPooled, prepare: prepareInbox, isDone };
    const { server, effects, chaos, statuses, sent } = await runEvents(context, options);
    const states = await server.query('select state, count(*)::int as count from faults_inbox group by state');
    assert.deepEqual(states, [{ state: 'handled', count: EVENTS }]);
    const all = handlings(effects);
    assert.equal(all.length, EVENTS, `lost, with the seed ${SEED}`);
    const totals = checkHandlings(all, { leaseMs: LEASE_MS, about: `with the seed ${SEED}` });

    const logged = {};
    for (const { what, event } of lines(effects)) if (event === undefined) logged[what] = (logged[what] ?? 0) + 1;
    context.diagnostic(JSON.stringify({ ...chaos.counts(), ...totals, ...logged, statuses }));
    assert.ok(totals.renewals > 0 && totals.failed > 0 && totals.refused > 0, JSON.stringify(totals));
    assert.ok(statuses[200] >= sent && statuses[503] > 0, JSON.stringify(statuses));
    assert.equal(statuses[500], undefined);
  });
}
