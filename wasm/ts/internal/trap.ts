import type { CoreFailure } from '../types/errors.js';
import { outOfRange } from './misuse.js';

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
  if (isTooLong(cause)) return textTooLarge();
  const message =
    'the core stopped in the middle of this call; its memory was discarded, and further calls work. Reduce the size of ' +
    'the input or the depth of the call stack; if neither is large, report this as a bug';
  return failure('core_trapped', message, cause);
}

/** What a service throws whose memory was discarded. */
export function lost(): Error {
  const message =
    'this service was lost when the core stopped in the middle of a call; create another one, from the last `save()` if ' +
    'there is one';
  return failure('service_lost', message, undefined);
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

/** What is thrown instead: hosts have errors of their own for it, without a stable code. */
export function textTooLarge(): RangeError {
  return outOfRange(
    'body_too_large',
    'the body is larger than the longest string of this host; limit what your server reads',
  );
}

function failure(code: CoreFailure, message: string, cause: unknown): Error {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code });
}
