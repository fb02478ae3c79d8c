import { errors } from './errors.js';

/**
 * Whether the core has thrown this error itself, as it does for misuse: then its call has ended in order. Everything else has
 * cut the call off: a trap, an exhausted call stack, an exception in the glue.
 */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof TypeError || error instanceof RangeError)) return false;
  const { code } = error as { readonly code?: unknown };
  // The codes of Node's own errors are in capitals.
  return typeof code === 'string' && /^[a-z][a-z0-9_]*$/.test(code);
}

/** What a call throws that was cut off. */
export function trapped(cause: unknown): Error {
  return isTooLong(cause) ? errors.textTooLarge() : errors.trapped(cause);
}

/** Whether the host has refused to make a string of this length. */
export function isTooLong(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  // Node's TextDecoder has a code. Others have only a message: "Invalid string length", "Out of memory", "string too long".
  return (
    code === 'ERR_STRING_TOO_LONG' || (error instanceof RangeError && /string (length|too long)/i.test(error.message))
  );
}
