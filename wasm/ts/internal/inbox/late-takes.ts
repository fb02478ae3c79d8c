import { elapsedMs } from '../receiving/clock.js';
import { takeUnanswered } from '../sql/errors.js';
import type { Row } from '../sql/session.js';

/** Executes the statement of a take. `late` receives its rows if they arrive after the time limit. */
type Take = (late: (rows: readonly Row[] | undefined) => void) => Promise<readonly Row[]>;

/**
 * Takes whose answer arrives after the time limit, such as those that wait for a free connection. What they took is given
 * back. Until then, no other is sent: each would hold more items without handling them.
 */
export class LateTakes {
  readonly #giveBack: (rows: readonly Row[]) => void;
  /** When the unanswered take of an endpoint was sent, on the clock of `elapsedMs`. */
  readonly #sentMs = new Map<string, number>();

  constructor(giveBack: (rows: readonly Row[]) => void) {
    this.#giveBack = giveBack;
  }

  /** @param leaseMs after this time, another take is sent: the connection of the first may never answer */
  async run(endpoint: string, leaseMs: number, take: Take): Promise<readonly Row[]> {
    const earlierMs = this.#sentMs.get(endpoint);
    const nowMs = elapsedMs();
    if (earlierMs !== undefined && nowMs - earlierMs < leaseMs) throw takeUnanswered();
    let isAnswered = false;
    const answered = () => {
      isAnswered = true;
      if (this.#sentMs.get(endpoint) === nowMs) this.#sentMs.delete(endpoint);
    };
    const rows = take((late) => {
      answered();
      if (late !== undefined) this.#giveBack(late);
    });
    try {
      return await rows;
    } catch (error) {
      if (!isAnswered && isUnanswered(error)) this.#sentMs.set(endpoint, nowMs);
      throw error;
    }
  }
}

/** Whether there was no answer in time. An answer that is an error is the cause. */
function isUnanswered(error: unknown): boolean {
  return (error as { readonly cause?: unknown }).cause === undefined;
}
