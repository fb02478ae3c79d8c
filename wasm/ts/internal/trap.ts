import { errors } from './errors.js';

/**
 * Whether the core threw this error deliberately, for misuse, which leaves its instance intact. Any other error aborted
 * the call: a trap, an exhausted call stack, or an exception in the generated code.
 */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof TypeError || error instanceof RangeError)) return false;
  const { code } = error as { readonly code?: unknown };
  // The codes of Node's errors are in upper case.
  return typeof code === 'string' && /^[a-z][a-z0-9_]*$/.test(code);
}

/** Returns the error of a call that was aborted. */
export function trapped(cause: unknown): Error {
  return isTooLong(cause) ? errors.textTooLarge() : errors.trapped(cause);
}

/** Whether the runtime refused to create a string of this length. */
export function isTooLong(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  // Node's TextDecoder has a code. Other runtimes only have a message: "Invalid string length", "Out of memory",
  // "string too long".
  return (
    code === 'ERR_STRING_TOO_LONG' || (error instanceof RangeError && /string (length|too long)/i.test(error.message))
  );
}
