import { clientOf, timeOf } from './redis.js';

/** How far the clocks of a worker and of Redis may be apart: as far as most receivers let a signature's timestamp be. */
const MOST_APART_MS = 300_000;

/** How often Redis is asked. */
const ASK_EVERY_MS = 60_000;

/**
 * What the clock of Redis says, which all workers share. Between two answers it is reckoned by a timer that no change of the
 * host's clock moves.
 */
export class RedisClock {
  #answer: { readonly redisMs: number; readonly atMs: number } | undefined;
  #askedMs = -Infinity;
  #asking: Promise<void> | undefined;

  /**
   * How far a worker's clock is ahead of the one of Redis, in milliseconds; negative if it is behind. Zero where they agree
   * well enough, or where Redis cannot be asked.
   *
   * @param queue a queue or worker of BullMQ, if there is one
   * @param now the worker's clock
   */
  async aheadMs(queue: unknown, now: () => number): Promise<number> {
    // Who comes while Redis is asked waits for the answer, too.
    if (this.#asking !== undefined || performance.now() - this.#askedMs >= ASK_EVERY_MS) await this.#ask(queue);
    if (this.#answer === undefined || this.#aheadMs(now()) === 0) return 0;
    // Asked again, because the timer stands still while a machine sleeps.
    await this.#ask(queue);
    return this.#aheadMs(now());
  }

  /** What Redis's clock says now, in whole milliseconds since the epoch. Undefined where it is not known. */
  now(): number | undefined {
    const answer = this.#answer;
    return answer === undefined ? undefined : Math.round(answer.redisMs + performance.now() - answer.atMs);
  }

  /** The instant that a worker's clock gives or, where that is far from Redis's clock, the one of Redis. */
  correct(nowMs: number): number {
    return this.#aheadMs(nowMs) === 0 ? nowMs : (this.now() ?? nowMs);
  }

  #aheadMs(nowMs: number): number {
    const apartMs = nowMs - (this.now() ?? nowMs);
    return Math.abs(apartMs) > MOST_APART_MS ? apartMs : 0;
  }

  #ask(queue: unknown): Promise<void> {
    // Many jobs start at the same time.
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
