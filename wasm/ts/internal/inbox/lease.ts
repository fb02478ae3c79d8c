import type { InboxTransaction, TakenItem } from '../../types/inbox-database.js';
import { elapsedMs } from '../receiving/clock.js';
import type { Names } from '../receiving/work.js';
import { watchAbandoned } from './abandoned.js';
import type { WorkerTerms } from './worker-settings.js';

type Timer = ReturnType<typeof setTimeout>;

/** The lease of an item: it is renewed while the handler runs, for as long as a handler may run. */
export class Lease {
  readonly #terms: WorkerTerms;
  readonly #item: TakenItem;
  readonly #names: Names;
  readonly #stuck: () => void;
  readonly #aborter = new AbortController();
  #transaction: InboxTransaction | undefined;
  #isTouched = false;
  #endWatch = () => {};
  #isLost = false;
  /** When the lease was last extended, on the clock of `elapsedMs`. */
  #renewedMs = elapsedMs();
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #beatMs = elapsedMs();
  #wasBlocked = false;
  /** Whether the handler has ended. */
  #isEnding = false;
  #limit: Timer | undefined;

  /** @param stuck called when the handler has run for `maxHandlingMs` */
  constructor(terms: WorkerTerms, item: TakenItem, names: Names, stuck: () => void) {
    this.#terms = terms;
    this.#item = item;
    this.#names = names;
    this.#stuck = stuck;
  }

  /** A signal that is aborted when the lease is lost. */
  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  /** Renews the lease at each third of it. */
  keep(): void {
    const { leaseMs, maxHandlingMs, log } = this.#terms;
    this.#heartbeat = setInterval(() => void this.#renew(), leaseMs / 3);
    this.#limit = setTimeout(() => {
      log.add('handler_stuck', { ...this.#names, message: STUCK });
      this.abandon();
      this.#stuck();
    }, maxHandlingMs);
  }

  /** Keeps the session of a transaction from being idle, too, until the transaction has ended. */
  touch(transaction: InboxTransaction | undefined): void {
    this.#transaction = transaction;
    this.#endWatch();
  }

  /** The handler has ended: its time limit ends, too. The lease is renewed until the end is recorded. */
  endHandler(): void {
    this.#isEnding = true;
    clearTimeout(this.#limit);
  }

  /** Whether the process was blocked or suspended for longer than a lease, so that nothing was renewed. */
  get wasBlocked(): boolean {
    return this.#wasBlocked || elapsedMs() - this.#beatMs >= this.#terms.leaseMs;
  }

  end(): void {
    this.endHandler();
    clearInterval(this.#heartbeat);
  }

  /** Does not wait for the handler any more. */
  abandon(): void {
    this.end();
    this.#aborter.abort();
    if (this.#transaction !== undefined) this.#endWatch = watchAbandoned(this.#transaction, this.#terms.leaseMs);
  }

  /** Reports that another worker has taken the item, or can take it. */
  lose(): void {
    clearInterval(this.#heartbeat);
    if (this.#isLost) return;
    this.#isLost = true;
    this.#terms.log.add('claim_lost', this.#names);
    this.#aborter.abort();
  }

  async #renew(): Promise<void> {
    const { database, leaseMs, log } = this.#terms;
    this.#wasBlocked = this.wasBlocked;
    const startMs = elapsedMs();
    this.#beatMs = startMs;
    const transaction = this.#transaction;
    if (transaction !== undefined) void this.#touch(transaction);
    try {
      if (await database.renew(this.#item, leaseMs)) this.#renewedMs = Math.max(this.#renewedMs, startMs);
      // A renewal that overlaps with the recording finds that the item has ended. The recording reports what is lost.
      else if (!this.#isEnding) this.lose();
    } catch (error) {
      log.add('store_failed', { ...this.#names, error });
      // The handler should not go on if another worker can have taken the item.
      if (elapsedMs() - this.#renewedMs >= leaseMs) this.#aborter.abort();
    }
  }

  /** The statement waits for those of the handler, during which the session is not idle. */
  async #touch(transaction: InboxTransaction): Promise<void> {
    if (this.#isTouched) return;
    this.#isTouched = true;
    const isOpen = await transaction.touch().catch(() => true);
    this.#isTouched = false;
    // Nothing that the handler does from now on can be committed.
    if (!isOpen && this.#transaction === transaction) this.#aborter.abort();
  }
}

const STUCK =
  'The handler runs for longer than `maxHandlingMs`. Its lease is not renewed any more, and its signal is aborted.';
