import type { Reaction } from './policy.js';
import type { NextAction, ReactionReason } from './retry.js';
/**
 * The progress of a delivery: plain data to store between attempts, as JSON or in columns of a table. Only the
 * functions of this package may change it.
 */
export type DeliveryProgress = ProgressState & {
  /** The seed of the jitter, the same for all attempts of a delivery. */
  readonly seed: number;
  /**
   * When the first attempt was due, in milliseconds since the epoch. The time limits of a policy are measured from
   * here.
   */
  readonly firstMs: number;
  /** The number of attempts that have been settled. */
  readonly attempts: number;
};
/** The state of a delivery. Times are in milliseconds since the epoch. */
export type ProgressState =
  /** No attempt has been settled yet. */
  | {
      readonly state: 'pending';
      /** When the first attempt is due. */
      readonly dueMs: number;
    }
  /** An attempt has begun and is not settled. */
  | {
      readonly state: 'attempting';
      /** When it was due. */
      readonly dueMs: number;
    }
  /** The last attempt failed, and there will be another one. */
  | {
      readonly state: 'waiting';
      /** When the next attempt is due. */
      readonly dueMs: number;
    }
  /** The receiver accepted the delivery. */
  | {
      readonly state: 'succeeded';
      /** When the last attempt ended. */
      readonly atMs: number;
    }
  /** The policy gave up the delivery. */
  | {
      readonly state: 'failed';
      /** When the last attempt ended. */
      readonly atMs: number;
      /** Why. */
      readonly reason: ReactionReason;
    }
  /** The policy gave up the endpoint. */
  | {
      readonly state: 'disabled';
      /** When the last attempt ended. */
      readonly atMs: number;
      /** Why. */
      readonly reason: DisabledReason;
    };
/** The reason that an endpoint is disabled. */
export type DisabledReason =
  /** The endpoint requested it, with status 410 or a header field. */
  | 'asked'
  /** Too many consecutive attempts failed. */
  | 'failures'
  /** The endpoint has failed for too long. */
  | 'failing-for'
  /** A person or a program disabled it. */
  | 'by-hand';
/** A settled attempt. */
export interface SettledAttempt {
  /** How a sender with this policy reads the response, or its absence. */
  readonly reaction: Reaction;
  /** What happens to the delivery next. */
  readonly next: NextAction;
  /** The progress to store. */
  readonly progress: DeliveryProgress;
}
