import type { Body } from '../types/input.js';
import { toBytes } from './body.js';
import * as errors from './errors.js';

/** Returns the bytes of a body to send, with error messages for senders; those of `toBytes` are for receivers. */
export function toSentBytes(body: Body): Uint8Array<ArrayBuffer> {
  try {
    // Shared memory has been copied, so the buffer is always an `ArrayBuffer`.
    return toBytes(body) as Uint8Array<ArrayBuffer>;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== 'missing_body' && code !== 'parsed_body') throw error;
    throw errors.noBodyToSend(code, body);
  }
}
