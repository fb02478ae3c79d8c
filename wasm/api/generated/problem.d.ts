import type { ProblemCode } from './codes.js';
/** The severity of a `Problem`. */
export type Severity =
  /** For information; no action is needed. Unknown event types and fields are notes, because senders add them. */
  | 'note'
  /** The document is usable, but probably not what its author intended. */
  | 'warning'
  /** The document is not usable. */
  | 'error';
/** One problem of a document: what is wrong, where, and what to do about it. */
export interface Problem<Code extends string = ProblemCode> {
  /** A stable machine-readable code, in `snake_case`. */
  readonly code: Code;
  /** The severity. */
  readonly severity: Severity;
  /** The location, as a JSON Pointer (RFC 6901). Empty for the document as a whole. */
  readonly path: string;
  /** A message that says what is wrong and what to do about it. */
  readonly message: string;
}
