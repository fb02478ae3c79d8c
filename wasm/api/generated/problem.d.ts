import type { ProblemCode } from './ids.js';
/** How much a `Problem` matters. */
export type Severity =
  /** Worth knowing; nothing needs to be done. Unknown event types and fields are notes, because senders add them. */
  | 'note'
  /** It works, but it is probably not what was meant. */
  | 'warning'
  /** It does not work. */
  | 'error';
/** One thing that is wrong, where it is, and what to do about it. */
export interface Problem<Code extends string = ProblemCode> {
  /** A stable machine-readable code, in `snake_case`. */
  readonly code: Code;
  /** How much it matters. */
  readonly severity: Severity;
  /** Where it is, as a JSON Pointer (RFC 6901). Empty for the document as a whole. */
  readonly path: string;
  /** A sentence that says what to do. */
  readonly message: string;
}
