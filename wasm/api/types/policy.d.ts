import type { PolicyId } from '../generated/ids.js';
import type { Confidence, Provenance } from './provenance.js';
/**
 * How failed attempts are retried: what `provider(id).policy` is, and the form of a policy of your own, in which `id` and
 * `schedule` have to be there.
 */
export interface Policy {
  readonly id: PolicyId | (string & {});
  /** How long the sender waits before each attempt. */
  readonly schedule: Schedule;
  /**
   * What the waits are counted from; by default the end of the attempt before. With `since-first`, they are times since the first
   * attempt; a table's first value is still the wait before that.
   */
  readonly anchor?: 'after-previous' | 'since-first' | undefined;
  /** The longest that it ever waits, before jitter. */
  readonly capMs?: number | null | undefined;
  /** What is done to the waits at random; by default nothing. */
  readonly jitter?: Jitter | undefined;
  /** When it gives up, by whichever comes first; by default never. The first attempt is counted. */
  readonly stop?:
    | {
        readonly maxAttempts?: number | null | undefined;
        readonly maxElapsedMs?: number | null | undefined;
        readonly deadlineMs?: number | null | undefined;
      }
    | undefined;
  /** How it reads answers; by default as Standard Webhooks recommends. */
  readonly reading?: Reading | undefined;
  /** How long it waits for an answer, where it says so. */
  readonly timeoutMs?: number | null | undefined;
  /** How sure the delays are. */
  readonly delays?: Confidence | undefined;
  readonly provenance?: Provenance | undefined;
}
/** How long a sender waits before each attempt. The first one is immediate, but for a table, which has it too. */
export type Schedule =
  | {
      readonly kind: 'table';
      readonly delaysMs: readonly number[];
      readonly repeatLast?: boolean | undefined;
    }
  | {
      readonly kind: 'fixed';
      readonly delayMs: number;
    }
  | {
      readonly kind: 'linear';
      readonly baseMs: number;
      readonly stepMs: number;
    }
  | {
      readonly kind: 'exponential';
      readonly baseMs: number;
      readonly factorPerMille?: number | undefined;
    }
  | {
      readonly kind: 'polynomial';
      readonly baseMs: number;
      readonly power: number;
    }
  | {
      readonly kind: 'decorrelated';
      readonly baseMs: number;
    }
  | {
      readonly kind: 'unpublished';
      /** The most time from the first attempt to the last, where that is known. */
      readonly withinMs?: number | null | undefined;
      /** What an imitation, such as `nextAttempt`, waits before the first retry, by default half a minute; then it doubles. */
      readonly imitatedMs?: number | undefined;
    };
/** What is done to waits at random. */
export type Jitter =
  | {
      readonly kind: 'none' | 'full' | 'equal';
    }
  | {
      readonly kind: 'plus-minus' | 'additive';
      readonly percent: number;
    };
/** What a sender does about an answer. */
export type Reaction = 'success' | 'retry' | 'throttle' | 'stop' | 'disable';
/** How a sender reads what receivers answer. What is left out is as Standard Webhooks recommends. */
export interface Reading {
  /**
   * What statuses mean: the first rule that has one counts. A status without a rule is a success from 200 to 299, and tried
   * again otherwise; a list of your own takes the place of the whole default, in which 410 disables and 429 throttles.
   */
  readonly statuses?:
    | readonly {
        readonly from: number;
        readonly to?: number | undefined;
        readonly means: Reaction;
      }[]
    | undefined;
  readonly headers?:
    | readonly {
        readonly name: string;
        readonly value: string;
        readonly means: Reaction;
      }[]
    | undefined;
  readonly retryAfter?:
    | {
        readonly kind: 'ignored';
      }
    /** Not before the time that was asked for, taken for `leastMs` (a second) at the least and `mostMs` (a day) at the most. */
    | {
        readonly kind: 'later';
        readonly leastMs?: number | undefined;
        readonly mostMs?: number | undefined;
      }
    /** When it was asked for, from the schedule's wait up to so many times that; jitter comes after it. */
    | {
        readonly kind: 'within-schedule';
        readonly times: number;
      }
    | undefined;
  /** What it means that there is no answer. */
  readonly noAnswer?: Reaction | undefined;
  /** What it means that there is no answer in time; the same, where it is left out. */
  readonly timeout?: Reaction | undefined;
  /** The shortest wait after `throttle`, before jitter. */
  readonly throttledLeastMs?: number | undefined;
}
