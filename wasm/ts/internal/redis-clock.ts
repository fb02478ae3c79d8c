import { clientOf, timeOf } from './redis.js';

/**
 * How far the clocks of a worker and of Redis may differ: as far as most receivers allow for the timestamp of a
 * signature.
 */
const MAX_DIFFERENCE_MS = 300_000;

/** The interval between requests of Redis's time. */
const ASK_EVERY_MS = 60_000;

/**
 * The clock of Redis, which all workers share. Between two requests it advances with a monotonic timer, which changes
 * of the host's clock do not affect.
 */
export class RedisClock {
  #answer: { readonly redisMs: number; readonly atMs: number } | undefined;
  #askedMs = -Infinity;
  #asking: Promise<void> | undefined;

  /**
   * Returns how far a worker's clock is ahead of Redis's clock, in milliseconds; negative if it is behind. Zero if the
   * difference is small, or if Redis does not respond.
   *
   * @param queue a BullMQ queue or worker, if there is one
   * @param now the worker's clock
   */
  async aheadMs(queue: unknown, now: () => number): Promise<number> {
    // Calls during a request wait for its result, too.
    if (this.#asking !== undefined || performance.now() - this.#askedMs >= ASK_EVERY_MS) await this.#ask(queue);
    if (this.#answer === undefined || this.#aheadMs(now()) === 0) return 0;
    // Asked again, because the timer stops while a machine sleeps.
    await this.#ask(queue);
    return this.#aheadMs(now());
  }

  /** The current time of Redis's clock, in whole milliseconds since the epoch. Undefined if it is unknown. */
  now(): number | undefined {
    const answer = this.#answer;
    return answer === undefined ? undefined : Math.round(answer.redisMs + performance.now() - answer.atMs);
  }

  /** Returns the time of the worker's clock or, if it differs too much from Redis's clock, the time of Redis. */
  correct(nowMs: number): number {
    return this.#aheadMs(nowMs) === 0 ? nowMs : (this.now() ?? nowMs);
  }

  #aheadMs(nowMs: number): number {
    const differenceMs = nowMs - (this.now() ?? nowMs);
    return Math.abs(differenceMs) > MAX_DIFFERENCE_MS ? differenceMs : 0;
  }

  #ask(queue: unknown): Promise<void> {
    // Many jobs start at the same time and share one request.
    this.#asking ??= this.#askOnce(queue).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askOnce(queue: unknown): Promise<void> {
    if (queue === undefined || queue === null) return;
    this.#askedMs = performance.now();
    const client = await clientOf(queue);
    if (client === undefined) return;
    const beforeMs = performance.now();
    const redisMs = await timeOf(client);
    if (redisMs !== undefined) this.#answer = { redisMs, atMs: (beforeMs + performance.now()) / 2 };
  }
}
