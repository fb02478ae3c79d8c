import type { Body } from '../types/input.js';
import { toBytes } from './body.js';
import { errors } from './errors.js';

/** The bytes of a body to send. The messages of `toBytes` are for receivers. */
export function toSentBytes(body: Body): Uint8Array<ArrayBuffer> {
  try {
    // What is in shared memory has been copied, so that no other buffer than an `ArrayBuffer` is left.
    return toBytes(body) as Uint8Array<ArrayBuffer>;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== 'missing_body' && code !== 'parsed_body') throw error;
    throw errors.noBodyToSend(code, body);
  }
}
