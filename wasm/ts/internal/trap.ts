import * as errors from './errors.js';

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
