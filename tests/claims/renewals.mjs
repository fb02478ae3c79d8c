// A handler that takes longer than its lease, on a clock that the test moves.

import assert from 'node:assert/strict';
import { gate, start } from './receiving.mjs';

const LEASE_MS = 60_000;

/**
 * Checks that a receiver renews a claim at each third of its lease, and that another receiver does not get it meanwhile.
 *
 * @param storeOf makes a store with a clock
 */
export async function checkRenewals(context, storeOf) {
  const clock = { nowMs: 1_800_000_000_000 };
  const inner = storeOf(() => clock.nowMs);
  let answered;
  const store = {
    claim: (request) => inner.claim(request),
    complete: (held) => inner.complete(held),
    release: (held) => inner.release(held),
    async renew(held) {
      const isHeld = await inner.renew(held);
      answered.open(isHeld);
      return isHeld;
    },
  };
  const [begun, ended] = [gate(), gate()];
  const handle = () => {
    begun.open();
    return ended.opened;
  };
  const one = await start(context, handle, { store, leaseMs: LEASE_MS });
  const other = await start(context, undefined, { store: inner, leaseMs: LEASE_MS });
  context.mock.timers.enable({ apis: ['setInterval'] });
  const first = one.send('evt_1');
  await begun.opened;
  // For two leases.
  for (let third = 0; third < 6; third += 1) {
    answered = gate();
    clock.nowMs += LEASE_MS / 3;
    context.mock.timers.tick(LEASE_MS / 3);
    assert.equal(await answered.opened, true);
  }
  clock.nowMs += LEASE_MS - 1;
  assert.equal(await other.send('evt_1'), 503);
  ended.open();
  assert.equal(await first, 200);
  assert.equal(await other.send('evt_1'), 200);
  assert.deepEqual([one.calls, other.calls], [['evt_1'], []]);
}
