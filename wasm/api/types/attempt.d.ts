import type { HeadersInput, Key } from './input.js';
import type { Reaction } from './policy.js';
import type { NextAction } from './retry.js';
/**
 * The progress of a delivery: plain data to store between attempts, as JSON or in columns of a table. Only the functions of
 * this package change it.
 */
export type DeliveryProgress = Progress &
  (
    | {
        /** `attempting`: an attempt is in flight. `pending` and `waiting`: it is due at `dueMs`, as the first one or after others. */
        readonly state: 'pending' | 'attempting' | 'waiting';
        /** When the attempt is due, in milliseconds since the epoch. */
        readonly dueMs: number;
      }
    | {
        readonly state: 'succeeded';
        /** When the last attempt ended, in milliseconds since the epoch. */
        readonly atMs: number;
      }
    | {
        /** `failed`: the policy has given the delivery up. `disabled`: it has given the endpoint up. */
        readonly state: 'failed' | 'disabled';
        /** When the last attempt ended, in milliseconds since the epoch. */
        readonly atMs: number;
        /** Why. */
        readonly reason: string;
      }
  );
interface Progress {
  /** Draws the jitter, the same for all attempts of a delivery. */
  readonly seed: number;
  /** When the first attempt was due, in milliseconds since the epoch. The limits of a policy count from here. */
  readonly firstMs: number;
  /** The number of attempts that have been settled. */
  readonly attempts: number;
}
/** Where an attempt goes, and what it is signed with. */
export interface Destination {
  /** Begins with `https:` or `http:`, and has no user name or password in it. */
  readonly url: string;
  /** The secret to sign with, as `sign` takes it. */
  readonly secret: Key | readonly Key[];
  /**
   * Header fields to send in addition to those of the signature. A `Content-Type` replaces that of the delivery. Fields that
   * belong to the connection, and `Host` and `Content-Length`, are refused.
   */
  readonly headers?: HeadersInput | undefined;
}
/** The request of an attempt. All members but `url` are options of `fetch`. */
export interface AttemptRequest {
  readonly url: string;
  readonly method: 'POST';
  /** Receivers use redirects to point deliveries at other hosts, so they are not followed. */
  readonly redirect: 'manual';
  readonly headers: [name: string, value: string][];
  /** The signature covers exactly this. It is text where the body was given as text. */
  readonly body: string | Uint8Array<ArrayBuffer>;
}
/** An attempt that has begun. */
export interface BegunAttempt {
  /** The number of the attempt, from 1. */
  readonly number: number;
  readonly request: AttemptRequest;
  /** How long to wait for an answer, in milliseconds; null where the policy does not say so. */
  readonly timeoutMs: number | null;
  /** The progress with the attempt in flight, for `settleAttempt`. */
  readonly progress: DeliveryProgress;
}
/** An attempt that has been settled. */
export interface SettledAttempt {
  /** What the answer, or the lack of one, means to a sender with this policy. */
  readonly reaction: Reaction;
  /** What follows for the delivery. */
  readonly next: NextAction;
  /** The progress to store. */
  readonly progress: DeliveryProgress;
}
export {};
