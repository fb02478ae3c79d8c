import type { DiagnosisCode, SearchPart } from './ids.js';
/**
 * What was found out: for the developer, like a `Rejection`, and never for the caller. What it quotes of the request is
 * cut to 80 characters, and what could move a terminal's cursor is escaped.
 */
export interface Diagnosis {
  /** Whether the delivery is good after all; then there are no causes. */
  readonly ok: boolean;
  /**
   * What may be wrong, the best explanation first. Never empty where the delivery is not good: `unknown` stands where
   * nothing fits.
   */
  readonly causes: readonly Cause[];
  /** What was looked at, in order. */
  readonly checks: readonly Check[];
  /**
   * The parts of the search that were left out or cut short, because the bound on the work or on memory did not allow
   * more, in the order in which they came: some of `SearchPart`. Empty for deliveries of ordinary size. Where `match`
   * is among them, the delivery is larger than what a diagnosis checks, and `ok` is `false` although `verify` may
   * accept it.
   */
  readonly skipped: readonly SearchPart[];
  /** The number of hypotheses that were tried: at most 6000. */
  readonly trials: number;
  /** The work that was done: at most 100000000, and the same for the same input. */
  readonly work: number;
}
/** One explanation. */
export interface Cause {
  /** A stable code; `DiagnosisCode` lists them. */
  readonly code: DiagnosisCode;
  /** How sure it is. */
  readonly certainty: Certainty;
  /** What speaks for it, in a sentence. */
  readonly evidence: string;
  /** What to do about it, in a sentence or two. */
  readonly remedy: string;
}
/** How sure an explanation is. */
export type Certainty =
  /** Something points to it. */
  | 'possible'
  /** It can be seen, though no signature proves it. */
  | 'likely'
  /** With this one thing put right, the signature matches. */
  | 'proven';
/** One thing that was looked at. */
export interface Check {
  /** What it is. */
  readonly name: CheckName;
  /** Whether it is as it should be. */
  readonly ok: boolean;
  /** What was seen, in a sentence. */
  readonly message: string;
}
/** What can be looked at. */
export type CheckName =
  /** Whether the secrets can be used, and are written as those of the scheme are. */
  | 'secrets'
  /** Whether the request has a well-formed signature. */
  | 'signature'
  /** Whether the timestamp is within the tolerance. */
  | 'timestamp'
  /** Whether the body looks as it was sent. */
  | 'body'
  /** Whether the signature matches. */
  | 'match';
