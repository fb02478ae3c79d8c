// Made by `cargo run -p hookwright --example generate` from Rust types. Change those, not this file.

import type { Reaction } from './policy.js';
import type { NextAction, ReactionReason } from './retry.js';

/**
 * The progress of a delivery: plain data to store between attempts, as JSON or in columns of a table. Only the
 * functions of this package change it.
 */
export type DeliveryProgress = ProgressState & {
  /** Draws the jitter, the same for all attempts of a delivery. */
  readonly seed: number;
  /** When the first attempt was due, in milliseconds since the epoch. The limits of a policy count from here. */
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
  /** An attempt is in flight. */
  | {
      readonly state: 'attempting';
      /** When it was due. */
      readonly dueMs: number;
    }
  /** The last attempt failed, and another one follows. */
  | {
      readonly state: 'waiting';
      /** When the next attempt is due. */
      readonly dueMs: number;
    }
  /** The receiver has accepted it. */
  | {
      readonly state: 'succeeded';
      /** When the last attempt ended. */
      readonly atMs: number;
    }
  /** The policy has given the delivery up. */
  | {
      readonly state: 'failed';
      /** When the last attempt ended. */
      readonly atMs: number;
      /** Why. */
      readonly reason: ReactionReason;
    }
  /** The policy has given the endpoint up. */
  | {
      readonly state: 'disabled';
      /** When the last attempt ended. */
      readonly atMs: number;
      /** Why. */
      readonly reason: DisabledReason;
    };

/** Why an endpoint receives nothing more. */
export type DisabledReason =
  /** It asked for it: with status 410, or in a header field. */
  | 'asked'
  /** Too many attempts failed in a row. */
  | 'failures'
  /** It has failed for too long. */
  | 'failing-for'
  /** A person or a program switched it off. */
  | 'by-hand';

/** An attempt that has been settled. */
export interface SettledAttempt {
  /** What the answer, or the lack of one, means to a sender with this policy. */
  readonly reaction: Reaction;
  /** What follows for the delivery. */
  readonly next: NextAction;
  /** The progress to store. */
  readonly progress: DeliveryProgress;
}
