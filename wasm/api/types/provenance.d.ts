/** How sure a fact is: the provider says so, somebody else does, or nobody does and it is the likeliest reading. */
export type Confidence = 'documented' | 'secondary' | 'assumed';
/** The evidence for a row of data. */
export interface Provenance {
  /** The document, as an address where it has one. */
  readonly source: string;
  /** The day on which it was read, as an RFC 3339 date. */
  readonly asOf: string;
  /** How sure the row is as a whole. */
  readonly confidence: Confidence;
  /** What in the row is assumed although the rest is not. */
  readonly assumed: readonly string[];
}
