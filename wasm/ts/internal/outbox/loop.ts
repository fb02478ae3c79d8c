/** The pause after an operation that failed: at first that of the poll interval, and at most this, in milliseconds. */
const LONGEST_PAUSE_MS = 30_000;

/**
 * Calls a function again and again: at once while it says that there is more to do, otherwise after the poll interval or when
 * it is woken.
 */
export class Loop {
  readonly #turn: () => Promise<boolean>;
  readonly #pollMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #ended: Promise<void>;
  #isStopped = false;
  #isWoken = false;
  #resume: (() => void) | undefined;

  /**
   * @param turn does the work, and returns whether there is more to do
   * @param onError receives what `turn` throws; it is called again after a pause, which grows
   */
  constructor(turn: () => Promise<boolean>, pollMs: number, onError: (error: unknown) => void) {
    this.#turn = turn;
    this.#pollMs = pollMs;
    this.#onError = onError;
    this.#ended = this.#run();
  }

  /** Ends the pause, or omits the next one. */
  wake(): void {
    this.#isWoken = true;
    this.#resume?.();
  }

  /** Resolves when the function will not be called again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#resume?.();
    await this.#ended;
  }

  async #run(): Promise<void> {
    let failures = 0;
    // The caller gets the loop before the first turn.
    await Promise.resolve();
    while (!this.#isStopped) {
      let hasMore = false;
      this.#isWoken = false;
      try {
        hasMore = await this.#turn();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#isWoken = false;
        this.#onError(error);
      }
      if (this.#isStopped) return;
      if (!hasMore && !this.#isWoken) await this.#pause(pauseMs(this.#pollMs, failures));
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#resume = () => {
        clearTimeout(timer);
        resolve();
      };
    }).then(() => {
      this.#resume = undefined;
    });
  }
}

/** The pause before the next try: doubled after each failure in a row. */
export function pauseMs(firstMs: number, failures: number): number {
  return Math.max(firstMs, Math.min(firstMs * 2 ** (failures - 1), LONGEST_PAUSE_MS));
}
