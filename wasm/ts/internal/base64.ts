import { MAX_STRING_LENGTH } from './body.js';
import * as errors from './errors.js';

/** The number of bytes per call, because the number of arguments of a call is limited. */
const CHUNK = 32_768;

/** Encodes bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  if (bytes.length > (MAX_STRING_LENGTH / 4) * 3) throw errors.textTooLarge();
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(text);
}

/** Decodes base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Whether a text has the format that {@link toBase64} writes. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && !/[^A-Za-z\d+/=]|=(?!=?$)/.test(text);
}
