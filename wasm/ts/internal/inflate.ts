import inflateSlowly from 'tiny-inflate';
import { builtin } from './builtin.js';
import { decoded, type ModuleText } from './module-text.js';

/** Returns the bytes of a module that DEFLATE has compressed. */
export function inflate(given: ModuleText): Uint8Array<ArrayBuffer> {
  const compressed = decoded(given);
  return builtin('node:zlib')?.inflateRawSync(compressed) ?? inflateSlowly(compressed, new Uint8Array(given.size));
}
