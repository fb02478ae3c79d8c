// A relay to BullMQ: a database, Redis, a queue and a receiver of its own.

import * as newest from 'bullmq';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { relay, relayed } from 'hookwright/outbox';
import { startRedis } from '../bullmq/redis.mjs';
import { closeAfter, endpointAt, quick, startOutbox, startReceiver } from './setup.mjs';

/** A list that can be waited for. */
function watched() {
  const list = [];
  const waiting = new Set();
  return {
    list,
    push(entry) {
      list.push(entry);
      for (const check of waiting) check();
    },
    until: (isMet) =>
      new Promise((resolve) => {
        const check = () => {
          if (!isMet(list)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
}

/** Starts the servers, a queue and a receiver. */
export async function startRelay(context, { bullmq = newest, answerTo, options = {} } = {}) {
  const stored = await startOutbox(context);
  const connection = await startRedis(context);
  const receiver = await startReceiver(context, answerTo);
  const queue = new bullmq.Queue('webhooks', { connection });
  closeAfter(context, () => queue.close());
  const deliveries = bullmqDeliveries({
    provider: 'standard',
    policy: quick,
    endpoint: endpointAt(receiver),
    allow: ['127.0.0.1/32'],
    onWarning: () => {},
    ...options,
  });
  const log = watched();
  return {
    ...{ ...stored, connection, receiver, queue, deliveries, log },
    /** Starts a worker with the processor of `relayed`, or another one. Its `ends` are the states of its jobs. */
    work({ processor, workerOptions } = relayed({ outbox: stored.outbox, deliveries, log: log.push })) {
      const ends = watched();
      const worker = new bullmq.Worker('webhooks', processor, { connection, ...workerOptions, concurrency: 8 });
      for (const state of ['completed', 'failed']) worker.on(state, (job) => ends.push([state, job?.data.eventId]));
      closeAfter(context, () => worker.close());
      return { worker, ends };
    },
    handOver(change = {}) {
      const running = relay({ ...{ outbox: stored.outbox, queue, deliveries, pollMs: 20, log: log.push }, ...change });
      closeAfter(context, () => running.stop());
      return running;
    },
    /** Waits until the deliveries of the outbox fulfill a condition. */
    async until(isMet) {
      for (;;) {
        const listed = await stored.outbox.list();
        if (isMet(listed)) return listed;
      }
    },
  };
}

/** Whether all deliveries have a state. */
export const have = (state) => (listed) => listed.length > 0 && listed.every((each) => each.state === state);
