import type { Verified } from '../../generated/verdict.js';
import type { EventOrder } from '../../types/claims.js';
import type { InboxTransaction, Settlement, TakenItem } from '../../types/inbox-database.js';
import type { InstanceOf } from '../../types/input.js';
import { bySchedule } from '../decision.js';
import { callOf, type Handled, withHandlers } from '../receiving/calls.js';
import { elapsedMs } from '../receiving/clock.js';
import { readEvents } from '../receiving/event.js';
import { orderOf } from '../receiving/shape.js';
import type { Names } from '../receiving/work.js';
import { keyOf } from '../redis-key.js';
import { seedOf } from '../seed.js';
import { isRefused } from '../sql/sql-state.js';
import { describeError } from './last-error.js';
import { Lease } from './lease.js';
import { Settling } from './settling.js';
import { isAborted } from './transactions.js';
import { WorkerEventContext } from './worker-context.js';
import type { WorkerTerms } from './worker-settings.js';

/** After how long an event is handled again if the database has prevented a handling. */
const UNAVAILABLE_MS = 5_000;

/** The handling of an item by a worker: it keeps the lease while the handler runs, and records how it ended. */
export class Handling {
  readonly #terms: WorkerTerms;
  readonly #item: TakenItem;
  readonly #names: Names;
  readonly #startMs = elapsedMs();
  readonly #lease: Lease;
  readonly #settling: Settling;
  /** Ends the wait for a handler that will not end. */
  #giveUp = () => {};
  /** The transaction of the handler that runs. */
  #transaction: InboxTransaction | undefined;
  #committing: Promise<unknown> | undefined;
  #isReleased = false;

  constructor(terms: WorkerTerms, item: TakenItem) {
    this.#terms = terms;
    this.#item = item;
    this.#names = { eventType: item.eventType, eventId: item.eventId };
    this.#lease = new Lease(terms, item, this.#names, () => this.#giveUp());
    this.#settling = new Settling(terms, item, this.#names);
  }

