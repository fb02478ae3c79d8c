import type { InboxItem, Settlement, TakenItem } from '../../types/inbox-database.js';
import { isPromise } from '../receiving/after.js';
import { elapsedMs } from '../receiving/clock.js';
import type { Names } from '../receiving/work.js';
import type { WorkerTerms } from './worker-settings.js';

/** The pause before the end is recorded again, at first and at most, and how long that is tried. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const RECORDING_MS = 5 * 60_000;

/** Records how a handling ended, also if the database is not available for some time. */
export class Settling {
  readonly #terms: WorkerTerms;
  readonly #item: TakenItem;
  readonly #names: Names;
  /** Whether the item has been given back, so that nothing more is recorded. */
  #isReleased = false;

  constructor(terms: WorkerTerms, item: TakenItem, names: Names) {
    this.#terms = terms;
    this.#item = item;
    this.#names = names;
  }

  /** @param error what the handler threw, for `onDead` */
  async settle(settlement: Settlement, error: unknown): Promise<void> {
    const { database, log } = this.#terms;
    const startMs = elapsedMs();
    for (let pauseMs = FIRST_PAUSE_MS; !this.#isReleased; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        const isHeld = await database.settle(this.#item, settlement);
        if (isHeld) this.#report(settlement, error);
        // A release follows a commit without an answer, too, after which the event can be handled.
        else if (!this.#isReleased && settlement.op !== 'release') log.add('claim_lost', this.#names);
        return;
      } catch (cause) {
        const isOver = elapsedMs() - startMs >= RECORDING_MS;
        log.add(isOver ? 'not_recorded' : 'store_failed', { ...this.#names, error: cause });
        if (isOver) return;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  /** Gives the item back. If that fails, it is taken again after its lease. */
  async tryOnce(settlement: Settlement): Promise<void> {
    this.#isReleased = true;
    try {
      await this.#terms.database.settle(this.#item, settlement);
    } catch (error) {
      this.#terms.log.add('store_failed', { ...this.#names, error });
    }
  }

  #report(settlement: Settlement, error: unknown): void {
    const { log } = this.#terms;
    if (settlement.op === 'defer') log.add('deferred', this.#names);
    if (settlement.op === 'bury') reportDead(this.#terms, toDead(this.#item, settlement.error), error);
  }
}

/** Reports an event that has become dead. */
export function reportDead({ log, onDead }: WorkerTerms, item: InboxItem, error: unknown): void {
  const names = { eventType: item.type, eventId: item.id };
  log.add('dead', error === undefined ? names : { ...names, error });
  const failed = (cause: unknown) => log.add('hook_failed', { ...names, error: cause });
  try {
    const result = onDead?.(item, error);
    if (isPromise(result)) Promise.resolve(result).then(undefined, failed);
  } catch (cause) {
    failed(cause);
  }
}

function toDead(
  { key, endpoint, tenant, eventId, eventType, attempts, deferrals, receivedAtMs, takenAtMs }: TakenItem,
  lastError: string,
): InboxItem {
  return {
    key,
    name: endpoint,
    tenant,
    id: eventId,
    type: eventType,
    state: 'dead',
    attempts,
    deferrals,
    receivedAtMs,
    dueAtMs: null,
    endedAtMs: takenAtMs,
    lastError,
  };
}
