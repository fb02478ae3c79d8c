// Faults of processes and of their database, one after the other at random.

import assert from 'node:assert/strict';
import { setTimeout as later } from 'node:timers/promises';
import { lines } from '../claims/effects.mjs';

/** How wrong the clocks of the processes are: an hour late, right, an hour and two days early. */
const SKEWS_MS = [-3_600_000, 0, 3_600_000, 172_800_000];

/** The environment of a process with a wrong clock, by its index. */
export const skewed = (index) => ({ HOOKWRIGHT_SKEW_MS: String(SKEWS_MS[index % SKEWS_MS.length]) });

/** How often each fault happens at least. */
const LEAST = 2;

/** The names of the processes whose handlers run according to the file of effects. */
function busyWorkers(effects) {
  const running = new Map();
  for (const { what, event, worker, fence } of lines(effects)) {
    if (what === 'begin') running.set(`${event} ${fence}`, worker);
    else running.delete(`${event} ${fence}`);
  }
  return new Set(running.values());
}

/**
 * Faults, and a function that causes them until the work is over.
 *
 * @param effects the file of the effects, from which the processes are known that handle an event at this moment
 * @param probe sends a request to a process, and returns the status of the response
 * @param redis the server of `startServer` that is stopped and started, too
 */
export function chaosOf({ fleet, server, random, leaseMs, effects, probe, redis }) {
  const counts = { killed: 0, stopped: 0, suspended: 0, terminated: 0, restarts: 0 };
  /** A process that handles an event at this moment, if there is one. */
  const anyWorker = () => {
    const busy = effects === undefined ? new Set() : busyWorkers(effects);
    const among = fleet.workers.filter(({ name }) => busy.has(name));
    const all = among.length === 0 ? fleet.workers : among;
    return all[Math.floor(random() * all.length)];
  };
  /** The status of the response of a process, or 503 if the process has ended. */
  const answered = async (worker) => {
    const { child } = worker;
    for (;;) {
      const status = await probe(worker);
      // A process that has not ended may have closed a connection that was kept for too long.
      if (status !== 0) return status;
      if (worker.child !== child || child.exitCode !== null) return 503;
    }
  };
  const faults = [
    async () => {
      const worker = anyWorker();
      counts.killed += 1;
      await fleet.kill(worker);
      await fleet.start(worker);
    },
    async () => {
      const { child } = anyWorker();
      counts.suspended += 1;
      child.kill('SIGSTOP');
      // Mostly for longer than their lease, so that others take their events.
      await later((counts.suspended <= LEAST ? 2.5 : 0.5 + 2 * random()) * leaseMs);
      child.kill('SIGCONT');
    },
    async () => {
      counts.terminated += await server.terminateBackends({ limit: 1 + Math.floor(random() * 12) });
    },
    async () => {
      counts.restarts += 1;
      await server.stop(['SIGINT', 'SIGQUIT', 'SIGKILL'][Math.floor(random() * 3)]);
      // While there is no database, senders receive 503 and try again, unless the process was ended by a library.
      for (const status of await Promise.all(fleet.workers.map(answered))) assert.equal(status, 503);
      await later(random() * 0.5 * leaseMs);
      await server.start();
    },
    async () => {
      const worker = anyWorker();
      counts.stopped += 1;
      await worker.starting;
      const { child } = worker;
      await fleet.kill(worker, 'SIGTERM');
      // A library can end the process first. The fleet has then started another one.
      if (worker.child !== child) return;
      assert.equal(child.exitCode, 0);
      await fleet.start(worker);
    },
  ];
  if (redis !== undefined) {
    counts.redisRestarts = 0;
    faults.push(async () => {
      counts.redisRestarts += 1;
      await redis.stop(random() < 0.5 ? 'SIGKILL' : 'SIGTERM');
      await later(random() * 0.5 * leaseMs);
      await redis.start();
    });
  }
  let isThorough;
  return {
    /** Resolves once each fault has happened often enough. */
    thorough: new Promise((resolve) => {
      isThorough = resolve;
    }),
    counts: () => ({ ...counts, crashes: fleet.crashes }),
    /** Causes one fault after another until `isOver`: at first some of each kind, in turn. */
    async cause(isOver) {
      for (let count = 0; !isOver(); count += 1) {
        const isFirst = count < LEAST * faults.length;
        if (!isFirst) isThorough();
        await later(random() * (isFirst ? 300 : 1_200));
        await faults[isFirst ? count % faults.length : Math.floor(random() * faults.length)]();
      }
    },
  };
}
