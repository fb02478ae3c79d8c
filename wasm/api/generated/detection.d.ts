import type { SenderId } from './ids.js';
/** The senders that a delivery may come from. */
export interface Detection {
  /**
   * The sender: the request has a header that only this sender uses, or there is more evidence for it than for any
   * other. `null` if nothing was found, if several senders share what was found, or if the evidence is contradictory.
   */
  readonly provider: SenderId | null;
  /**
   * Every sender for which there is evidence: those with the most evidence first, and among them first the providers,
   * then the others in the order of their ids.
   */
  readonly candidates: readonly Candidate[];
}
/** A sender, and the evidence for it. */
export interface Candidate {
  readonly provider: SenderId;
  /** Never empty. */
  readonly evidence: readonly Evidence[];
}
/** Evidence for a sender. */
export type Evidence = EvidenceKind & {
  /** The evidence as a sentence. */
  readonly message: string;
};
/** A sign that a delivery comes from a sender. */
export type EvidenceKind =
  /** The request has a header that the sender uses for signatures. */
  | {
      readonly kind: 'header';
      /** The name of the header. */
      readonly name: string;
    }
  /** The request has a header that the sender uses for the type or the id of an event. */
  | {
      readonly kind: 'eventHeader';
      /** The name of the header. */
      readonly name: string;
    }
  /** The body has the values that a scheme of the sender reads from bodies, among them the signature. */
  | {
      readonly kind: 'signature';
      /** The place of the signature: a JSON Pointer, or the name of a form field. */
      readonly place: string;
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
