// Made by `cargo run -p hookwright --example generate` from Rust types. Change those, not this file.

import type { DeliveryProgress } from './attempt.js';
import type { ProviderId } from './ids.js';
import type { Problem } from './problem.js';

/** What a caller has to know of a scheme before it can use it. */
export interface CoreScheme {
  readonly id: string;
  /** Whether it has a timestamp, so that a tolerance means something. */
  readonly timestamp: boolean;
  /** What verifying and signing read of a request. Nothing else needs to be handed over. */
  readonly needs: CoreNeeds;
  /** What answering a handshake reads. */
  readonly handshake: CoreNeeds;
}

/**
 * What a scheme needs besides the body: so that who calls can hand over that, keep everything else back, and learn
 * beforehand what is missing.
 */
export interface CoreNeeds {
  /** The header fields that are read, as the scheme spells them. Any of them may be absent from a request. */
  readonly headers: readonly string[];
  /** Whether the URL is. */
  readonly url: boolean;
  /** Whether the method is. */
  readonly method: boolean;
  /** Whether a secret is needed. */
  readonly secret: boolean;
}

/** What a queue has to know of a policy before it takes deliveries. */
export interface Terms {
  /** The most attempts that a delivery gets, where that is bounded. */
  readonly attempts: number | null;
  /** How long an attempt waits for an answer, where the policy says so. */
  readonly timeoutMs: number | null;
}

/** An event as it is read here. The payload is still text, for `JSON.parse` to read. */
export interface ReadEvent {
  readonly provider: ProviderId | null;
  readonly type: string | null;
  readonly id: string | null;
  readonly occurredAtMs: number | null;
  readonly data: string | null;
  readonly problems: readonly Problem[];
}

/** What to send. What the scheme does not change is left out. */
export interface CoreSigned {
  readonly headers: { readonly [name: string]: string };
  readonly url?: string;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** An attempt that has begun. What the scheme does not change is left out. */
export interface CoreBegun {
  readonly number: number;
  readonly url?: string;
  readonly headers: [name: string, value: string][];
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly timeoutMs: number | null;
  readonly progress: DeliveryProgress;
}

/** An answer, in the shape that JavaScript gets. */
export interface ServiceResponse {
  readonly status: number;
  readonly headers: [name: string, value: string][];
  readonly body: string;
}

/** A request to send. */
export interface DueAttempt {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly number: number;
  readonly url: string;
  readonly headers: [name: string, value: string][];
  readonly body: Uint8Array<ArrayBuffer>;
  readonly timeoutMs: number | null;
}
