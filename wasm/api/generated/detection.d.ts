import type { ProviderId } from './ids.js';
/** Who may have sent a delivery. */
export interface Detection {
  /**
   * The one provider for which there is all the evidence that there is for any other, and more. `null` if there is no
   * such provider.
   */
  readonly provider: ProviderId | null;
  /** Every provider for which there is evidence, those with the most first. */
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
  /** The same in a sentence. */
  readonly message: string;
};
/** Something that speaks for a provider. */
export type EvidenceKind =
  /** The request has the header that the provider signs in. */
  | {
      readonly kind: 'header';
      /** The header's name. */
      readonly name: string;
    }
  /** The body has every member of the provider's envelope. */
  | {
      readonly kind: 'envelope';
      /** The members' names. */
      readonly members: readonly string[];
    }
  /** The event type is one of the provider's. */
  | {
      readonly kind: 'eventType';
      /** Its name. */
      readonly name: string;
    };
