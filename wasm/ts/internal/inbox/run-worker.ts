import type { Worker } from '../../types/inbox-worker.js';
import { checkTimeout } from '../instant.js';
import { readOptions } from '../options.js';
import { nextToken } from '../receiving/tokens.js';
import { listen } from './arrivals.js';
import { Concurrency } from './concurrency.js';
import { Handling } from './handling.js';
import { reportDead } from './settling.js';
import { toWorkerTerms, type WorkerTerms } from './worker-settings.js';

/** The pause after a failure of the database, at first and at most. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** Starts a worker. */
export function runWorker(options: object): Worker {
  const loop = new Loop(toWorkerTerms(options));
  const done = loop.run();
  return Object.freeze({
    async stop(given: { readonly timeoutMs?: number | undefined } = {}) {
      const { timeoutMs } = readOptions('stop', given, ['timeoutMs']);
      if (timeoutMs !== undefined) checkTimeout('timeoutMs', timeoutMs);
      await loop.stop(done, timeoutMs);
    },
  });
}

/** Takes items while there is room for them, and handles them. */
class Loop {
  readonly #terms: WorkerTerms;
  readonly #running = new Map<Handling, Promise<void>>();
  readonly #concurrency: Concurrency;
  #isStopping = false;
  /** Whether the end of a handling is waited for. */
  #isFull = false;
  #isWoken = false;
  #wake = () => {};

  constructor(terms: WorkerTerms) {
    this.#terms = terms;
    this.#concurrency = new Concurrency(terms);
  }

  async run(): Promise<void> {
    const { database, endpoint, pollMs } = this.#terms;
    const deafen = listen(database, endpoint, () => this.#rouse());
    let failures = 0;
    // Workers that are started together share the connections from the beginning.
    await undefined;
    while (!this.#isStopping) {
      const room = this.#concurrency.limit - this.#running.size;
      this.#isWoken = false;
      this.#isFull = room <= 0;
      if (this.#isFull) {
        await this.#pause(undefined);
        continue;
      }
      const count = await this.#take(room);
      failures = count === undefined ? failures + 1 : 0;
      if (count === undefined) await this.#pause(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS));
      else if (count < room) await this.#pause(pollMs);
    }
    deafen();
    this.#concurrency.end();
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async stop(done: Promise<void>, timeoutMs: number | undefined): Promise<void> {
    this.#isStopping = true;
    this.#rouse();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let released: Promise<void>[] = [];
    if (timeoutMs !== undefined) {
      timer = setTimeout(() => {
        released = Array.from(this.#running.keys(), (handling) => handling.release());
      }, timeoutMs);
    }
    await done;
    clearTimeout(timer);
    // A handler can end before its event has been given back.
    await Promise.all(released);
  }

  /** Takes items and begins to handle them. Returns their number, or undefined if the database is not available. */
  async #take(limit: number): Promise<number | undefined> {
    const { database, endpoint, leaseMs, maxAttempts, log } = this.#terms;
    try {
      const { items, buried } = await database.take({ endpoint, token: nextToken(), leaseMs, limit, maxAttempts });
      for (const item of buried) reportDead(this.#terms, item, undefined);
      for (const item of items) {
        const handling = new Handling(this.#terms, item);
        // Those that were requested before the worker was told to stop.
        if (this.#isStopping) await handling.release();
        else this.#start(handling);
      }
      return items.length + buried.length;
    } catch (error) {
      log.add('store_failed', { error });
      return undefined;
    }
  }

  #start(handling: Handling): void {
    const end = () => {
      this.#running.delete(handling);
      if (this.#isFull) this.#rouse();
    };
    this.#running.set(handling, handling.run().then(end, end));
  }

  #rouse(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** Waits until a time has passed, if there is one, or until there is something to do. */
  async #pause(ms: number | undefined): Promise<void> {
    if (this.#isWoken || this.#isStopping) return;
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
