import { errors } from './errors.js';
import { isWellFormed } from './text.js';

/** No allocation in wasm is larger. Longer bodies have to be refused here, because the boundary counts in 32 bits. */
const LARGEST = 2 ** 31 - 1;
/** The longest string of V8, in UTF-16 units. Decoded bytes are never more units than bytes. */
export const LONGEST_TEXT = 2 ** 29 - 24;
const encoder = new TextEncoder();
const byteLengthOf = byteLengthGetter(ArrayBuffer);
/** Undefined where the host hides the class, as browsers do without cross-origin isolation. */
const sharedByteLengthOf = typeof SharedArrayBuffer === 'function' ? byteLengthGetter(SharedArrayBuffer) : undefined;

/** Copies of shared memory that have been accepted, by the object that was given as the body. */
const accepted = new WeakMap<object, Uint8Array>();

/**
 * The bytes of a body, as they are; text becomes UTF-8. Shared memory is copied, because another thread can change it between
 * two readings: whoever calls this must use the result for everything.
 */
export function toBytes(body: unknown): Uint8Array {
  const bytes = typeof body === 'string' ? encode(body) : view(body);
  if (bytes.byteLength > LARGEST) throw errors.bodyTooLarge(bytes.byteLength);
  return has(byteLengthOf, bytes.buffer) ? bytes : copyOf(bytes);
}

/** The bytes of a body: of shared memory, those that have been accepted last for this object, if there are any. */
export function toAcceptedBytes(body: unknown): Uint8Array {
  return (typeof body === 'object' && body !== null ? accepted.get(body) : undefined) ?? toBytes(body);
}

/** Remembers what `toBytes` has copied out of shared memory, and a signature has been found good for. */
export function keepAccepted(body: unknown, bytes: Uint8Array): void {
  if (typeof body !== 'object' || body === null) return;
  const isCopy = bytes.buffer !== (ArrayBuffer.isView(body) ? body.buffer : body);
  if (isCopy) accepted.set(body, bytes);
}

/** Forgets what was accepted for this object: it is checked again. */
export function forgetAccepted(body: unknown): void {
  if (typeof body === 'object' && body !== null) accepted.delete(body);
}

/** Refuses bytes that would be too long as text. Decoding them throws an error of the host's own, or none that can be caught. */
export function checkTextLength(bytes: Uint8Array): void {
  if (bytes.byteLength > LONGEST_TEXT) throw errors.textTooLarge();
}

/**
 * Other bytes in the shape of the body that was given: text, an `ArrayBuffer`, or an array of bytes of the same class.
 * Any other view gives way to a `Uint8Array`.
 */
export function likeGiven<Given>(given: Given, bytes: Uint8Array<ArrayBuffer>): Given {
  let shaped: unknown = bytes;
  if (typeof given === 'string') shaped = decode(bytes);
  else if (!ArrayBuffer.isView(given)) shaped = bytes.buffer;
  else if (hasFrom(given.constructor) && 'BYTES_PER_ELEMENT' in given && given.BYTES_PER_ELEMENT === 1) {
    shaped = given.constructor.from(bytes);
  }
  return shaped as Given;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  } catch {
    // Any bytes can be decoded. What cannot be made is a string of this length.
    throw errors.textTooLarge();
  }
}

function hasFrom(type: object): type is { from(bytes: Uint8Array): unknown } {
  return typeof (type as { from?: unknown }).from === 'function';
}

function encode(text: string): Uint8Array {
  if (text.length > LARGEST) throw errors.bodyTooLong();
  if (!isWellFormed(text)) throw errors.bodyIsNotUnicode();
  return allocate(() => encoder.encode(text), text.length);
}

function copyOf(bytes: Uint8Array): Uint8Array {
  const length = bytes.byteLength;
  const copy = allocate(() => new Uint8Array(length), length);
  copy.set(bytes);
  return copy;
}

/** Makes bytes, for which the host may have no memory. */
function allocate(make: () => Uint8Array, length: number): Uint8Array {
  try {
    return make();
  } catch {
    throw errors.bodyTooLarge(length);
  }
}

function view(body: unknown): Uint8Array {
  try {
    // A pooled Buffer is a window on a larger buffer, so offset and length matter. A detached buffer throws here.
    if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
    if (isBuffer(body)) return new Uint8Array(body);
  } catch {
    throw errors.bodyIsGone();
  }
  throw wrong(body);
}

/** An `ArrayBuffer` or a `SharedArrayBuffer`, of whichever realm. */
function isBuffer(value: unknown): value is ArrayBuffer {
  if (typeof value !== 'object' || value === null) return false;
  return has(byteLengthOf, value) || has(sharedByteLengthOf, value);
}

type Getter = ((this: unknown) => unknown) | undefined;

function byteLengthGetter(buffer: { readonly prototype: object }): Getter {
  return Object.getOwnPropertyDescriptor(buffer.prototype, 'byteLength')?.get;
}

/** Whether the getter takes the value for one of its class, which no proxy and no imitation is. */
function has(getter: Getter, value: unknown): boolean {
  try {
    getter?.call(value);
    return getter !== undefined;
  } catch {
    return false;
  }
}

function wrong(body: unknown): TypeError {
  if (body === undefined || body === null) return errors.missingBody(body);
  if (typeof body !== 'object') return errors.notABody(body);
  const { pipe, getReader } = body as { readonly pipe?: unknown; readonly getReader?: unknown };
  const isStream = typeof pipe === 'function' || typeof getReader === 'function';
  return isStream ? errors.bodyIsAStream() : errors.parsedBody(body);
}
