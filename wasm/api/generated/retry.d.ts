import type { Reaction } from './policy.js';
import type { Confidence } from './provenance.js';
/** The attempts of a delivery that never succeeds. */
export interface RetryPlan {
  /** Every attempt, in order; the first 1000, if there are more. */
  readonly attempts: readonly PlannedAttempt[];
  /**
   * From the first attempt to the last, in milliseconds, as expected. Where delays are not published, the time within
   * which the sender says that all attempts come, or `null`.
   */
  readonly spanMs: number | null;
  /** The shortest that it can be: an outage shorter than that loses nothing. */
  readonly leastSpanMs: number;
  /** The longest that it can be, if that is known. */
  readonly mostSpanMs: number | null;
  /** How long a receiver has to remember event ids at the least, to know an event that comes again, in milliseconds. */
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
/** One attempt of a plan. Instants are in milliseconds, counted from wherever the start was. */
export interface PlannedAttempt {
  /** Counted from 1. */
  readonly number: number;
  /** How long after the attempt before. `null` where the sender does not publish it. */
  readonly delayMs: number | null;
  /** The earliest that it can come. */
  readonly earliestMs: number;
  /** When it is expected; drawn, if there is a seed. `null` where the sender does not publish it. */
  readonly atMs: number | null;
  /** The latest that it can come. `null` where nothing bounds it. */
  readonly latestMs: number | null;
}
/** What an outage costs the deliveries of a policy. */
export interface OutageCost {
  /** Whether every event gets through, whenever it happened. */
  readonly verdict: OutageVerdict;
  /** Of the planned delivery: how many of its attempts fall into the outage, before one gets through. */
  readonly failedAttempts: number;
  /**
   * Of the planned delivery: the first attempt that does not fall into it. `null` if all do, or if it is not known when
   * they come.
   */
  readonly savedBy: number | null;
  /** Events whose first attempt comes from here on are lost, in milliseconds; `null` if none are for certain. */
  readonly lostFromMs: number | null;
  /** …up to here, excluded. */
  readonly lostUntilMs: number | null;
  /** The same in a sentence. */
  readonly summary: string;
}
/** Whether an outage is survived. */
export type OutageVerdict =
  /** Every event gets through. */
  | 'survived'
  /** It depends on the jitter, or on what the sender does not publish. */
  | 'depends'
  /** Some events are lost. */
  | 'lost';
/** What a sender does after an attempt. */
export type NextAction =
  /** It tries again. */
  | {
      readonly action: 'retry';
      /** After so many milliseconds. */
      readonly delayMs: number;
      /** That is, at this instant, in milliseconds since the epoch. */
      readonly atMs: number;
      /** Whether the endpoint gets fewer deliveries until then. */
      readonly throttled: boolean;
    }
  /** The receiver has taken the event. */
  | {
      readonly action: 'succeed';
      /** `success`. */
      readonly reason: ReactionReason;
    }
  /** It gives the delivery up. */
  | {
      readonly action: 'stop';
      /** Why. */
      readonly reason: ReactionReason;
    }
  /** It gives the endpoint up. */
  | {
      readonly action: 'disable';
      /** Why. */
      readonly reason: ReactionReason;
    };
/** Why a sender does what it does after an attempt. As JSON it is a stable code, such as `status`. */
export type ReactionReason =
  /** The status is a success. */
  | 'success'
  /** The status is none. */
  | 'status'
  /** A header field of the answer says so. */
  | 'header'
  /** There was no answer in time. */
  | 'timeout'
  /** Nobody listens there, or they hung up. */
  | 'connection'
  /** The name of the host is not known. */
  | 'dns'
  /** The certificate is not valid. */
  | 'tls'
  /** The policy has no attempt left. */
  | 'attempts'
  /** The policy has no time left. */
  | 'elapsed';
/** What an answer means for a delivery. */
export interface Classified {
  /** What the sender does about it. */
  readonly reaction: Reaction;
  /** What `Retry-After` asks for, in milliseconds from now, before any clamping. */
  readonly retryAfterMs: number | null;
  /** Why. */
  readonly reason: ReactionReason;
}
/** Why there was no answer. */
export type TransportError =
  /** It took too long. */
  | 'timeout'
  /** Nobody listens there, or they hung up. */
  | 'connection'
  /** The name of the host is not known. */
  | 'dns'
  /** The certificate is not valid. */
  | 'tls';
