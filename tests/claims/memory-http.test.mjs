// What the memory store guarantees to senders: a receiver for Express in this process.

import assert from 'node:assert/strict';
import test from 'node:test';
import { memoryStore } from 'hookwright/express';
import { deferred } from '../receiving/deliveries.mjs';
import { Sender } from './fleet.mjs';
import { start, timeout } from './receiving.mjs';
import { checkRenewals } from './renewals.mjs';

test('of many deliveries of an event at the same time, the memory store has one handled', {
  timeout,
}, async (context) => {
  const gate = deferred();
  const { calls, send } = await start(context, () => gate.promise);
  const deliveries = Array.from({ length: 50 }, () => send('evt_1'));
  let refused = 0;
  const all = new Promise((resolve) => {
    for (const each of deliveries) {
      each.then((status) => {
        if (status === 503) refused += 1;
        if (refused === 49) resolve();
      });
    }
  });
  await all;
  gate.resolve();
  assert.deepEqual((await Promise.all(deliveries)).sort(), [200, ...new Array(49).fill(503)]);
  assert.equal(await send('evt_1'), 200);
  assert.deepEqual(calls, ['evt_1']);
});

test('after a failed handler, the memory store has the next delivery handled at once', { timeout }, async (context) => {
  const { calls, send } = await start(context, (_data, _handler, call) => {
    if (call === 1) throw new Error('the handler fails');
  });
  assert.equal(await send('evt_1'), 500);
  assert.equal(await send('evt_1'), 200);
  assert.equal(await send('evt_1'), 200);
  assert.equal(calls.length, 2);
});

test('a handler can take longer than its lease, which the memory store renews', { timeout }, async (context) => {
  await checkRenewals(context, (now) => {
    const store = memoryStore({ now });
    return [store, store];
  });
});

test('after a suspension for longer than the lease, the memory store refuses the first completion', {
  timeout,
}, async (context) => {
  const clock = { nowMs: 1_800_000_000_000 };
  const gates = [deferred(), deferred()];
  const begun = [deferred(), deferred()];
  const fences = [];
  const { calls, send } = await start(
    context,
    (_data, { fence }, call) => {
      fences.push(fence);
      begun[call - 1].resolve();
      return gates[call - 1].promise;
    },
    { store: memoryStore({ now: () => clock.nowMs }), leaseMs: 600_000 },
  );
  const first = send('evt_1');
  await begun[0].promise;
  clock.nowMs += 600_000;
  const second = send('evt_1');
  await begun[1].promise;
  gates[0].resolve();
  assert.equal(await first, 503);
  gates[1].resolve();
  assert.equal(await second, 200);
  assert.equal(await send('evt_1'), 200);
  assert.equal(calls.length, 2);
  assert.ok(fences[0] < fences[1]);
});

test('after a lost response, the memory store answers without another handling', { timeout }, async (context) => {
  const gate = deferred();
  const begun = deferred();
  const { calls, send, port } = await start(context, () => {
    begun.resolve();
    return gate.promise;
  });
  const impatient = new Sender();
  const first = impatient.send(port, JSON.stringify({ event: 'evt_1' }), timeout);
  await begun.promise;
  impatient.close();
  assert.equal(await first, 0);
  gate.resolve();
  assert.equal(await send('evt_1'), 200);
  assert.equal(calls.length, 1);
});

test('an older event than the newest handled one is not handled with the memory store', {
  timeout,
}, async (context) => {
  const orderBy = ({ data }) => ({ object: 'in_1', position: data.position });
  const { calls, send } = await start(context, undefined, { orderBy });
  assert.equal(await send('evt_2', { position: 2 }), 200);
  assert.equal(await send('evt_1', { position: 1 }), 200);
  assert.equal(await send('evt_3', { position: 3 }), 200);
  assert.deepEqual(calls, ['evt_2', 'evt_3']);
});

test('two events of an object that arrive together are both handled with the memory store', {
  timeout,
}, async (context) => {
  const both = deferred();
  const orderBy = ({ data }) => ({ object: 'in_1', position: data.position });
  const handle = (_data, _handler, call) => {
    if (call === 2) both.resolve();
    return both.promise;
  };
  const { calls, send } = await start(context, handle, { orderBy });
  const statuses = await Promise.all([send('evt_2', { position: 2 }), send('evt_1', { position: 1 })]);
  assert.deepEqual(statuses, [200, 200]);
  assert.deepEqual(calls.sort(), ['evt_1', 'evt_2']);
});
