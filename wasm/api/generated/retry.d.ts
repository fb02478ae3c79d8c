import type { Reaction } from './policy.js';
import type { Confidence } from './provenance.js';
/** The attempts of a delivery that never succeeds. */
export interface RetryPlan {
  /** The attempts, in order. At most the first 1000. */
  readonly attempts: readonly PlannedAttempt[];
  /**
   * The expected time from the first attempt to the last, in milliseconds. If the sender does not publish its delays,
   * the time within which it makes all attempts, or `null` if it does not publish that either.
   */
  readonly spanMs: number | null;
  /**
   * The shortest possible time from the first attempt to the last, in milliseconds. A shorter outage loses no events.
   */
  readonly leastSpanMs: number;
  /** The longest possible time from the first attempt to the last, in milliseconds, if it is known. */
  readonly mostSpanMs: number | null;
  /**
   * The shortest time for which a receiver must remember event ids to recognize every repeated delivery, in
   * milliseconds.
   */
  readonly rememberMs: number | null;
  /** Whether there are more attempts than `attempts` contains. */
  readonly isCut: boolean;
  /** The confidence in the delays. */
  readonly confidence: Confidence;
  /** The plan in one sentence. */
  readonly summary: string;
  /** The cost of the outage, if one was given. */
  readonly outage?: OutageCost;
}
/** One attempt of a plan. Instants are in milliseconds, on the same clock as the start of the plan. */
export interface PlannedAttempt {
  /** The number of the attempt, counted from 1. */
  readonly number: number;
  /** The delay since the previous attempt, in milliseconds. `null` if the sender does not publish it. */
  readonly delayMs: number | null;
  /** The earliest possible instant. */
  readonly earliestMs: number;
  /** The expected instant, or the one that the seed determines. `null` if the sender does not publish it. */
  readonly atMs: number | null;
  /** The latest possible instant. `null` if it is not bounded. */
  readonly latestMs: number | null;
}
/** The cost of an outage for the deliveries of a policy. */
export interface OutageCost {
  /** Whether every event is delivered, regardless of when its first attempt is due. */
  readonly verdict: OutageVerdict;
  /** The number of attempts of the planned delivery that fail in the outage before one succeeds. */
  readonly failedAttempts: number;
  /**
   * The first attempt of the planned delivery outside the outage. `null` if all are in it, or if their times are not
   * known.
   */
  readonly savedBy: number | null;
  /**
   * The start, in milliseconds, of the period of lost events: an event is lost if its first attempt is due in the
   * period. `null` if no events are certain to be lost.
   */
  readonly lostFromMs: number | null;
  /** The end of that period in milliseconds, exclusive. */
  readonly lostUntilMs: number | null;
  /** The cost in one sentence. */
  readonly summary: string;
}
/** The answer to the question whether a policy delivers every event despite an outage. */
export type OutageVerdict =
  /** Every event is delivered. */
  | 'survived'
  /** The result depends on jitter, or on delays that the sender does not publish. */
  | 'depends'
  /** Some events are lost. */
  | 'lost';
/** The action of a sender after an attempt. */
export type NextAction =
  /** It makes another attempt. */
  | {
      readonly action: 'retry';
      /** The delay before that attempt, in milliseconds. */
      readonly delayMs: number;
      /** The instant of that attempt, in milliseconds since the epoch. */
      readonly atMs: number;
      /** Whether the endpoint receives fewer deliveries until then. */
      readonly throttled: boolean;
    }
  /** The event has been delivered. */
  | {
      readonly action: 'succeed';
      /** `success`. */
      readonly reason: ReactionReason;
    }
  /** The delivery is not retried. */
  | {
      readonly action: 'stop';
      /** The reason. */
      readonly reason: ReactionReason;
    }
  /** The delivery is not retried, and the endpoint is disabled. */
  | {
      readonly action: 'disable';
      /** The reason. */
      readonly reason: ReactionReason;
    };
/** The reason for the reaction of a sender. In JSON it is a stable code, such as `status`. */
export type ReactionReason =
  /** The status is a success. */
  | 'success'
  /** The status is not a success. */
  | 'status'
  /** A header field of the response. */
  | 'header'
  /** The response did not arrive in time. */
  | 'timeout'
  /** The connection was refused or closed. */
  | 'connection'
  /** The host name could not be resolved. */
  | 'dns'
  /** The TLS certificate is not valid. */
  | 'tls'
  /** The maximum number of attempts has been made. */
  | 'attempts'
  /** The time limit or the deadline of the policy would be exceeded. */
  | 'elapsed';
/** The classification of the outcome of an attempt. */
export interface Classified {
  /** The reaction of the sender. */
  readonly reaction: Reaction;
  /** The delay that `Retry-After` asks for, in milliseconds from now, before clamping. */
  readonly retryAfterMs: number | null;
  /** The reason for the reaction. */
  readonly reason: ReactionReason;
}
/** The reason why there was no response. */
export type TransportError =
  /** The response did not arrive in time. */
  | 'timeout'
  /** The connection was refused or closed. */
  | 'connection'
  /** The host name could not be resolved. */
  | 'dns'
  /** The TLS certificate is not valid. */
  | 'tls';
