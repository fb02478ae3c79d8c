import type { Deliveries, NewJob } from '../../types/bullmq.js';
import type { OutboxLogEntry, RelayedJob, RelayQueue, Running } from '../../types/outbox.js';
import type {
  DeliveryOutcome,
  DeliverySettlement,
  OutboxDatabase,
  TakenDelivery,
} from '../../types/outbox-database.js';
import { DEFERRAL_MS } from '../decision.js';
import { isMisuse } from '../misuse.js';
import { elapsedMs } from '../receiving/clock.js';
import { queueTooSlow } from './errors.js';
import { withOutboxId } from './job-id.js';
import { Loop } from './loop.js';

/** After so many jobs in a row that cannot be read, the queue counts as unavailable. */
const MOST_FAILURES = 3;

/** What a relay works with. */
export interface RelayTerms {
  readonly database: OutboxDatabase;
  readonly queue: RelayQueue;
  readonly deliveries: Deliveries;
  readonly opts: object | undefined;
  readonly pollMs: number;
  readonly batch: number;
  readonly leaseMs: number;
  readonly checkMs: number;
  readonly log: (entry: OutboxLogEntry) => void;
}

/**
 * A running relay.
 *
 * The id of a job is that of the delivery in the outbox. A job that is added again, because a relay died before it recorded
 * that it has added it, is therefore the same job; and a job that was removed and is added again finds that its delivery has
 * ended. A redelivery has an id of its own, so that BullMQ does not drop its job.
 */
export class Relaying implements Running {
  readonly #terms: RelayTerms;
  readonly #loop: Loop;

  constructor(terms: RelayTerms) {
    this.#terms = terms;
    const failed = (error: unknown) =>
      terms.log({ code: isQueueError(error) ? 'queue_failed' : 'database_failed', error });
    this.#loop = new Loop(() => this.#turn(), terms.pollMs, failed);
  }

  wake(): void {
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async #turn(): Promise<boolean> {
    const { database, batch, leaseMs, checkMs } = this.#terms;
    const { nowMs, deliveries } = await database.take({ token: crypto.randomUUID(), leaseMs, limit: batch });
    if (deliveries.length > 0) await this.#handOver(deliveries, nowMs);
    const checked = await database.takeHandedOver(batch, checkMs);
    if (checked.length > 0) await this.#check(checked);
    return deliveries.length === batch || checked.length === batch;
  }

  async #handOver(taken: readonly TakenDelivery[], nowMs: number): Promise<void> {
    const { database, checkMs, leaseMs } = this.#terms;
    const jobs = new Map<TakenDelivery, NewJob>();
    const settlements: DeliverySettlement[] = [];
    for (const delivery of taken) {
      try {
        jobs.set(delivery, this.#jobOf(delivery, nowMs));
      } catch (error) {
        // The delivery can never be sent, for example because the scheme cannot sign its id.
        if (!isMisuse(error)) throw error;
        const { code = null } = error as { readonly code?: string };
        settlements.push({
          ...settlementOf(delivery, delivery.originMs),
          state: 'dead',
          reason: 'invalid',
          error: code,
        });
      }
    }
    const refused = await answered(this.#add(jobs, elapsedMs() + leaseMs / 2), leaseMs);
    for (const delivery of jobs.keys()) {
      const isAdded = !refused.has(delivery);
      const dueMs = nowMs + (isAdded ? checkMs : DEFERRAL_MS);
      const state = isAdded ? 'handed_over' : 'pending';
      settlements.push({ ...settlementOf(delivery, dueMs), state, reason: isAdded ? null : 'deferred' });
    }
    await database.settle(settlements);
  }

  /**
   * Adds jobs to the queue, each once, however often this is repeated. If the queue refuses one of them, for example because
   * its body is larger than `sizeLimit`, it adds none; then they are added one by one.
   *
   * @param untilMs when the caller stops waiting, on the clock of `elapsedMs`
   * @returns the deliveries whose jobs were refused while others were added
   */
  async #add(jobs: ReadonlyMap<TakenDelivery, NewJob>, untilMs: number): Promise<ReadonlySet<TakenDelivery>> {
    const { queue, log } = this.#terms;
    const refused = new Map<TakenDelivery, unknown>();
    try {
      if (jobs.size > 0) await queue.addBulk([...jobs.values()]);
    } catch (error) {
      for (const [delivery, job] of jobs) {
        if (elapsedMs() >= untilMs) throw error;
        try {
          await queue.addBulk([job]);
        } catch (reason) {
          refused.set(delivery, reason);
        }
      }
      // The queue is not available, or there is only one.
      if (refused.size === jobs.size) throw error;
    }
    for (const [{ id }, error] of refused) log({ code: 'queue_failed', id, error });
    return new Set(refused.keys());
  }

