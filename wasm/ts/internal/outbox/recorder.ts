import type { DeliverySettlement, OutboxDatabase } from '../../types/outbox-database.js';
import { pauseMs } from './loop.js';

/** How many settlements are recorded together at most. */
const BATCH = 200;
const FIRST_PAUSE_MS = 250;

interface Waiting {
  readonly settlement: DeliverySettlement;
  /** Receives whether the delivery was held. */
  readonly done: (wasHeld: boolean) => void;
}

/**
 * Records how attempts ended. Those that end while the database is recording others are recorded together. What the database
 * does not record is tried again, until the database answers.
 */
export class Recorder {
  readonly #database: Pick<OutboxDatabase, 'settle'>;
  readonly #onError: (error: unknown) => void;
  #waiting: Waiting[] = [];
  #isRecording = false;
  #isGivenUp = false;
  /** For how long operations are repeated after one has failed. Undefined for any time. */
  #limitMs: number | undefined;
  #limit: ReturnType<typeof setTimeout> | undefined;
  /** Ends the pauses. */
  readonly #resume = new Set<() => void>();

  constructor(database: Pick<OutboxDatabase, 'settle'>, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
  }

  /** Resolves when the settlement was recorded: with whether the delivery was held. */
  record(settlement: DeliverySettlement): Promise<boolean> {
    return new Promise((done) => {
      this.#waiting.push({ settlement, done });
      if (!this.#isRecording) void this.#run();
    });
  }

  /**
   * Repeats an operation until it succeeds. It is tried at least once.
   *
   * @returns whether it did, which is false only if the recorder gave up
   */
  async persist(operation: () => Promise<unknown>): Promise<boolean> {
    for (let failures = 1; ; failures += 1) {
      try {
        await operation();
        this.end();
        return true;
      } catch (error) {
        this.#onError(error);
        this.#startLimit();
        if (this.#isGivenUp) return false;
        await this.#pause(pauseMs(FIRST_PAUSE_MS, failures));
        if (this.#isGivenUp) return false;
      }
    }
  }

  /**
   * Gives up when an operation has failed and this time has passed. Then nothing is tried again: what is not recorded is
   * attempted again when its lease ends.
   */
  limit(ms: number): void {
    this.#limitMs = ms;
    if (this.#resume.size > 0) this.#startLimit();
  }

  /** The database works, or nothing is recorded any more. */
  end(): void {
    clearTimeout(this.#limit);
    this.#limit = undefined;
  }

  #startLimit(): void {
    if (this.#limitMs === undefined) return;
    this.#limit ??= setTimeout(() => {
      this.#isGivenUp = true;
      for (const resume of this.#resume) resume();
    }, this.#limitMs);
  }

  async #run(): Promise<void> {
    this.#isRecording = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      let held = new Set<string>();
      await this.persist(async () => {
        held = new Set(await this.#database.settle(batch.map(({ settlement }) => settlement)));
      });
      for (const { settlement, done } of batch) done(held.has(settlement.id));
    }
    this.#isRecording = false;
  }

  #pause(ms: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const resume = () => {
        clearTimeout(timer);
        this.#resume.delete(resume);
        resolve();
      };
      const timer = setTimeout(resume, ms);
      this.#resume.add(resume);
    });
  }
}
