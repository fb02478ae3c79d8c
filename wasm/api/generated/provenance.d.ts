/** How sure a fact about a provider is. */
export type Confidence =
  /** The provider documents nothing; this is the most likely reading. */
  | 'assumed'
  /** Somebody other than the provider says so. */
  | 'secondary'
  /** The provider's own documentation says so. */
  | 'documented';
/** The evidence for a row of data: every provider, scheme, event type and policy carries one. */
export interface Provenance {
  /** The document, as an address where it has one. */
  readonly source: string;
  /** The day on which the source was read, as an RFC 3339 date. */
  readonly asOf: string;
  /** How sure the row is as a whole. */
  readonly confidence: Confidence;
  /** What in the row is assumed although the rest is not, in sentences for a person; empty when nothing is. */
  readonly assumed: readonly string[];
}