  /** Handles the item. Fulfills when that is recorded, or when the handler is not waited for any more. */
  async run(): Promise<void> {
    const givenUp = new Promise<void>((resolve) => {
      this.#giveUp = resolve;
    });
    this.#lease.keep();
    await Promise.race([this.#handle(), givenUp]);
  }

  /** Gives the item back although its handler runs, because the worker stops. */
  async release(): Promise<void> {
    this.#isReleased = true;
    const transaction = this.#transaction;
    this.#lease.touch(undefined);
    this.#lease.abandon();
    if (this.#committing !== undefined) {
      // The event is handled if this succeeds; then the item is not held any more.
      await this.#committing.catch(() => {});
    } else {
      // The item, or the file, is locked by the transaction.
      await transaction?.rollback();
    }
    await this.#settling.tryOnce({ op: 'release' });
    this.#giveUp();
  }

  async #handle(): Promise<void> {
    const [settlement, error] = await this.#settlement();
    this.#lease.endHandler();
    if (settlement !== undefined && !this.#isReleased) await this.#settling.settle(settlement, error);
    this.#lease.end();
  }

  /** Calls the handler. Returns how the handling ended, unless that is already recorded; and the error, if there was one. */
  async #settlement(): Promise<[settlement: Settlement | undefined, error?: unknown]> {
    let order: EventOrder | undefined;
    try {
      const events = readEvents(this.#terms.shape, this.#genuine());
      const [first, ...others] = withHandlers(this.#terms, events);
      if (first === undefined) return [{ op: 'complete' }];
      order = await this.#orderOf(first);
      if (order !== undefined) {
        const early = await this.#checkOrder(order);
        if (early !== undefined) return [early];
      }
      return await this.#call([first, ...others], order);
    } catch (error) {
      // The item was given back, which has ended the transaction of the handler.
      return this.#isReleased ? [undefined] : this.#failure(error);
    }
  }

  async #call(
    handled: readonly [Handled, ...Handled[]],
    order: EventOrder | undefined,
  ): Promise<[Settlement | undefined]> {
    const { database, isTransactional, leaseMs } = this.#terms;
    // The item was given back, or its lease was lost, while the order was checked.
    if (this.#isReleased || this.#lease.signal.aborted) return [undefined];
    if (!isTransactional) return [(await this.#callIn(undefined, handled)) ?? { op: 'complete', order }];
    let transaction: InboxTransaction;
    try {
      transaction = await database.begin({ idleMs: leaseMs, isOfWorker: true });
    } catch (error) {
      return [this.#unavailable(error)];
    }
    if (this.#isReleased) {
      await transaction.rollback();
      return [undefined];
    }
    this.#transaction = transaction;
    this.#lease.touch(transaction);
    try {
      const deferral = await this.#callIn(transaction.tx, handled);
      this.#lease.endHandler();
      if (this.#isReleased) return [undefined];
      if (deferral === undefined) {
        const committing = this.#commit(transaction, order);
        this.#committing = committing;
        return [await committing];
      }
      await transaction.rollback();
      return [deferral];
    } catch (error) {
      await transaction.rollback();
      throw error;
    } finally {
      this.#transaction = undefined;
      this.#lease.touch(undefined);
    }
  }

  /** Completes the item and commits. Returns how the handling ended, unless that is recorded. */
  async #commit(transaction: InboxTransaction, order: EventOrder | undefined): Promise<Settlement | undefined> {
    try {
      if (await transaction.settle(this.#item, { op: 'complete', order })) {
        await transaction.commit();
        return undefined;
      }
    } catch (error) {
      // Otherwise the handler would be called again at once, without a limit.
      if (isAborted(error) || isRefused(error) || this.#lease.wasBlocked) throw error;
      await transaction.rollback();
      return this.#unavailable(error);
    }
    await transaction.rollback();
    this.#lease.lose();
    return undefined;
  }

  /** Calls the handlers. Returns a deferral, if a handler has asked for it. */
  async #callIn(tx: unknown, handled: readonly [Handled, ...Handled[]]): Promise<Settlement | undefined> {
    const { tracing, sender, scheme } = this.#terms;
    const { body, eventType: type, eventId: id } = this.#item;
    const context = new WorkerEventContext(this.#item, tx, this.#lease.signal as InstanceOf<'AbortSignal'>);
    const handle = callOf(handled, context);
    const event = { sender, scheme: scheme.id, type, id, bodySize: body.length, traceparent: undefined };
    await (tracing === undefined ? handle() : tracing.trace(event, handle));
    return context.deferral;
  }

  /** The end of a handling that has failed. */
  #failure(error: unknown): [settlement: Settlement, error: unknown] {
    const { log, policy } = this.#terms;
    log.add('attempt_failed', { ...this.#names, error });
    const { key, attempts, firstAtMs, takenAtMs } = this.#item;
    const nowMs = takenAtMs + Math.round(elapsedMs() - this.#startMs);
    const next = bySchedule(policy, attempts, { firstMs: firstAtMs, seed: seedOf(key) }, nowMs);
    const text = describeError(error, this.#terms.describeError);
    const settlement: Settlement =
      next.action === 'retry' ? { op: 'retry', delayMs: next.delayMs, error: text } : { op: 'bury', error: text };
    return [settlement, error];
  }

  /** The end of a handling that the database has prevented, or whose commit was not answered: it does not count. */
  #unavailable(error: unknown): Settlement {
    this.#terms.log.add('store_failed', { ...this.#names, error });
    return { op: 'release', delayMs: UNAVAILABLE_MS };
  }

  #genuine() {
    const { body, headers, receivedAtMs, verdict } = this.#item;
    return { body, headers, receivedAtMs, verdict: { ok: true, ...verdict } as Verified };
  }

  async #orderOf({ event }: Handled): Promise<EventOrder | undefined> {
    const { orderBy, endpoint } = this.#terms;
    const { tenant } = this.#item;
    const name = encodeURIComponent(endpoint);
    const space = tenant === null ? name : `${name}/${encodeURIComponent(tenant)}`;
    const order = orderBy === undefined ? undefined : orderOf(orderBy(event.make()), space);
    return order === undefined ? undefined : { ...order, object: await keyOf('', order.object) };
  }

  /** Returns how the handling ends without a call, if the event is outdated, or if that cannot be found out. */
  async #checkOrder({ object, position }: EventOrder): Promise<Settlement | undefined> {
    let newest: number | undefined;
    try {
      newest = await this.#terms.database.newest(object);
    } catch (error) {
      return this.#unavailable(error);
    }
    if (newest === undefined || position >= newest) return undefined;
    this.#terms.log.add('outdated', this.#names);
    return { op: 'complete' };
  }
}
