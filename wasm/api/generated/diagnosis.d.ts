import type { DiagnosisCode } from './codes.js';
import type { SearchPart } from './ids.js';
/**
 * The result of a diagnosis. Like a `Rejection`, it is for the developer and never for the caller. Quotes from the
 * request are cut to 80 characters, and control characters in them are escaped.
 */
export interface Diagnosis {
  /** Whether `verify` accepts the delivery; then there are no causes. */
  readonly ok: boolean;
  /**
   * Possible causes, the most certain first. Never empty if the delivery is rejected: `unknown` is the cause if nothing
   * else fits.
   */
  readonly causes: readonly Cause[];
  /** The checks that were made, in order. */
  readonly checks: readonly Check[];
  /**
   * The parts of the search that the bounds on work or memory cut short or prevented, in order: some of `SearchPart`.
   * Empty for small deliveries; of a JSON body with many members, only the most likely variants are tried. If `match`
   * is one of them, the delivery is too large for a diagnosis, and `ok` is `false` although `verify` may accept it.
   */
  readonly skipped: readonly SearchPart[];
  /** The number of hypotheses that were tried: at most 12000. */
  readonly trials: number;
  /** The work that was done: at most 100000000, and the same for the same input. */
  readonly work: number;
}
/** A possible cause. */
export interface Cause {
  /** The cause. */
  readonly code: DiagnosisCode;
  /** The certainty of the cause. */
  readonly certainty: Certainty;
  /** The evidence, as a sentence. */
  readonly evidence: string;
  /** The remedy, in one or two sentences. */
  readonly remedy: string;
}
/** The certainty of a cause. */
export type Certainty =
  /** There is some evidence. */
  | 'possible'
  /** The cause is visible, but no signature proves it. */
  | 'likely'
  /** With this one change, the signature matches. */
  | 'proven';
/** A check that was made. */
export interface Check {
  /** The name of the check. */
  readonly name: CheckName;
  /** Whether the check passed. */
  readonly ok: boolean;
  /** The result, as a sentence. */
  readonly message: string;
}
/** The name of a check. */
export type CheckName =
  /** Whether the secrets are usable and have the form that the scheme expects. */
  | 'secrets'
  /** Whether the request has a well-formed signature. */
  | 'signature'
  /** Whether the timestamp is within the tolerance. */
  | 'timestamp'
  /** Whether the body looks unchanged. */
  | 'body'
  /** Whether the signature matches. */
  | 'match';
