import type { Verified } from '../generated/verdict.js';
import { bytesOf, readText } from './bytes.js';

/** Where a delivery has its id, if the id is in the body and the verdict does not depend on it. */
export interface BodyId {
  readonly path: readonly string[];
  readonly isSigned: boolean;
}

/** The core does not read longer bodies either. */
const MAX_READ = 2 ** 24;

/** Converts a JSON Pointer. */
export function toBodyId(pointer: string | null, isSigned: boolean): BodyId | undefined {
  if (pointer === null) return undefined;
  const path = pointer.slice(1).split('/');
  return { path: path.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~')), isSigned };
}

/**
 * Adds the id in the body to the verdict on a body that the host has hashed. It is read at the first access, because
 * reading takes longer than verifying. The text is kept, so that a later change of the bytes has no effect.
 */
export function withBodyId(verdict: Verified, { path, isSigned }: BodyId, body: Uint8Array | string): Verified {
  const text =
    typeof body === 'string' ? body : readText(bytesOf(body.buffer, body.byteOffset, body.length), body.length);
  // A name can also be written with escapes.
  const isVisible = text.includes(JSON.stringify(path.at(-1)));
  if (!isVisible && (!text.includes('\\u') || readBodyId(text, path) === undefined)) return verdict;
  let found: { readonly id: string | undefined } | undefined;
  const id = () => {
    found ??= { id: readBodyId(text, path) };
    return found.id;
  };
  // Descriptors without a prototype, because members of `Object.prototype` must not change them.
  const getter = (get: () => unknown): PropertyDescriptor =>
    Object.assign(Object.create(null), { get, enumerable: true, configurable: true });
  Object.defineProperty(verdict, 'id', getter(id));
  return Object.defineProperty(
    verdict,
    'idSigned',
    getter(() => (id() === undefined ? undefined : isSigned)),
  );
}

/** The text or the integer at a path. */
export function readBodyId(text: string, path: readonly string[]): string | undefined {
  // The replacement character stands for bytes that are not UTF-8, which two ids could share.
  if (text.length > MAX_READ || text.includes('\uFFFD')) return undefined;
  try {
    let value: unknown = JSON.parse(text);
    for (const name of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
      value = (value as Record<string, unknown>)[name];
    }
    // Two large integers can be the same number, and must not be taken for the same id.
    return typeof value === 'string' || Number.isSafeInteger(value) ? String(value) : undefined;
  } catch {
    return undefined;
  }
}
