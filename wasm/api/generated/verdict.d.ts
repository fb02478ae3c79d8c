import type { RejectionCode, SecretWarningCode } from './codes.js';
/** The delivery is what it claims to be. */
export interface Verified {
  readonly ok: true;
  /** The secret that matched. */
  readonly key: MatchedKey;
  /** The delivery's id, where the scheme has one. */
  readonly id?: string;
  /**
   * Whether the id is signed. If it is not, anyone who has seen the delivery can send it again under another id, so
   * that remembering ids does not prevent a replay. Present where `id` is.
   */
  readonly idSigned?: boolean;
  /** When it was signed, in milliseconds since the epoch, where the scheme says that. */
  readonly timestampMs?: number;
  /**
   * What of the body is not signed, the same for every delivery of a scheme: `['body']` stands for everything in the
   * body that the scheme's content does not name. Absent where the whole body is signed. SECURITY.md lists the schemes.
   */
  readonly unsigned?: readonly string[];
  /** What to look at although it works: a short key, white space or quotes that are part of one, or a private key. */
  readonly warnings?: readonly SecretWarning[];
}
/** The secret that matched. */
export interface MatchedKey {
  /** Counted from 0 in the order given. */
  readonly index: number;
  /** Its name, if it was given one. */
  readonly name?: string;
}
/** Something about a secret that is probably not meant to be. */
export interface SecretWarning {
  /** What, for a program. */
  readonly code: SecretWarningCode;
  /** Which secret: `/secrets/0` and so on. */
  readonly path: string;
  /** What to do about it. It contains nothing of the secret. */
  readonly message: string;
}
/** The delivery is refused: answer 401 and no reason. */
export interface Rejected {
  readonly ok: false;
  /** Why, for a program. */
  readonly code: RejectionCode;
  /**
   * Why, and what to look at, for the log. It contains neither the secret nor the signature that would have been right.
   */
  readonly message: string;
}
/** The verdict on a delivery. */
export type Verdict = Verified | Rejected;
