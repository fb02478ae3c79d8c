import type { RejectionCode, SecretWarningCode } from './codes.js';
/** The verdict for a genuine delivery. */
export interface Verified {
  readonly ok: true;
  /** The secret that matched. */
  readonly key: MatchedKey;
  /** The delivery's id, if the scheme has one. */
  readonly id?: string;
  /**
   * Whether the id is signed. If it is not, anyone who has seen the delivery can send it again with another id, so
   * remembering ids does not prevent replays. Present if `id` is.
   */
  readonly idSigned?: boolean;
  /** When the delivery was signed, in milliseconds since the epoch, if the scheme has a timestamp. */
  readonly timestampMs?: number;
  /**
   * The parts of the body that are not signed, the same for every delivery of a scheme. `['body']` means everything in
   * the body that the scheme's content does not name. Absent if the whole body is signed. SECURITY.md lists the
   * schemes.
   */
  readonly unsigned?: readonly string[];
  /** Warnings about the secrets: a short key, white space or quotes that are part of a key, or a private key. */
  readonly warnings?: readonly SecretWarning[];
}
/** The secret that matched. */
export interface MatchedKey {
  /** Its position in the given list, counted from 0. */
  readonly index: number;
  /** Its name, if one was given. */
  readonly name?: string;
}
/** A property of a secret that is probably a mistake. */
export interface SecretWarning {
  /** The kind of problem. */
  readonly code: SecretWarningCode;
  /** The secret: `/secrets/0` and so on. */
  readonly path: string;
  /** The problem and its remedy. It contains nothing of the secret. */
  readonly message: string;
}
/** The verdict for a rejected delivery: answer with 401 and no reason. */
export interface Rejected {
  readonly ok: false;
  /** The reason, for programs. */
  readonly code: RejectionCode;
  /** The reason and its likely cause, for your log. It contains neither the secret nor the expected signature. */
  readonly message: string;
  /** Warnings about the secrets, which may be the cause: white space or quotes that are part of a key, for example. */
  readonly warnings?: readonly SecretWarning[];
}
/** The verdict on a delivery. */
export type Verdict = Verified | Rejected;
