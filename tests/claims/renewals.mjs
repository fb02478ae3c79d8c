// A handler that takes longer than its lease, on a clock that the test moves.

import assert from 'node:assert/strict';
import { deferred } from '../receiving/deliveries.mjs';
import { start } from './receiving.mjs';

const LEASE_MS = 60_000;

/**
 * Checks that a receiver renews a claim at each third of its lease, and that another receiver does not get it meanwhile.
 *
 * @param storesOf makes the stores of the two receivers with a clock
 */
export async function checkRenewals(context, storesOf) {
  const clock = { nowMs: 1_800_000_000_000 };
  const [inner, second] = storesOf(() => clock.nowMs);
  let answered;
  const store = {
    claim: (request) => inner.claim(request),
    complete: (held) => inner.complete(held),
    release: (held) => inner.release(held),
    renew(held) {
      const renewal = inner.renew(held);
      answered.resolve(renewal);
      return renewal;
    },
  };
  const [begun, ended] = [deferred(), deferred()];
  const handle = () => {
    begun.resolve();
    return ended.promise;
  };
  const one = await start(context, handle, { store, leaseMs: LEASE_MS });
  const other = await start(context, undefined, { store: second, leaseMs: LEASE_MS });
  context.mock.timers.enable({ apis: ['setInterval'] });
  const first = one.send('evt_1');
  // A status would be an answer without the handler.
  assert.equal(await Promise.race([begun.promise, first]), undefined);
  // For two leases.
  for (let third = 0; third < 6; third += 1) {
    answered = deferred();
    clock.nowMs += LEASE_MS / 3;
    context.mock.timers.tick(LEASE_MS / 3);
    assert.equal(await answered.promise, true);
  }
  clock.nowMs += LEASE_MS - 1;
  assert.equal(await other.send('evt_1'), 503);
  ended.resolve();
  assert.equal(await first, 200);
  assert.equal(await other.send('evt_1'), 200);
  assert.deepEqual([one.calls, other.calls], [['evt_1'], []]);
}
