import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import type { RetryPlan } from './generated/retry.js';
/** The options of {@link planRetries}. */
export interface PlanOptions {
  /** The id of a retry policy, or a custom policy. */
  readonly policy: PolicyId | Policy;
  /** When the first attempt is due. By default 0, so that all times in the plan are relative to the first attempt. */
  readonly start?: Date | number | undefined;
  /**
   * The seed of the jitter: a non-negative integer. The same seed gives the same plan everywhere. By default, attempts
   * are planned without jitter.
   */
  readonly seed?: number | undefined;
  /** A period in which every attempt fails. */
  readonly outage?:
    | {
        readonly startMs: number;
        readonly durationMs: number;
      }
    | undefined;
}
/**
 * Plans the attempts of a delivery that always fails, and calculates the cost of an outage.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * planRetries({ policy: 'svix' }).summary;
 * // '8 attempts over 1 d 3 h 35 min 5 s; a shorter outage loses no events.'
 */
export declare function planRetries(options: PlanOptions): RetryPlan;
