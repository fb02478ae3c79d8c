import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import type { Classified, NextAction } from './generated/retry.js';
import type { ResponseOptions } from './types/input.js';
/** What {@link classifyResponse} takes. */
export interface ClassifyOptions extends ResponseOptions {
  /** Whose policy, or one of your own. Without it, answers are read as Standard Webhooks recommends. */
  readonly policy?: PolicyId | Policy | undefined;
  /** The instant of the answer, for the dates of `Retry-After`; by default now. */
  readonly now?: Date | number | undefined;
}
/** What {@link nextAttempt} takes. */
export interface NextOptions {
  /** Whose policy, or one of your own. */
  readonly policy: PolicyId | Policy;
  /** The number of the attempt that has ended, from 1. */
  readonly attempt: number;
  /** What came of it. */
  readonly outcome: ResponseOptions;
  /** When the delivery's first attempt was due; by default now, which is right for the first. */
  readonly first?: Date | number | undefined;
  /** Draws the jitter, a whole number; by default 0. Take one a delivery. */
  readonly seed?: number | undefined;
  /** When the attempt ended; by default now. */
  readonly now?: Date | number | undefined;
}
/**
 * Says what an answer, or the lack of one, means to a sender.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * classifyResponse({ status: 503, headers: { 'Retry-After': '120' } });
 * // { reaction: 'retry', retryAfterMs: 120000, reason: 'status' }
 */
export declare function classifyResponse(options: ClassifyOptions): Classified;
/**
 * Says what comes after an attempt: another one and when, or the end.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * nextAttempt({ policy: 'generic', attempt: 1, outcome: { status: 500 }, now: 0 });
 * // { action: 'retry', delayMs: 30000, atMs: 30000, throttled: false }
 */
export declare function nextAttempt(options: NextOptions): NextAction;
