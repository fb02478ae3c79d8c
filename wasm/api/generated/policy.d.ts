import type { PolicyId } from './ids.js';
import type { Confidence, Provenance } from './provenance.js';
/** How a sender retries a delivery that fails: schedule, jitter, stop rules, and how it reads what receivers answer. */
export interface Policy {
  /** The provider's id where it is that provider's own policy: `generic`. */
  readonly id: PolicyId | (string & {});
  /** How long the sender waits before each attempt. */
  readonly schedule: Schedule;
  /** What the waits are counted from; in JSON, by default the end of the attempt before. */
  readonly anchor?: Anchor | undefined;
  /** The longest that it ever waits, in milliseconds, before jitter. */
  readonly capMs?: number | null | undefined;
  /** What is done to the waits at random, so that senders do not all come at once; in JSON, by default nothing. */
  readonly jitter?: Jitter | undefined;
  /** When it gives up; in JSON, by default never. */
  readonly stop?: StopRules | undefined;
  /** How it reads what receivers answer; in JSON, by default as Standard Webhooks recommends. */
  readonly reading?: Reading | undefined;
  /** How long it waits for an answer, in milliseconds, where it says so. */
  readonly timeoutMs?: number | null | undefined;
  /** How sure the delays are: a sender may document how often it retries and not when. */
  readonly delays?: Confidence | undefined;
  /** The source of the row. Custom policies may do without. */
  readonly provenance?: Provenance | undefined;
}
/** How long a sender waits before each attempt, in milliseconds. */
export type Schedule =
  /** One wait an attempt, the first attempt's included. */
  | {
      readonly kind: 'table';
      /** The waits in milliseconds. */
      readonly delaysMs: readonly number[];
      /** Whether the last one is repeated, until a stop rule ends it. */
      readonly repeatLast?: boolean | undefined;
    }
  /** An immediate first attempt, and then always the same wait. */
  | {
      readonly kind: 'fixed';
      /** The wait in milliseconds. */
      readonly delayMs: number;
    }
  /** An immediate first attempt, and then waits that grow by the same amount: base, base + step, base + 2 × step. */
  | {
      readonly kind: 'linear';
      /** The wait before the first retry, in milliseconds. */
      readonly baseMs: number;
      /** What each further one is longer by, in milliseconds. */
      readonly stepMs: number;
    }
  /** An immediate first attempt, and then waits that grow by a factor: base, base × factor, base × factor². */
  | {
      readonly kind: 'exponential';
      /** The wait before the first retry, in milliseconds. */
      readonly baseMs: number;
      /** What each further one is multiplied by, in thousandths: 2000 doubles, 1500 is half as much again. */
      readonly factorPerMille?: number | undefined;
    }
  /** An immediate first attempt, and then waits that grow with a power of the retry's number: base × n². */
  | {
      readonly kind: 'polynomial';
      /** The wait before the first retry, in milliseconds. */
      readonly baseMs: number;
      /** The power. */
      readonly power: number;
    }
  /**
   * An immediate first attempt, and then waits drawn between the base and three times the wait before (AWS's
   * "decorrelated jitter"). The jitter of the policy does not apply: this is one.
   */
  | {
      readonly kind: 'decorrelated';
      /** The shortest wait, in milliseconds. */
      readonly baseMs: number;
    }
  /**
   * The sender does not publish its waits. Where one is needed all the same, to imitate the sender, they are
   * exponential.
   */
  | {
      readonly kind: 'unpublished';
      /** The most time from the first attempt to the last, in milliseconds, where at least that is known. */
      readonly withinMs?: number | null | undefined;
      /** For imitations, the wait before the first retry, in milliseconds; each further one is twice as long. */
      readonly imitatedMs?: number | undefined;
    };
/** What waits are counted from. */
export type Anchor =
  /** The end of the attempt before. */
  | 'after-previous'
  /** The start of the first attempt: the schedule's values are times since then. */
  | 'since-first';
/** What is done to waits at random. */
export type Jitter =
  /** Nothing. */
  | {
      readonly kind: 'none';
    }
  /** From nothing to the whole wait. */
  | {
      readonly kind: 'full';
    }
  /** From half of the wait to the whole. */
  | {
      readonly kind: 'equal';
    }
  /** From so many per cent less to so many more. */
  | {
      readonly kind: 'plus-minus';
      /** Up to 100. */
      readonly percent: number;
    }
  /** From the wait to so many per cent more. */
  | {
      readonly kind: 'additive';
      /** Up to 255. */
      readonly percent: number;
    };
/** When a sender gives up, by whichever rule comes first. */
export interface StopRules {
  /** After so many attempts, the first one included. */
  readonly maxAttempts?: number | null | undefined;
  /** Once the next attempt would start later than this after the first, in milliseconds. */
  readonly maxElapsedMs?: number | null | undefined;
  /** Once the next attempt would start later than this instant, in milliseconds since the epoch. */
  readonly deadlineMs?: number | null | undefined;
}
/** How a sender reads what receivers answer, as data. */
export interface Reading {
  /**
   * What a status means. The first rule that has it counts; a status without a rule is a success from 200 to 299, and
   * tried again otherwise.
   */
  readonly statuses?: readonly StatusRule[] | undefined;
  /** What a header field of the answer means, whatever the status is, unless that is a success. */
  readonly headers?: readonly HeaderRule[] | undefined;
  /** What `Retry-After` does (RFC 9110 §10.2.3). */
  readonly retryAfter?: RetryAfter | undefined;
  /** What a failure without an answer means. */
  readonly noAnswer?: Reaction | undefined;
  /** What it means that there was no answer in time. */
  readonly timeout?: Reaction | undefined;
  /** The shortest wait after `throttle`, before jitter, in milliseconds. */
  readonly throttledLeastMs?: number | undefined;
}
/** What statuses mean. */
export interface StatusRule {
  /** The first status that it is about. */
  readonly from: number;
  /** The last one. */
  readonly to?: number | undefined;
  /** What they mean. */
  readonly means: Reaction;
}
/** What a header field means. */
export interface HeaderRule {
  /** The name of the field. */
  readonly name: string;
  /** Its value, in either case. */
  readonly value: string;
  /** What it means. */
  readonly means: Reaction;
}
/** What a sender does about an answer. */
export type Reaction =
  /** The receiver has taken the event. */
  | 'success'
  /** It is tried again. */
  | 'retry'
  /** It is tried again, and the endpoint gets fewer deliveries until then. */
  | 'throttle'
  /** It is not tried again. */
  | 'stop'
  /** It is not tried again, and the endpoint gets nothing more. */
  | 'disable';
/** What `Retry-After` does. */
export type RetryAfter =
  /** Nothing. */
  | {
      readonly kind: 'ignored';
    }
  /** The attempt comes no sooner than it says, within these bounds, and no sooner than the schedule says. */
  | {
      readonly kind: 'later';
      /** What a shorter time is taken for, in milliseconds. */
      readonly leastMs?: number | undefined;
      /** What a longer time is taken for, in milliseconds. */
      readonly mostMs?: number | undefined;
    }
  /**
   * The attempt comes when it says, but not before the schedule's wait nor after so many times that; then jitter is
   * added.
   */
  | {
      readonly kind: 'within-schedule';
      /** How many times the wait. */
      readonly times: number;
    };
