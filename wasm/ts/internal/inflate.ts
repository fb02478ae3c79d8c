import inflateSlowly from 'tiny-inflate';
import { builtin } from './builtin.js';
import type { Host } from './node.js';

/** A wasm module as text: base64 of what DEFLATE has compressed. */
export interface ModuleText {
  readonly text: string;
  /** The length of the module, in bytes. */
  readonly size: number;
}

/** Returns the bytes of a module. */
export function inflate({ text, size }: ModuleText): Uint8Array<ArrayBuffer> {
  return builtin('node:zlib')?.inflateRawSync(decode(text)) ?? inflateSlowly(decode(text), new Uint8Array(size));
}

/** Returns the bytes of a module, and does not block the thread where the host can do so. */
export async function inflateLater(given: ModuleText): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const compressed = new Blob([decode(given.text)]).stream();
    const response = new Response(compressed.pipeThrough(new DecompressionStream('deflate-raw')));
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    // Safari before 16.4, for example, does not have `DecompressionStream`.
    return inflate(given);
  }
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as Host;
  if (Buffer !== undefined) return Buffer.from(text, 'base64');
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}
