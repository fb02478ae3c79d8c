import type { OutboxLogEntry } from '../../types/outbox.js';
import type { HeldDelivery, OutboxDatabase } from '../../types/outbox-database.js';

/** A lease that is renewed. */
export interface Lease {
  /** Is aborted when the lease is lost. */
  readonly signal: AbortSignal;
  /** Renews it no more. */
  release(): void;
}

/** The leases of a dispatcher. All of them are renewed together, at each third of their duration. */
export class Leases {
  readonly #database: Pick<OutboxDatabase, 'renew'>;
  readonly #leaseMs: number;
  readonly #log: (entry: OutboxLogEntry) => void;
  readonly #held = new Map<string, { readonly held: HeldDelivery; readonly aborter: AbortController }>();
  readonly #heartbeat: ReturnType<typeof setInterval>;

  constructor(database: Pick<OutboxDatabase, 'renew'>, leaseMs: number, log: (entry: OutboxLogEntry) => void) {
    this.#database = database;
    this.#leaseMs = leaseMs;
    this.#log = log;
    this.#heartbeat = setInterval(() => void this.#renew(), leaseMs / 3);
  }

  hold(held: HeldDelivery): Lease {
    const aborter = new AbortController();
    const entry = { held, aborter };
    this.#held.set(held.id, entry);
    return {
      signal: aborter.signal,
      release: () => {
        // After a lost lease, the same process can hold the delivery again.
        if (this.#held.get(held.id) === entry) this.#held.delete(held.id);
      },
    };
  }

  stop(): void {
    clearInterval(this.#heartbeat);
  }

  async #renew(): Promise<void> {
    const entries = [...this.#held.values()];
    if (entries.length === 0) return;
    try {
      const renewed = new Set(
        await this.#database.renew(
          entries.map(({ held }) => held),
          this.#leaseMs,
        ),
      );
      // A delivery that was recorded meanwhile is not held either, but nothing depends on its signal any more.
      for (const { held, aborter } of entries) if (!renewed.has(held.id)) aborter.abort();
    } catch (error) {
      // The next heartbeat tries again, before the leases end.
      this.#log({ code: 'database_failed', error });
    }
  }
}
