import type { DispatcherOptions, OutboxLogEntry, Running } from '../../types/outbox.js';
import type { DeliverySettlement, OutboxDatabase, TakenDelivery } from '../../types/outbox-database.js';
import { notify } from '../notify.js';
import { type Attempted, type AttemptTerms, makeAttempt } from './attempts.js';
import type { DatabaseClock } from './database-clock.js';
import { Leases } from './leases.js';
import { Loop } from './loop.js';
import { reasonOf } from './reason.js';
import { Recorder } from './recorder.js';

/** What a dispatcher works with. */
export interface DispatchTerms {
  readonly database: OutboxDatabase;
  readonly clock: DatabaseClock;
  readonly attempt: AttemptTerms;
  readonly concurrency: number;
  readonly pollMs: number;
  readonly leaseMs: number;
  readonly onAttempt: DispatcherOptions['onAttempt'];
  readonly onDead: DispatcherOptions['onDead'];
  readonly log: (entry: OutboxLogEntry) => void;
}

/** A running dispatcher: it takes as many deliveries as it has room for, and makes their attempts at the same time. */
export class Dispatching implements Running {
  readonly #terms: DispatchTerms;
  readonly #recorder: Recorder;
  readonly #leases: Leases;
  readonly #loop: Loop;
  readonly #running = new Set<Promise<void>>();
  /** The runs that end the deliveries of subscriptions. */
  readonly #endings = new Map<string, Promise<unknown>>();
  #isStopped = false;
  /** Whether there may be more deliveries than the last request took. */
  #hasMore = false;

  constructor(terms: DispatchTerms) {
    this.#terms = terms;
    const failed = (error: unknown) => terms.log({ code: 'database_failed', error });
    this.#recorder = new Recorder(terms.database, failed);
    this.#leases = new Leases(terms.database, terms.leaseMs, terms.log);
    this.#loop = new Loop(() => this.#take(), terms.pollMs, failed);
  }

  wake(): void {
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    // Without the database, the outcomes cannot be recorded; after the lease, the deliveries belong to another process.
    this.#recorder.limit(this.#terms.leaseMs);
    await this.#loop.stop();
    await Promise.all(this.#running);
    this.#recorder.end();
    this.#leases.stop();
  }

  async #take(): Promise<boolean> {
    const { database, clock, concurrency, leaseMs } = this.#terms;
    const limit = concurrency - this.#running.size;
    if (limit <= 0) return false;
    const { nowMs, deliveries } = await database.take({ token: crypto.randomUUID(), leaseMs, limit });
    if (deliveries.length > 0) clock.note(nowMs);
    if (this.#isStopped) {
      if (deliveries.length > 0) await this.#recorder.persist(() => database.release(deliveries));
      return false;
    }
    for (const each of deliveries) {
      const run = this.#deliver(each).finally(() => {
        this.#running.delete(run);
        if (this.#hasMore) this.#loop.wake();
      });
      this.#running.add(run);
    }
    this.#hasMore = deliveries.length === limit;
    return false;
  }

  async #deliver(taken: TakenDelivery): Promise<void> {
    const { attempt, database, log } = this.#terms;
    const { id, subscriptionId } = taken;
    const lease = this.#leases.hold(taken);
    const attempted = await makeAttempt(attempt, taken, lease.signal);
    if (attempted.kind === 'deferred') log({ code: 'deferred', id, error: attempted.error });
    if (attempted.kind === 'made' && attempted.next.action === 'disable') {
      await this.#endSubscription(subscriptionId, reasonOf(attempted.next));
    }
    if (attempted.kind === 'made' && attempted.throttledMs !== null) {
      const { throttledMs } = attempted;
      await this.#recorder.persist(() => database.throttle(subscriptionId, throttledMs));
    }
    const settlement = settlementOf(taken, attempted);
    // The lease is renewed meanwhile, because the database may not answer for a long time.
    const wasHeld = settlement !== undefined && (await this.#recorder.record(settlement));
    lease.release();
    if (wasHeld) this.#report(taken, attempted, settlement);
    else log({ code: 'lease_lost', id });
  }

  /** Several attempts of a subscription wait for the same run, because each one ends all of its deliveries. */
  #endSubscription(id: string, reason: string): Promise<unknown> {
    const known = this.#endings.get(id);
    if (known !== undefined) return known;
    const { database } = this.#terms;
    const ending = this.#recorder
      .persist(() => database.endSubscription(id, reason))
      .finally(() => this.#endings.delete(id));
    this.#endings.set(id, ending);
    return ending;
  }

  #report({ id, eventId, subscriptionId }: TakenDelivery, attempted: Attempted, settlement: DeliverySettlement): void {
    const { onAttempt, onDead, log } = this.#terms;
    const failed = (error: unknown) => log({ code: 'hook_failed', id, error });
    const { attempts, state, reason } = settlement;
    if (attempted.kind === 'made') {
      const { status, error, code, startedMs, endedMs, next } = attempted;
      const report = { id, eventId, subscriptionId, attempt: attempts, status, error, code, startedMs, endedMs, next };
      notify(onAttempt, report, failed);
    }
    if (state === 'dead') notify(onDead, { id, eventId, subscriptionId, attempts, reason: reason ?? '' }, failed);
  }
}

/** How the delivery is stored after an attempt; undefined if its lease was lost. */
function settlementOf(taken: TakenDelivery, attempted: Attempted): DeliverySettlement | undefined {
  const { id, token, fence, attempts, firstMs } = taken;
  const unsettled = attempts === 0 ? 'pending' : 'waiting';
  const none = { startedMs: null, reason: null, status: null, error: null };
  const kept = { id, token, fence, attempts, firstMs, dueMs: taken.originMs, ...none };
  switch (attempted.kind) {
    case 'aborted':
      return undefined;
    case 'scheduled':
      return { ...kept, state: unsettled, firstMs: attempted.firstMs, dueMs: attempted.dueMs };
    case 'deferred':
      return { ...kept, state: unsettled, dueMs: attempted.untilMs, reason: 'deferred' };
    case 'ended':
      return { ...kept, state: 'dead', reason: attempted.reason };
    case 'made': {
      const { next, status, code } = attempted;
      const made = {
        ...kept,
        attempts: attempts + 1,
        firstMs: attempted.firstMs,
        startedMs: attempted.startedMs,
        status,
        error: code ?? attempted.error,
      };
      if (next.action === 'retry') return { ...made, state: 'waiting', dueMs: next.atMs };
      if (next.action === 'succeed') return { ...made, state: 'delivered' };
      return { ...made, state: 'dead', reason: reasonOf(next) };
    }
  }
}
