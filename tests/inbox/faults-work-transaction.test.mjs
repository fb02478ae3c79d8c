// Workers whose handlers get transactions, with faults: every effect is in the table once, those of both parts of a handler,
// whatever happens to the processes and to Postgres.

import assert from 'node:assert/strict';
import test from 'node:test';
import { lines } from '../claims/effects.mjs';
import { isComplete } from '../extent.mjs';
import { isDone, prepareEffects } from './fault-tables.mjs';
import { EVENTS, runEvents, SEED, timeout } from './run.mjs';

for (const isPooled of isComplete ? [false, true] : [false]) {
  const where = isPooled ? 'Postgres behind PgBouncer' : 'Postgres';
  test(`every effect of a worker in ${where} happens once: ${EVENTS} events with faults`, {
    timeout,
  }, async (context) => {
    const options = { mode: 'store-then-work in transactions', isPooled, prepare: prepareEffects, isDone };
    const { server, effects, chaos, statuses, sent } = await runEvents(context, options);
    const found = await server.query('select event, count(*)::int as count from effects group by event');
    const wrong = found.filter(({ count }) => count !== 1);
    assert.deepEqual(wrong, [], `with the seed ${SEED}`);
    const parts = found.filter(({ event }) => event.endsWith(' part'));
    assert.deepEqual([parts.length, found.length], [EVENTS, 2 * EVENTS], `lost, with the seed ${SEED}`);
    const states = await server.query('select state, count(*)::int as count from faults_inbox group by state');
    assert.deepEqual(states, [{ state: 'handled', count: EVENTS }]);

    const logged = {};
    for (const { what, event } of lines(effects)) {
      const name = event === undefined ? what : `handler_${what}`;
      logged[name] = (logged[name] ?? 0) + 1;
    }
    context.diagnostic(JSON.stringify({ ...chaos.counts(), ...logged, statuses }));
    const repeated = (logged.attempt_failed ?? 0) + (logged.deferred ?? 0);
    assert.ok(logged.handler_begin > EVENTS && repeated > 0, JSON.stringify(logged));
    assert.ok(statuses[200] >= sent && statuses[503] > 0, JSON.stringify(statuses));
    assert.equal(statuses[500], undefined);
  });
}
