// The mode `transaction` with faults: every effect is in the table once, whatever happens to the processes and to Postgres.

import assert from 'node:assert/strict';
import test from 'node:test';
import { lines } from '../claims/effects.mjs';
import { isComplete } from '../extent.mjs';
import { prepareEffects } from './fault-tables.mjs';
import { EVENTS, runEvents, SEED, timeout } from './run.mjs';

for (const isPooled of isComplete ? [false, true] : [false]) {
  const where = isPooled ? 'Postgres behind PgBouncer' : 'Postgres';
  test(`every effect in ${where} happens once: ${EVENTS} events with faults`, { timeout }, async (context) => {
    const options = { mode: 'transaction', isPooled, prepare: prepareEffects, isDone: () => {} };
    const { server, effects, chaos, statuses, sent } = await runEvents(context, options);
    const events = await server.query('select event, count(*)::int as count from effects group by event');
    const wrong = events.filter(({ count }) => count !== 1);
    assert.deepEqual(wrong, [], `with the seed ${SEED}`);
    assert.equal(events.length, EVENTS, `lost, with the seed ${SEED}`);
    const states = await server.query('select state, count(*)::int as count from faults_inbox group by state');
    assert.deepEqual(states, [{ state: 'handled', count: EVENTS }]);

    const logged = {};
    for (const { what, event } of lines(effects)) {
      const name = event === undefined ? what : `handler_${what}`;
      logged[name] = (logged[name] ?? 0) + 1;
    }
    context.diagnostic(JSON.stringify({ ...chaos.counts(), ...logged, statuses }));
    assert.ok(logged.handler_begin > EVENTS && logged.duplicate > 0 && logged.busy > 0, JSON.stringify(logged));
    assert.ok(statuses[200] >= sent && statuses[500] > 0 && statuses[503] > 0, JSON.stringify(statuses));
  });
}
