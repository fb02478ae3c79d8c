import type { HeadersInput } from './input.js';
import type { Reaction } from './policy.js';
import type { Confidence } from './provenance.js';
/** What came of an attempt: an answer with a status, or none, and why. */
export interface ResponseOptions {
  /** The status of the answer. */
  readonly status?: number | undefined;
  /** Why there was none. */
  readonly error?: 'timeout' | 'connection' | 'dns' | 'tls' | undefined;
  /** The headers of the answer: `Retry-After` and others that senders heed. */
  readonly headers?: HeadersInput | undefined;
}
/** What an answer means. */
export interface Classified {
  readonly reaction: Reaction;
  /** What `Retry-After` asks for, before any bounds. */
  readonly retryAfterMs: number | null;
  /** Why: `success`, `status`, `header`, or the error. */
  readonly reason: string;
}
/**
 * What a sender does after an attempt. Where its policy publishes no waits, `delayMs` is that of an imitation, which begins with
 * half a minute and doubles.
 */
export type NextAction =
  | {
      readonly action: 'retry';
      readonly delayMs: number;
      readonly atMs: number;
      readonly throttled: boolean;
    }
  | {
      readonly action: 'succeed' | 'stop' | 'disable';
      readonly reason: string;
    };
/** The attempts of a delivery that never succeeds. */
export interface RetryPlan {
  /** Every attempt, in order; the first thousand, if there are more. */
  readonly attempts: readonly PlannedAttempt[];
  /** From the first attempt to the last. Null where nothing is known of it. */
  readonly spanMs: number | null;
  /** The shortest that it can be: an outage shorter than that loses nothing. */
  readonly leastSpanMs: number;
  /** The longest that it can be, if that is known. */
  readonly mostSpanMs: number | null;
  /** How long a receiver has to remember event ids at the least, to know one that comes again. */
  readonly rememberMs: number | null;
  /** Whether there are more attempts than are laid out. */
  readonly isCut: boolean;
  /** How sure the delays are. */
  readonly confidence: Confidence;
  /** The plan in one sentence. */
  readonly summary: string;
  /** What the outage costs, where one was given. */
  readonly outage?: OutageCost;
}
/** One attempt of a plan. */
export interface PlannedAttempt {
  /** Counted from 1. */
  readonly number: number;
  /** How long after the attempt before. Null where the sender does not publish it. */
  readonly delayMs: number | null;
  /** The earliest that it can come. */
  readonly earliestMs: number;
  /** When it is expected; drawn, if there is a seed. Null where the sender does not publish it. */
  readonly atMs: number | null;
  /** The latest that it can come. Null where nothing bounds it. */
  readonly latestMs: number | null;
}
/** What an outage costs the deliveries of a policy. */
export interface OutageCost {
  /** Whether every event gets through, whenever it happens. */
  readonly verdict: 'survived' | 'depends' | 'lost';
  /** Of the planned delivery: how many of its attempts fall into the outage. */
  readonly failedAttempts: number;
  /** Of the planned delivery: the first attempt that does not. */
  readonly savedBy: number | null;
  /** Events whose first attempt comes from here on are lost for certain, */
  readonly lostFromMs: number | null;
  /** up to here. */
  readonly lostUntilMs: number | null;
  /** The same in a sentence. */
  readonly summary: string;
}
