import type { DeliveryProgress } from '../generated/attempt.js';
import type { HeadersInput, Key } from './input.js';
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
