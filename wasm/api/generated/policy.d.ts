import type { PolicyId } from './ids.js';
import type { Confidence, Provenance } from './provenance.js';
/** The retry policy of a sender: schedule, jitter, stop rules, and the classification of responses. */
export interface Policy {
  /** The id. For the policy of a sender in the catalog it is the id of the sender: `generic`. */
  readonly id: PolicyId | (string & {});
  /** The delays before the attempts. */
  readonly schedule: Schedule;
  /** The instant that delays are counted from. The default in JSON is the end of the previous attempt. */
  readonly anchor?: Anchor | undefined;
  /** The longest delay before jitter, in milliseconds. */
  readonly capMs?: number | null | undefined;
  /** The random part of delays, which spreads out the retries of many deliveries. Without jitter by default in JSON. */
  readonly jitter?: Jitter | undefined;
  /** The limits after which a delivery is not retried. Unlimited by default in JSON. */
  readonly stop?: StopRules | undefined;
  /** The classification of responses. The default in JSON is the recommendation of Standard Webhooks. */
  readonly reading?: Reading | undefined;
  /** The time within which a receiver must respond, in milliseconds, if the sender documents it. */
  readonly timeoutMs?: number | null | undefined;
  /** The confidence in the delays. A sender may document how often it retries, but not when. */
  readonly delays?: Confidence | undefined;
  /** The evidence for the policy. Optional for custom policies. */
  readonly provenance?: Provenance | undefined;
}
/** The delays before the attempts, in milliseconds. */
export type Schedule =
  /** A list of delays, one for each attempt including the first. */
  | {
      readonly kind: 'table';
      /** The delays in milliseconds. */
      readonly delaysMs: readonly number[];
      /** Whether the last delay is repeated until a stop rule applies. */
      readonly repeatLast?: boolean | undefined;
    }
  /** An immediate first attempt, then the same delay before each retry. */
  | {
      readonly kind: 'fixed';
      /** The delay in milliseconds. */
      readonly delayMs: number;
    }
  /** An immediate first attempt, then delays that grow by a constant amount: base, base + step, base + 2 × step, … */
  | {
      readonly kind: 'linear';
      /** The delay before the first retry, in milliseconds. */
      readonly baseMs: number;
      /** The increase for each further retry, in milliseconds. */
      readonly stepMs: number;
    }
  /** An immediate first attempt, then delays that grow by a constant factor: base, base × factor, base × factor², … */
  | {
      readonly kind: 'exponential';
      /** The delay before the first retry, in milliseconds. */
      readonly baseMs: number;
      /** The factor in thousandths: 2000 doubles each delay, 1500 multiplies it by 1.5. */
      readonly factorPerMille?: number | undefined;
    }
  /** An immediate first attempt, then delays that grow with a power of the retry's number n: base × nᵖ. */
  | {
      readonly kind: 'polynomial';
      /** The delay before the first retry, in milliseconds. */
      readonly baseMs: number;
      /** The power p. */
      readonly power: number;
    }
  /**
   * An immediate first attempt, then random delays between the base and three times the previous delay (AWS's
   * "decorrelated jitter"). The jitter of the policy is not added.
   */
  | {
      readonly kind: 'decorrelated';
      /** The shortest delay, in milliseconds. */
      readonly baseMs: number;
    }
  /** The sender does not publish its delays. Exponential delays with a factor of 2 are assumed. */
  | {
      readonly kind: 'unpublished';
      /** The longest time from the first attempt to the last, in milliseconds, if the sender publishes that. */
      readonly withinMs?: number | null | undefined;
      /** The assumed delay before the first retry, in milliseconds. */
      readonly imitatedMs?: number | undefined;
    };
/** The instant that delays are counted from. */
export type Anchor =
  /** The end of the previous attempt. */
  | 'after-previous'
  /** The start of the first attempt: the delays of the schedule are times since then. */
  | 'since-first';
/** The random part of delays. */
export type Jitter =
  /** No jitter. */
  | {
      readonly kind: 'none';
    }
  /** A random delay from 0 to the delay of the schedule. */
  | {
      readonly kind: 'full';
    }
  /** A random delay from half the delay of the schedule to all of it. */
  | {
      readonly kind: 'equal';
    }
  /** A random delay that is up to `percent` per cent shorter or longer than that of the schedule. */
  | {
      readonly kind: 'plus-minus';
      /** The percentage, at most 100. */
      readonly percent: number;
    }
  /** A random delay that is up to `percent` per cent longer than that of the schedule. */
  | {
      readonly kind: 'additive';
      /** The percentage, at most 255. */
      readonly percent: number;
    };
/** The limits after which a delivery is not retried. The first one that is reached applies. */
export interface StopRules {
  /** The maximum number of attempts, including the first. */
  readonly maxAttempts?: number | null | undefined;
  /** The maximum time from the first attempt to the start of the last, in milliseconds. */
  readonly maxElapsedMs?: number | null | undefined;
  /** The last instant at which an attempt may start, in milliseconds since the epoch. */
  readonly deadlineMs?: number | null | undefined;
}
/** Rules that classify the responses of receivers. */
export interface Reading {
  /**
   * The rules for statuses. The first rule that matches applies. A status without a rule is a success from 200 to 299,
   * and is retried otherwise.
   */
  readonly statuses?: readonly StatusRule[] | undefined;
  /**
   * The rules for header fields of the response, which take precedence over those for statuses unless the status is a
   * success.
   */
  readonly headers?: readonly HeaderRule[] | undefined;
  /** The effect of `Retry-After` (RFC 9110 §10.2.3). */
  readonly retryAfter?: RetryAfter | undefined;
  /** The reaction to a failure without a response, except for a timeout. */
  readonly noAnswer?: Reaction | undefined;
  /** The reaction to a timeout. */
  readonly timeout?: Reaction | undefined;
  /** The shortest delay after `throttle`, before jitter, in milliseconds. */
  readonly throttledLeastMs?: number | undefined;
}
/** A rule for a range of statuses. */
export interface StatusRule {
  /** The first status of the range. */
  readonly from: number;
  /** The last status of the range, included. */
  readonly to?: number | undefined;
  /** The reaction. */
  readonly means: Reaction;
}
/** A rule for a header field of the response. */
export interface HeaderRule {
  /** The name of the field. */
  readonly name: string;
  /** The value, compared without regard to case. */
  readonly value: string;
  /** The reaction. */
  readonly means: Reaction;
}
/** The reaction of a sender to the outcome of an attempt. */
export type Reaction =
  /** The event has been delivered. */
  | 'success'
  /** The delivery is retried. */
  | 'retry'
  /** The delivery is retried, and the endpoint receives fewer deliveries until then. */
  | 'throttle'
  /** The delivery is not retried. */
  | 'stop'
  /** The delivery is not retried, and the endpoint is disabled. */
  | 'disable';
/** The effect of `Retry-After` on the next delay. */
export type RetryAfter =
  /** It has no effect. */
  | {
      readonly kind: 'ignored';
    }
  /** The delay is the longer of that of the schedule and that of `Retry-After`, which is clamped to these bounds. */
  | {
      readonly kind: 'later';
      /** The lower bound in milliseconds. */
      readonly leastMs?: number | undefined;
      /** The upper bound in milliseconds. */
      readonly mostMs?: number | undefined;
    }
  /**
   * The delay is that of `Retry-After`, clamped between the delay of the schedule and a multiple of it, plus jitter.
   */
  | {
      readonly kind: 'within-schedule';
      /** The multiple of the delay of the schedule that is the upper bound. */
      readonly times: number;
    };
