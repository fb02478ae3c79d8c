import type { ProviderId } from './generated/ids.js';
import type { Body, HeadersInput } from './types/input.js';
/** What {@link detectProvider} takes: one of both, or better both. */
export interface DetectOptions {
  /** The header fields of the request. */
  readonly headers?: HeadersInput | undefined;
  /** The body as it arrived. */
  readonly body?: Body | undefined;
}
/** Who may have sent a delivery. */
export interface Detection {
  /** The one provider for whom all that speaks for any other speaks too, and more. Null if there is no such one. */
  readonly provider: ProviderId | null;
  /** Everyone for whom anything speaks, those with the most evidence first. */
  readonly candidates: readonly Candidate[];
}
/** A provider, and what speaks for it. */
export interface Candidate {
  readonly provider: ProviderId;
  /** Never empty. */
  readonly evidence: readonly Evidence[];
}
/** Something that speaks for a provider; `message` says it in a sentence. */
export type Evidence =
  /** The request has the header that the provider signs in. */
  | {
      readonly kind: 'header';
      readonly name: string;
      readonly message: string;
    }
  /** The body has every member of the provider's envelope. */
  | {
      readonly kind: 'envelope';
      readonly members: readonly string[];
      readonly message: string;
    }
  /** The event type is one of the provider's. */
  | {
      readonly kind: 'eventType';
      readonly name: string;
      readonly message: string;
    };
/**
 * Finds out who may have sent a delivery, from its headers and its shape, with the evidence. It is a guess from what
 * anybody can write: whether the delivery is genuine is for {@link verify} to say, with the secret of that provider.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * detectProvider({ body: '{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{}}' }).provider; // 'well'
 */
export declare function detectProvider(options: DetectOptions): Detection;
