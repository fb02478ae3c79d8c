import type { ProviderId } from './ids.js';
/** The providers that may have sent a delivery. */
export interface Detection {
  /**
   * The most likely provider: there is more evidence for it than for any other, and all evidence for the others also
   * fits it. `null` if no provider qualifies.
   */
  readonly provider: ProviderId | null;
  /** Every provider for which there is evidence, ordered from most to least evidence. */
  readonly candidates: readonly Candidate[];
}
/** A provider, and the evidence for it. */
export interface Candidate {
  readonly provider: ProviderId;
  /** Never empty. */
  readonly evidence: readonly Evidence[];
}
/** Evidence for a provider. */
export type Evidence = EvidenceKind & {
  /** The evidence as a sentence. */
  readonly message: string;
};
/** A sign that a delivery comes from a provider. */
export type EvidenceKind =
  /** The request has a header that the provider uses for signatures. */
  | {
      readonly kind: 'header';
      /** The name of the header. */
      readonly name: string;
    }
  /** The body has all members of the provider's envelope. */
  | {
      readonly kind: 'envelope';
      /** The names of the members. */
      readonly members: readonly string[];
    }
  /** The event type is one of the provider's. */
  | {
      readonly kind: 'eventType';
      /** The name of the event type. */
      readonly name: string;
    };
