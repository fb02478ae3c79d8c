// A run of events with faults: four processes with wrong clocks, duplicates of each event, some of them at the same moment,
// in any order, and faults of the processes and of Postgres. HOOKWRIGHT_EVENTS sets the number of events, and HOOKWRIGHT_SEED
// repeats a run.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Sender, seeded, startFleet } from '../claims/fleet.mjs';
import { chaosOf, skewed } from '../databases/chaos.mjs';
import { QUICK, startPgbouncer } from '../databases/pgbouncer.mjs';
import { startPostgres } from '../databases/postgres.mjs';

export const EVENTS = Number(process.env.HOOKWRIGHT_EVENTS ?? 500);
export const SEED = Number(process.env.HOOKWRIGHT_SEED ?? process.pid % 1_000_000);
export const LEASE_MS = 1_000;
/** How long a run may take. */
export const timeout = 120_000 + EVENTS * 500;

const PROCESSES = 4;
const DUPLICATES = 6;
/** How many requests are sent at the same time. */
const WINDOW = 64;
/** The other half of the duplicates arrives up to this number of events later. */
const SPREAD = 40;
/** Handlers that take longer than their lease go on after the answer. */
const TIME_LIMIT_MS = 1_400;
const file = fileURLToPath(new URL('process.mjs', import.meta.url));

/** The deliveries in the order in which they are sent: half of the duplicates of an event together, the others later. */
function deliveriesOf(random) {
  const all = Array.from({ length: EVENTS * DUPLICATES }, (_, index) => {
    const event = Math.floor(index / DUPLICATES) + 1;
    const isTogether = index % DUPLICATES < DUPLICATES / 2;
    return { event: `evt_${event}`, place: event + random() * (isTogether ? 0 : SPREAD) };
  });
  all.sort((one, other) => one.place - other.place);
  return all.map(({ event }, index) => ({ event, isLast: index > all.length * 0.8 }));
}

/**
 * Starts a database and processes, and sends all events until each delivery was answered with 200.
 *
 * @param start starts the database
 * @param libraries the clients that the processes use, in turn
 * @param slowness how long handlers take, relative to the usual time
 * @param mode `transaction`, `store-then-work` or `store-then-work in transactions`
 * @param isPooled whether the processes connect to PgBouncer
 * @param prepare creates the tables
 * @param isDone whether the events have been handled, after they were sent
 */
export async function runEvents(
  context,
  { mode, start = startPostgres, libraries = ['pg', 'postgres'], slowness = 1, isPooled, prepare, isDone },
) {
  context.diagnostic(`HOOKWRIGHT_SEED=${SEED}`);
  const random = seeded(SEED);
  const server = await start(context);
  const pooler = isPooled ? await startPgbouncer(context, server, QUICK) : undefined;
  await prepare(server);
  const effects = join(server.folder, 'effects.jsonl');
  writeFileSync(effects, '');
  const settings = {
    mode,
    effects,
    options: (pooler ?? server).options,
    leaseMs: LEASE_MS,
    timeoutMs: 500,
    timeLimitMs: TIME_LIMIT_MS,
  };
  const fleet = await startFleet(context, PROCESSES, settings, { file, libraries, variables: skewed });
  const sender = new Sender();
  context.after(() => sender.close());

  const timeoutMs = 5 * LEASE_MS;
  const anyWorker = () => fleet.workers[Math.floor(random() * fleet.workers.length)];
  const bodyOf = (event) => {
    const takesMs = random() < 0.05 * slowness ? LEASE_MS * 1.5 : random() * 60 * slowness;
    const fails = random() < 0.05 && (random() < 0.5 ? 'thrown' : 'ignored');
    return JSON.stringify({ event, takesMs, fails, isEarly: random() < 0.05 });
  };
  const probe = ({ port }) => sender.send(port, bodyOf('evt_1'), timeoutMs);
  const chaos = chaosOf({ fleet, server, random, leaseMs: LEASE_MS, effects, probe });

  let isOver = false;
  const send = async () => {
    const waiting = deliveriesOf(random).values();
    const window = Array.from({ length: WINDOW }, async () => {
      for (const { event, isLast } of waiting) {
        // However fast the machine is, each fault happens before the end.
        if (isLast) await chaos.thorough;
        const pick = () => ({ port: anyWorker().port, body: bodyOf(event) });
        await sender.deliver(pick, { timeoutMs, retryMs: () => 100 + random() * 200 });
      }
    });
    await Promise.all(window);
    await isDone(server);
  };
  const sending = send().finally(() => {
    isOver = true;
  });
  await Promise.all([sending, chaos.cause(() => isOver)]);
  return { server, effects, chaos, statuses: sender.statuses, sent: EVENTS * DUPLICATES };
}
