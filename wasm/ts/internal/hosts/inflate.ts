import { inflateSync } from 'fflate';
import { builtin } from '../builtin.js';

/** Returns the bytes of a wasm module from its text: base64 of what DEFLATE has compressed. */
export function inflate(text: string): Uint8Array<ArrayBuffer> {
  const zlib = builtin('node:zlib');
  return zlib === undefined ? inflateSync(decode(text)) : zlib.inflateRawSync(decode(text));
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}
