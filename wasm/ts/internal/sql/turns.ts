import { elapsedMs } from '../receiving/clock.js';

/** How long a turn takes: that of a transaction of a handler is long. */
export type Length = 'short' | 'long';

/** Begins the turn of a caller that waits. */
type Begin = () => void;

/**
 * Gives callers turns, one after the other, in the order in which they asked. A short turn is next after a long one, and a
 * long one after a short one, so that none of the two waits for many of the others.
 */
export class Turns {
  readonly #waiting: Readonly<Record<Length, Set<Begin>>> = { short: new Set(), long: new Set() };
  #isTaken = false;

  /** The number of callers that wait. */
  get waiting(): number {
    return this.#waiting.short.size + this.#waiting.long.size;
  }

  /**
   * Waits for a turn until an instant on the clock of `elapsedMs`.
   *
   * @param late makes the error if the turn does not come in time
   * @returns a function that ends the turn; it has no effect when it is called again
   */
  take(length: Length, untilMs: number, late: () => Error): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (!this.#isTaken) {
        resolve(this.#turn(length));
        return;
      }
      const waiting = this.#waiting[length];
      const timer = setTimeout(
        () => {
          waiting.delete(begin);
          reject(late());
        },
        Math.max(0, untilMs - elapsedMs()),
      );
      const begin = (): void => {
        clearTimeout(timer);
        resolve(this.#turn(length));
      };
      waiting.add(begin);
    });
  }

  #turn(length: Length): () => void {
    this.#isTaken = true;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#isTaken = false;
      const { short, long } = this.#waiting;
      for (const waiting of length === 'long' ? [short, long] : [long, short]) {
        for (const begin of waiting) {
          waiting.delete(begin);
          begin();
          return;
        }
      }
    };
  }
}
