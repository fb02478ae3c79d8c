import type { Verified } from '../generated/verdict.js';
import { bytesOf, readText } from './bytes.js';
import { hasScalarAt, type Json, valueAt } from './json-place.js';
import { isWellFormed } from './text.js';

/** Where a delivery has its id, if the id is in the body and the verdict does not depend on it. */
export interface BodyId {
  readonly path: readonly string[];
  readonly isSigned: boolean;
}

/** The core does not read longer bodies either. */
const MAX_READ = 2 ** 24;

/** Converts a JSON Pointer. */
export function toBodyId(pointer: string | null, isSigned: boolean): BodyId | undefined {
  return pointer === null ? undefined : { path: pathOf(pointer), isSigned };
}

/** Returns the names in a JSON Pointer. */
export function pathOf(pointer: string): readonly string[] {
  const path = pointer.slice(1).split('/');
  return path.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether a body has an id. It is only read as far as the id, because reading it all takes longer than verifying it. */
export function hasBodyId(body: Json, { path }: BodyId): boolean {
  return body.length <= MAX_READ && hasScalarAt(body, path);
}

/**
 * Replaces the id of a verdict by the one in the body, for which {@link hasBodyId} is true. It is read at the first access.
 * Bytes are copied, so that a later change of them has no effect. The id is undefined if the rest of the body is not valid.
 */
export function withBodyId(verdict: Verified, { path, isSigned }: BodyId, body: Json): Verified {
  const kept = typeof body === 'string' ? body : new Uint8Array(body);
  let found: { readonly id: string | undefined } | undefined;
  const id = () => {
    found ??= { id: readBodyId(textOf(kept), path) };
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

/** The body as text; empty if it is not UTF-8. */
function textOf(body: Json): string {
  if (typeof body === 'string') return body;
  const text = readText(bytesOf(body.buffer, body.byteOffset, body.length), body.length);
  // The replacement character is in the body, or replaces bytes that are not UTF-8, which two ids could share.
  if (!text.includes('\uFFFD')) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return '';
  }
}

/** The string at a path, or the number as it is written: numbers with the same value can be different ids. */
export function readBodyId(text: string, path: readonly string[]): string | undefined {
  if (isLong(text)) return undefined;
  try {
    JSON.parse(text);
    const value = valueAt(text, path);
    if (value === undefined || !/^["\d-]/.test(value)) return undefined;
    const id = value.startsWith('"') ? String(JSON.parse(value)) : value;
    return isWellFormed(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the core does not read a text. Its limit is in bytes of UTF-8. */
function isLong(text: string): boolean {
  if (text.length * 3 <= MAX_READ) return false;
  return text.length > MAX_READ || new TextEncoder().encode(text).length > MAX_READ;
}
