import { LONGEST_TEXT } from './body.js';
import { errors } from './errors.js';

/** How many bytes are made text at a time: a call takes only so many arguments. */
const CHUNK = 32_768;

/** Bytes as base64, which JSON can hold. */
export function toBase64(bytes: Uint8Array): string {
  if (bytes.length > (LONGEST_TEXT / 4) * 3) throw errors.textTooLarge();
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(text);
}

/** The bytes that base64 stands for. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Whether a text is base64 as {@link toBase64} writes it. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && !/[^A-Za-z\d+/=]|=(?!=?$)/.test(text);
}
