import type { OutboxLogEntry, RelayOptions, RelayQueue, Running } from '../../types/outbox.js';
import { notAFunction } from '../errors.js';
import { checkTimeout } from '../instant.js';
import { notify } from '../notify.js';
import { optionNames, readOptions } from '../options.js';
import * as errors from './errors.js';
import { databaseOf, deliveriesOf } from './options.js';
import { Relaying } from './relaying.js';

const OPTIONS = optionNames<RelayOptions>({
  outbox: true,
  queue: true,
  deliveries: true,
  opts: true,
  pollMs: true,
  batch: true,
  leaseMs: true,
  checkMs: true,
  log: true,
});
const LARGEST_BATCH = 1_000;

/** Reads the options, and starts a relay. */
export function startRelay(given: RelayOptions): Running {
  const options = readOptions('relay', given, OPTIONS);
  const { queue, opts, pollMs = 1_000, batch = 100, leaseMs = 60_000, checkMs = 300_000, log } = options;
  const database = databaseOf(options.outbox);
  const deliveries = deliveriesOf(options.deliveries);
  if (!isQueue(queue)) throw errors.notAQueue(queue);
  if (log !== undefined && typeof log !== 'function') throw notAFunction('log', log);
  checkTimeout('pollMs', pollMs);
  checkTimeout('leaseMs', leaseMs);
  checkTimeout('checkMs', checkMs);
  if (!(Number.isInteger(batch) && batch >= 1 && batch <= LARGEST_BATCH)) {
    throw errors.notALimit('batch', LARGEST_BATCH);
  }
  // Its mistakes are reported now, and not for each delivery.
  deliveries.job({ eventId: 'evt', subscriptionId: 'sub', body: '', opts });
  return new Relaying({
    database,
    queue,
    deliveries,
    opts,
    pollMs,
    batch,
    leaseMs,
    checkMs,
    log: (entry: OutboxLogEntry) => notify(log, entry),
  });
}

function isQueue(queue: unknown): queue is RelayQueue {
  const { addBulk, getJob } = (queue ?? {}) as Partial<RelayQueue>;
  return typeof addBulk === 'function' && typeof getJob === 'function';
}
