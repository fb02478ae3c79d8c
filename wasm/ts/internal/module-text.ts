import type { Host } from './node.js';

/** A wasm module as text: base64 of its compressed form. */
export interface ModuleText {
  readonly text: string;
  /** The length of the module, in bytes. */
  readonly size: number;
}

/** Returns the compressed form of a module. */
export function decoded({ text }: ModuleText): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as Host;
  if (Buffer !== undefined) return Buffer.from(text, 'base64');
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}
