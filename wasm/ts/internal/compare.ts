import { type Bytes, bytesOf } from './bytes.js';

/** The longest text that is compared in words: the signature of a usual delivery with its prefix. */
const MAX_LENGTH = 256;

/** Space for two texts. */
const memory = new ArrayBuffer(2 * MAX_LENGTH);
const words = new Int32Array(memory);
const left: Bytes = bytesOf(memory, 0, MAX_LENGTH);
const right: Bytes = bytesOf(memory, MAX_LENGTH, MAX_LENGTH);

/**
 * Compares a text from `start` on with a MAC, which is ASCII. The duration does not depend on where they differ.
 */
export function isSameText(text: string, start: number, mac: string): boolean {
  const length = text.length;
  if (length - start !== mac.length || mac.length === 0) return false;
  // Reading characters of strings one by one takes longer than all the rest.
  if (length > MAX_LENGTH || typeof left.utf8Write !== 'function' || typeof right.latin1Write !== 'function') {
    let difference = 0;
    for (let at = 0; at < mac.length; at += 1) difference |= text.charCodeAt(start + at) ^ mac.charCodeAt(at);
    return difference === 0;
  }
  // A character that is not ASCII differs, unless it does not fit.
  if (left.utf8Write(text, 0, length) !== length) return false;
  right.latin1Write(mac, start, mac.length);
  for (let at = 0; at < start; at += 1) right[at] = left[at] ?? 0;
  let difference = 0;
  const whole = length >> 2;
  for (let at = 0; at < whole; at += 1) difference |= (words[at] ?? 0) ^ (words[at + MAX_LENGTH / 4] ?? 0);
  for (let at = 4 * whole; at < length; at += 1) difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
  return difference === 0;
}
