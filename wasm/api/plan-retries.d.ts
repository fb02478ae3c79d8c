import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import type { RetryPlan } from './generated/retry.js';
/** What {@link planRetries} takes. */
export interface PlanOptions {
  /** Whose policy, or one of your own. */
  readonly policy: PolicyId | Policy;
  /** When the first attempt is due. Without it, instants count from there: the first attempt is at 0. */
  readonly start?: Date | number | undefined;
  /** Draws the jitter, a whole number: the same seed gives the same plan everywhere. Without it, attempts are expected where jitter leaves them alone. */
  readonly seed?: number | undefined;
  /** A time in which every attempt fails. */
  readonly outage?:
    | {
        readonly startMs: number;
        readonly durationMs: number;
      }
    | undefined;
}
/**
 * Lays out when a sender attempts a delivery that fails each time, and what an outage costs.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * planRetries({ policy: 'svix' }).summary;
 * // '8 attempts over 1 d 3 h 35 min 5 s; an outage shorter than that loses nothing.'
 */
export declare function planRetries(options: PlanOptions): RetryPlan;
