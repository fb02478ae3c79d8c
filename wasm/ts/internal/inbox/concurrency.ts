import type { InboxDatabase } from '../../types/inbox-database.js';
import type { WorkerTerms } from './worker-settings.js';

/** How many workers of this process have transactions, by the client of their database. */
const sharing = new WeakMap<object, number>();

/**
 * How many events a worker handles at the same time. Those in transactions hold connections, of which some must be free to
 * renew the leases.
 */
export class Concurrency {
  readonly #terms: WorkerTerms;
  readonly #isShared: boolean;

  constructor(terms: WorkerTerms) {
    this.#terms = terms;
    this.#isShared = terms.isTransactional && terms.database.maxTransactions !== undefined;
    this.#count(1);
  }

  get limit(): number {
    const { database, concurrency } = this.#terms;
    if (!this.#isShared) return concurrency;
    const share = Math.floor((database.maxTransactions ?? 1) / (sharing.get(clientOf(database)) ?? 1));
    return Math.min(concurrency, Math.max(1, share));
  }

  /** The worker has ended. */
  end(): void {
    this.#count(-1);
  }

  #count(more: number): void {
    const client = clientOf(this.#terms.database);
    if (this.#isShared) sharing.set(client, (sharing.get(client) ?? 0) + more);
  }
}

/** Inboxes with the same pool share its connections. */
function clientOf(database: InboxDatabase): object {
  return database.client ?? database;
}
