import { fromBase64, fromHex, toUtf8 } from './decode.js';

/** The tags of encodings: see `core/src/signature/binary/tags.rs`. */
const HEX = 0;
const BASE64 = 1;
const BASE64_URL = 2;
export const TEXT = 3;

/** The length of a signature in bytes, by the tag of its algorithm; undefined for a token. */
export function outputLength(algorithm: number): number | undefined {
  return [20, 32, 48, 64, 32][algorithm];
}

/** The number of characters of an encoded signature. */
export function encodedLength(encoding: number, bytes: number): number {
  if (encoding === HEX) return bytes * 2;
  if (encoding === BASE64) return Math.ceil(bytes / 3) * 4;
  return encoding === BASE64_URL ? Math.ceil((bytes * 4) / 3) : bytes;
}

/** The bytes of a signature; undefined if its encoding or its length is wrong. */
export function decodeSignature(encoding: number, algorithm: number, text: string): Uint8Array | undefined {
  let bytes: Uint8Array | undefined;
  if (encoding === HEX) bytes = fromHex(text);
  else if (encoding === BASE64) bytes = fromBase64(text, true);
  else if (encoding === BASE64_URL) bytes = fromBase64(text, text.endsWith('='), true);
  else bytes = toUtf8(text);
  const length = outputLength(algorithm);
  return bytes !== undefined && bytes.length > 0 && (length ?? bytes.length) === bytes.length ? bytes : undefined;
}
