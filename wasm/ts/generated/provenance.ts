// Made by `cargo run -p hookwright --example generate` from Rust types. Change those, not this file.

/** The confidence in a fact about a sender. */
export type Confidence =
  /** The sender does not document it; this is the most likely value. */
  | 'assumed'
  /** A source other than the sender says so. */
  | 'secondary'
  /** The sender's own documentation says so. */
  | 'documented';

/** The evidence for a row of data: every provider, scheme, event type and policy of the catalog has one. */
export interface Provenance {
  /** The document: a URL, if it has one. */
  readonly source: string;
  /** The day on which the source was read, as an RFC 3339 date. */
  readonly asOf: string;
  /** The confidence in the row as a whole. */
  readonly confidence: Confidence;
  /** The parts of the row that are assumed although the rest is not. */
  readonly assumed?: readonly string[] | undefined;
}
