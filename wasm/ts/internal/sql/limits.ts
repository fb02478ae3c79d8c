import * as errors from './errors.js';
import { withoutParameters } from './sql-state.js';

/** How many statements may be without an answer: clients keep statements while no connection is free. */
const MOST = 10_000;

/** Limits the time and the number of the operations on a database. Statements that were sent cannot be taken back. */
export class Limiter {
  readonly timeoutMs: number;
  #pending = 0;

  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
  }

  /**
   * Waits for an operation for the time limit. Its errors get the code `store_unavailable`, except those that have a code
   * of this package, and have causes without the parameters of the statement.
   *
   * @param late receives the result that came after the time limit, or undefined if the operation failed after it
   */
  async run<Value>(
    operation: () => PromiseLike<Value>,
    late: (value: Value | undefined) => void = () => {},
    timeoutMs = this.timeoutMs,
  ): Promise<Value> {
    if (this.#pending >= MOST) throw errors.databaseOverloaded();
    this.#pending += 1;
    return await new Promise((resolve, reject) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        reject(errors.databaseTimeout(timeoutMs));
      }, timeoutMs);
      const end = () => {
        clearTimeout(timer);
        this.#pending -= 1;
      };
      start(operation).then(
        (value) => {
          end();
          if (isLate) late(value);
          else resolve(value);
        },
        (error: unknown) => {
          end();
          if (isLate) late(undefined);
          reject(isOurs(error) ? error : errors.databaseFailed(withoutParameters(error)));
        },
      );
    });
  }
}

async function start<Value>(operation: () => PromiseLike<Value>): Promise<Value> {
  return await operation();
}

const OURS = new Set<unknown>(['store_unavailable', 'transaction_aborted', 'commit_failed']);

function isOurs(error: unknown): boolean {
  return OURS.has((error as { readonly code?: unknown } | null | undefined)?.code);
}
