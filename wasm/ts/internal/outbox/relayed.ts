import type { Deliveries, DeliveryJob, DeliveryResult } from '../../types/bullmq.js';
import type { OutboxLogEntry, RelayedDeliveries, RelayedOptions } from '../../types/outbox.js';
import type { DeliveryOutcome, DeliveryState } from '../../types/outbox-database.js';
import { decisionOf } from '../decision.js';
import { notAFunction } from '../errors.js';
import { notify } from '../notify.js';
import { optionNames, readOptions } from '../options.js';
import { outboxIdOf } from './job-id.js';
import { pauseMs } from './loop.js';
import { databaseOf, deliveriesOf } from './options.js';
import { reasonOf } from './reason.js';

const OPTIONS = optionNames<RelayedOptions>({ outbox: true, deliveries: true, log: true });

/** How often the end of a delivery is tried to be recorded, and the first pause between two tries, in milliseconds. */
const TRIES = 8;
const FIRST_PAUSE_MS = 100;
/** How long a job is delayed if the database does not answer, in milliseconds. */
const DELAY_MS = 10_000;

/** Wraps the processor: a delivery that has ended is not sent again, and the end of each is recorded. */
export function makeRelayed(given: RelayedOptions): RelayedDeliveries {
  const options = readOptions('relayed', given, OPTIONS);
  const database = databaseOf(options.outbox);
  const deliveries = deliveriesOf(options.deliveries);
  if (options.log !== undefined && typeof options.log !== 'function') throw notAFunction('log', options.log);
  const log = (entry: OutboxLogEntry) => notify(options.log, entry);

  const record = async (outcome: DeliveryOutcome): Promise<void> => {
    for (let failures = 1; failures <= TRIES; failures += 1) {
      try {
        await database.settleHandedOver([outcome]);
        return;
      } catch (error) {
        log({ code: 'database_failed', id: outcome.id, error });
        await new Promise((resolve) => setTimeout(resolve, pauseMs(FIRST_PAUSE_MS, failures)));
      }
    }
    // The relay finds the outcome of the job later. If the job was removed by then, the delivery is sent again.
  };

  // The third parameter must be declared: BullMQ passes a signal only to processors that declare it.
  const processor: RelayedDeliveries['processor'] = async (job, token, signal): Promise<DeliveryResult> => {
    const id = outboxIdOf(job);
    if (id === undefined) return await deliveries.processor(job, token, signal);
    let state: DeliveryState | undefined;
    try {
      state = (await database.states([id])).get(id);
    } catch (error) {
      log({ code: 'database_failed', id, error });
      throw await delayed(job, token);
    }
    if (state === 'delivered') return { status: 0, attempt: job.attemptsMade };
    // The job must not look like a delivery that was made, for example after it was retried in a dashboard.
    if (state === 'dead') throw deliveryIsDead();
    // Sent anyway: the relay has another outbox, which would otherwise never send it, or `prune` has deleted the delivery.
    if (state === undefined) log({ code: 'delivery_unknown', id });
    let result: DeliveryResult;
    try {
      result = await deliveries.processor(job, token, signal);
    } catch (error) {
      const outcome = outcomeOf(id, job, error, deliveries);
      if (outcome !== undefined) await record(outcome);
      throw error;
    }
    const { status, attempt } = result;
    const made = { id, attempts: attempt, reason: null, status: status === 0 ? null : status, error: null };
    await record({ ...made, state: 'delivered' });
    return result;
  };

  const { backoffStrategy, workerOptions } = deliveries;
  return Object.freeze({ processor, backoffStrategy, workerOptions });
}

/** The end of a delivery after an error of the processor; undefined if BullMQ makes another attempt. */
function outcomeOf(id: string, job: DeliveryJob, error: unknown, deliveries: Deliveries): DeliveryOutcome | undefined {
  const thrown = (error ?? {}) as { readonly [Name in 'name' | 'status' | 'error' | 'code']?: unknown };
  if (thrown.name === 'DelayedError') return undefined;
  const attempts = job.attemptsMade + 1;
  const next = decisionOf(error);
  const failed = { id: job.id, data: job.data };
  const isLast = job.opts.attempts !== undefined && attempts >= job.opts.attempts;
  const hasEnded =
    next === undefined
      ? thrown.name === 'UnrecoverableError' ||
        isLast ||
        deliveries.backoffStrategy(attempts, undefined, error as Error, failed) < 0
      : next.action !== 'retry';
  if (!hasEnded) return undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const reason = next === undefined || next.action === 'retry' ? undefined : reasonOf(next);
  return {
    id,
    state: 'dead',
    attempts,
    reason: text(reason) ?? 'job_failed',
    status: typeof thrown.status === 'number' ? thrown.status : null,
    error: text(thrown.code) ?? text(thrown.error),
  };
}

/** The error of a job that fails without another attempt. BullMQ knows it by its name, and stores its message with the job. */
function deliveryIsDead(): Error {
  return Object.assign(new Error('the delivery has ended in the outbox; `outbox.replay` delivers the event again'), {
    name: 'UnrecoverableError',
  });
}

/** Delays a job, and returns the error that reports this to BullMQ. */
async function delayed(job: DeliveryJob, token: string | undefined): Promise<Error> {
  try {
    await job.moveToDelayed(Date.now() + DELAY_MS, token);
  } catch {
    // The job no longer belongs to this worker, or Redis is not available. It is repeated like one whose worker died.
  }
  return Object.assign(new Error('the delivery is delayed, because the database did not answer'), {
    name: 'DelayedError',
  });
}
