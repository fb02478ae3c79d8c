import { errors } from './errors.js';

/** A seed, if there is one: a whole number that both sides can hold. */
export function toSeed(seed: unknown): number | undefined {
  if (seed === undefined) return undefined;
  if (Number.isSafeInteger(seed) && (seed as number) >= 0) return seed as number;
  throw errors.notASeed();
}

const encoder = new TextEncoder();

/** A seed that belongs to a text, the same everywhere: FNV-1a with 32 bits over its UTF-8. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
