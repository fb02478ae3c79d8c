import { elapsedMs } from '../receiving/clock.js';
import { isBusy } from './sqlite-results.js';

/** The pause between two attempts, at first and at most. It blocks nothing, and is random so that processes take turns. */
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 16;

/**
 * Repeats an attempt while another connection holds the lock of the database.
 *
 * @param untilMs the end on the clock of `elapsedMs`
 * @param late makes the error if the lock is not free in time
 */
export async function whenUnlocked<Result>(attempt: () => Result, untilMs: number, late: () => Error): Promise<Result> {
  for (let longestMs = FIRST_PAUSE_MS; ; longestMs = Math.min(2 * longestMs, LONGEST_PAUSE_MS)) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    const pauseMs = longestMs * (0.5 + Math.random() / 2);
    if (elapsedMs() + pauseMs >= untilMs) throw late();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