  #jobOf({ id, eventId, subscriptionId, body, contentType, originMs }: TakenDelivery, nowMs: number): NewJob {
    const { deliveries, opts } = this.#terms;
    const job = deliveries.job({ id, eventId, subscriptionId, body: textOf(body), contentType, due: originMs, opts });
    // The time limits of the policy begin with the first attempt, also if no relay was running when it was due.
    const firstMs = Math.max(job.data.firstMs, nowMs);
    return { ...job, data: withOutboxId({ ...job.data, firstMs }, id) };
  }

  /** Looks up the jobs of deliveries that have been handed over a while ago. */
  async #check(ids: readonly string[]): Promise<void> {
    const { database, queue, leaseMs, log } = this.#terms;
    const outcomes: DeliveryOutcome[] = [];
    let stopped: unknown;
    let failures = 0;
    for (const id of ids) {
      try {
        const outcome = await answered(outcomeOf(id, queue), leaseMs);
        if (outcome !== undefined) outcomes.push(outcome);
        failures = 0;
      } catch (error) {
        failures += 1;
        // One job that cannot be read does not stop the others. If the queue is not available, they would wait or fail, too.
        // What has been found is recorded nevertheless.
        if (isTimeout(error) || failures === MOST_FAILURES) {
          stopped = error;
          break;
        }
        log({ code: 'queue_failed', id, error });
      }
    }
    if (outcomes.length > 0) await database.settleHandedOver(outcomes);
    if (stopped !== undefined) throw stopped;
  }
}

/** How the holding of a delivery ends that was not attempted. */
function settlementOf({ id, token, fence }: TakenDelivery, dueMs: number): Omit<DeliverySettlement, 'state'> {
  return {
    id,
    token,
    fence,
    attempts: 0,
    firstMs: null,
    startedMs: null,
    dueMs,
    reason: null,
    status: null,
    error: null,
  };
}

/** The outcome of a delivery by its job; undefined if the job has not ended. */
async function outcomeOf(id: string, queue: RelayQueue): Promise<DeliveryOutcome | undefined> {
  const none = { id, reason: null, status: null, error: null };
  const job = await queue.getJob(jobIdOf(id));
  // Redis has lost it. A job whose processing has ended is only removed after its delivery was recorded.
  if (!isStored(job)) return { ...none, state: 'pending', attempts: 0 };
  const state = await job.getState();
  if (state !== 'completed' && state !== 'failed') return undefined;
  // Read again, because the first reading can be older than the end.
  const ended = await queue.getJob(jobIdOf(id));
  if (!isStored(ended)) return undefined;
  const { attemptsMade: attempts } = ended;
  if (state === 'completed') return { ...none, state: 'delivered', attempts };
  return { ...none, state: 'dead', attempts, reason: 'job_failed' };
}

function isStored(job: RelayedJob | null | undefined): job is RelayedJob {
  return job !== null && job !== undefined;
}

/** The id of the job that `deliveries.job` makes for an explicit id. */
function jobIdOf(id: string): string {
  return `,${id}`;
}

/** Errors of the queue, which a log distinguishes from those of the database. */
const queueErrors = new WeakSet<object>();

function isQueueError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && queueErrors.has(error);
}

function isTimeout(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null | undefined)?.code === 'timeout' && isQueueError(error);
}

/** Waits for an answer of the queue, which keeps commands while Redis is not available. */
async function answered<Value>(answer: PromiseLike<Value>, limitMs: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(queueTooSlow()), limitMs / 2);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    if (typeof error === 'object' && error !== null) queueErrors.add(error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text if the bytes are its UTF-8: jobs contain it as it is, and other bytes as base64. */
function textOf(body: Uint8Array<ArrayBuffer>): string | Uint8Array<ArrayBuffer> {
  try {
    return decoder.decode(body);
  } catch {
    return body;
  }
}
