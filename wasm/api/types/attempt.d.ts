import type { DeliveryProgress } from '../generated/attempt.js';
import type { HeadersInput, Key } from './input.js';
/** The destination of an attempt, with the secret that signs it. */
export interface Destination {
  /** An `https:` or `http:` URL without a user name and password. */
  readonly url: string;
  /** The secret to sign with, as for `sign`. */
  readonly secret: Key | readonly Key[];
  /**
   * Header fields to send in addition to those of the signature. A `Content-Type` replaces that of the delivery.
   * `Host`, `Content-Length` and fields of the connection are refused.
   */
  readonly headers?: HeadersInput | undefined;
}
/** Bytes in memory that is not shared, which `fetch` takes. Before TypeScript 5.7, `Uint8Array` has no parameter. */
type UnsharedBytes = ReturnType<Uint8ArrayConstructor['of']>;
/** The request of an attempt. Except for `url`, its members are options of `fetch`. */
export interface AttemptRequest {
  readonly url: string;
  readonly method: 'POST';
  /** Redirects are not followed, because a receiver could point deliveries at other hosts. */
  readonly redirect: 'manual';
  readonly headers: [name: string, value: string][];
  /** The body that is signed; send exactly this. It is text if the body was given as text. */
  readonly body: string | UnsharedBytes;
}
/** An attempt that has begun. */
export interface BegunAttempt {
  /** The number of the attempt, counted from 1. */
  readonly number: number;
  readonly request: AttemptRequest;
  /** How long to wait for a response, in milliseconds; null if the policy does not specify it. */
  readonly timeoutMs: number | null;
  /** The progress with the attempt in flight, for `settleAttempt`. */
  readonly progress: DeliveryProgress;
}
export {};
