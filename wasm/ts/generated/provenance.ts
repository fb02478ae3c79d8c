// Made by `cargo run -p hookwright --example generate` from Rust types. Change those, not this file.

/** How sure a fact about a provider is. */
export type Confidence =
  /** The provider documents nothing; this is the most likely reading. */
  | 'assumed'
  /** A source other than the provider says so. */
  | 'secondary'
  /** The provider's own documentation says so. */
  | 'documented';

/** The evidence for a row of data: every provider, scheme, event type and policy of the catalog has one. */
export interface Provenance {
  /** The document: a URL, if it has one. */
  readonly source: string;
  /** The day on which the source was read, as an RFC 3339 date. */
  readonly asOf: string;
  /** How sure the row is as a whole. */
  readonly confidence: Confidence;
  /** The parts of the row that are assumed although the rest is not. */
  readonly assumed: readonly string[];
}
