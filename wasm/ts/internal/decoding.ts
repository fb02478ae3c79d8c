import { builtin } from './builtin.js';
import { readAscii } from './bytes.js';
import type { HostBuffer } from './node.js';

/** From this length on, finding out that bytes are ASCII and copying them takes less time than decoding them. */
const LONG = 4096;

/** Both are created at the first use: Jest's jsdom does not have the class, and browsers do not have the module. */
let decoder: TextDecoder | undefined;
let buffer: HostBuffer | null | undefined;

/** Decodes UTF-8, without a byte order mark. Throws an error for other bytes. */
export function decode(bytes: Uint8Array): string {
  if (bytes.length >= LONG) {
    if (buffer === undefined) buffer = builtin('node:buffer') ?? null;
    const text = buffer?.isAscii?.(bytes) === true ? readAscii(bytes) : undefined;
    if (text !== undefined) return text;
  }
  decoder ??= new TextDecoder('utf-8', { fatal: true });
  return decoder.decode(bytes);
}
