// Four processes with receivers and claims in Redis, fifty concurrent duplicates of each event, and faults: workers are killed and
// suspended, handlers fail, Redis is stopped and started again. No event is lost, and no two workers handle an event at the
// same time while the lease is renewed. HOOKWRIGHT_EVENTS sets the number of events, and HOOKWRIGHT_SEED repeats a run.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { checkHandlings, handlings, lines } from './effects.mjs';
import { Sender, seeded, startFleet } from './fleet.mjs';
import { startServer } from './server.mjs';

const EVENTS = Number(process.env.HOOKWRIGHT_EVENTS ?? 500);
const SEED = Number(process.env.HOOKWRIGHT_SEED ?? Date.now() % 1_000_000);
const DUPLICATES = 50;
/** How many events are delivered at the same time. */
const WINDOW = 16;
const LEASE_MS = 1_000;
/** How long an answer waits for a handler. The slow handlers take longer, and go on after it. */
const TIME_LIMIT_MS = 1_400;

test(`${EVENTS} events with faults`, { timeout: 60_000 + EVENTS * 500 }, async (context) => {
  context.diagnostic(`HOOKWRIGHT_SEED=${SEED}`);
  const random = seeded(SEED);
  const server = await startServer(context);
  const effects = join(server.folder, 'effects.jsonl');
  writeFileSync(effects, '');
  const settings = {
    path: server.path,
    effects,
    leaseMs: LEASE_MS,
    keepMs: 86_400_000,
    timeoutMs: 500,
    timeLimitMs: TIME_LIMIT_MS,
  };
  const fleet = await startFleet(context, 4, settings);
  const sender = new Sender();
  context.after(() => sender.close());

  const counts = { killed: 0, suspended: 0, restarts: 0 };
  const anyWorker = () => fleet.workers[Math.floor(random() * fleet.workers.length)];
  const faults = [
    async () => {
      const worker = anyWorker();
      await fleet.kill(worker);
      await fleet.start(worker);
      counts.killed += 1;
    },
    async () => {
      const { child } = anyWorker();
      child.kill('SIGSTOP');
      // Some for longer than their lease.
      await later(random() * 1.5 * LEASE_MS);
      child.kill('SIGCONT');
      counts.suspended += 1;
    },
    async () => {
      await server.stop(random() < 0.5 ? 'SIGKILL' : 'SIGTERM');
      await later(random() * 0.5 * LEASE_MS);
      await server.start();
      counts.restarts += 1;
    },
  ];
  const isThorough = () => Object.values(counts).every((count) => count >= 2);

  const deliver = async (index) => {
    const event = `evt_${index}`;
    const work = () => {
      const isLong = random() < 0.05;
      return { takesMs: isLong ? LEASE_MS * 1.5 : random() * 60, fails: random() < 0.05 };
    };
    const pick = () => ({ port: anyWorker().port, body: JSON.stringify({ event, ...work() }) });
    const options = { timeoutMs: 5 * LEASE_MS, retryMs: () => 100 + random() * 200 };
    await Promise.all(Array.from({ length: DUPLICATES }, () => sender.deliver(pick, options)));
  };

  let sent = 0;
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  context.after(end);
  const deliveries = Array.from({ length: WINDOW }, async () => {
    // However fast the machine is, each fault happens before the last event.
    while (!isOver && (sent < EVENTS || !isThorough())) {
      sent += 1;
      await deliver(sent);
    }
  });
  const chaos = (async () => {
    // One fault after another, at random, from the first events to the last: each kind at least twice.
    for (let count = 0; !isOver; count += 1) {
      await later(random() * 1_200);
      await faults[count < 6 ? count % 3 : Math.floor(random() ** 2 * 3)]();
    }
  })().finally(end);
  const sending = Promise.all(deliveries).finally(end);
  await Promise.all([sending, chaos]);

  const all = handlings(effects);
  assert.equal(all.length, sent);
  const logged = { time_limit: 0, store_failed: 0, claim_lost: 0, busy: 0, duplicate: 0, receiver_failed: 0 };
  const totals = checkHandlings(all, { leaseMs: LEASE_MS, about: `with the seed ${SEED}` });
  for (const { what, event } of lines(effects)) {
    if (event === undefined && what in logged) logged[what] += 1;
  }
  context.diagnostic(JSON.stringify({ ...counts, ...totals, ...logged, statuses: sender.statuses }));
  assert.ok(isThorough(), JSON.stringify(counts));
  assert.ok(totals.renewals > 0 && totals.failed > 0, JSON.stringify(totals));
  assert.ok(logged.time_limit > 0 && logged.store_failed > 0, JSON.stringify(logged));
  assert.equal(logged.receiver_failed, 0);
  assert.ok(sender.statuses[200] === sent * DUPLICATES && sender.statuses[503] > 0, JSON.stringify(sender.statuses));
});
