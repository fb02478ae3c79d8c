import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import type { Classified, NextAction } from './generated/retry.js';
import type { AttemptOutcome } from './types/input.js';
/** The options of {@link classifyResponse}. */
export interface ClassifyOptions extends AttemptOutcome {
  /** The id of a retry policy, or a custom policy. By default, the rules that Standard Webhooks recommends. */
  readonly policy?: PolicyId | Policy | undefined;
  /** When the response arrived, for dates in `Retry-After`. By default now. */
  readonly now?: Date | number | undefined;
}
/** The options of {@link nextAttempt}. */
export interface NextOptions {
  /** The id of a retry policy, or a custom policy. */
  readonly policy: PolicyId | Policy;
  /** The number of the attempt that ended, counted from 1. */
  readonly attempt: number;
  /** The outcome of the attempt. */
  readonly outcome: AttemptOutcome;
  /** When the first attempt of the delivery was due. By default now, which is correct for the first attempt. */
  readonly first?: Date | number | undefined;
  /** The seed of the jitter: a non-negative integer. By default 0. Use a different one for each delivery. */
  readonly seed?: number | undefined;
  /** When the attempt ended. By default now. */
  readonly now?: Date | number | undefined;
}
/**
 * Classifies a response, or its absence, as a sender with the policy does.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * classifyResponse({ status: 503, headers: { 'Retry-After': '120' } });
 * // { reaction: 'retry', retryAfterMs: 120000, reason: 'status' }
 */
export declare function classifyResponse(options: ClassifyOptions): Classified;
/**
 * Returns what happens after an attempt: when the next one is due, or why the delivery ends.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * nextAttempt({ policy: 'generic', attempt: 1, outcome: { status: 500 }, now: 0 });
 * // { action: 'retry', delayMs: 30000, atMs: 30000, throttled: false }
 */
export declare function nextAttempt(options: NextOptions): NextAction;
