import * as errors from './errors.js';

/** Checks a seed: an integer that both JavaScript and the core represent exactly. */
export function toSeed(seed: unknown): number | undefined {
  if (seed === undefined) return undefined;
  if (Number.isSafeInteger(seed) && (seed as number) >= 0) return seed as number;
  throw errors.notASeed();
}

const encoder = new TextEncoder();

/** Derives a seed from a text, the same everywhere: 32-bit FNV-1a of its UTF-8. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
