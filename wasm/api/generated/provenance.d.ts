/** The confidence in a fact about a sender. */
export type Confidence =
  /** The sender does not document the fact. The value is the most likely one. */
  | 'assumed'
  /** A source other than the sender documents the fact. */
  | 'secondary'
  /** The sender documents the fact. */
  | 'documented';
/** The evidence for an entry of the catalog. Every scheme, event type, policy and API in the catalog has one. */
export interface Provenance {
  /** The URL or the title of the source. */
  readonly source: string;
  /** The date on which the source was read, in RFC 3339 format. */
  readonly asOf: string;
  /** The confidence in the entry as a whole. */
  readonly confidence: Confidence;
  /** The parts of the entry that are assumed, although the source documents the rest. */
  readonly assumed?: readonly string[] | undefined;
}
