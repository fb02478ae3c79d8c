import * as errors from './errors.js';
import { isWellFormed } from './text.js';

/**
 * The size limit of an allocation in wasm. Longer bodies must be refused here, because the boundary counts in 32 bits.
 */
const MAX_ALLOCATION = 2 ** 31 - 1;
/** The longest string of V8, in UTF-16 code units. Decoding never yields more units than there are bytes. */
export const MAX_STRING_LENGTH = 2 ** 29 - 24;
const encoder = new TextEncoder();
const bufferPrototype = (globalThis as { readonly Buffer?: { readonly prototype: object } }).Buffer?.prototype;
const byteLengthOf = getter(ArrayBuffer.prototype, 'byteLength');
/** Undefined if the runtime hides the class, as browsers do without cross-origin isolation. */
const sharedByteLengthOf =
  typeof SharedArrayBuffer === 'function' ? getter(SharedArrayBuffer.prototype, 'byteLength') : undefined;

/** The prototype of all typed arrays. */
const arrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);
/** The getters of a view that say where its bytes are. */
const PLACE = ['buffer', 'byteOffset', 'byteLength'];
const HIDEABLE = [...PLACE, 'length'];

/** Copies of shared memory that `verify` accepted, by the object that was passed as the body. */
const accepted = new WeakMap<object, Uint8Array>();
/** Whether shared memory has ever been copied. Few programs use it, so the others need not search for copies. */
let hasCopied = false;

/** The longest text that is not encoded in advance, in UTF-16 code units. */
const MAX_TEXT = 2 ** 26;

/**
 * Returns the bytes of a body, unchanged; strings are encoded as UTF-8. Shared memory is copied, because another thread
 * can change it between two reads: use the result for everything that follows.
 */
export function toBytes(body: unknown): Uint8Array {
  const bytes = typeof body === 'string' ? encode(body) : view(body);
  if (bytes.byteLength > MAX_ALLOCATION) throw errors.bodyTooLarge(bytes.byteLength);
  return accepts(byteLengthOf, bytes.buffer) ? bytes : copyOf(bytes);
}

/**
 * Like {@link toBytes}, but returns text that UTF-8 can represent unchanged, unless it is long, and usual bytes without
 * creating a view.
 */
export function toBody(body: unknown): Uint8Array | string {
  if (typeof body === 'string') return body.length <= MAX_TEXT && isWellFormed(body) ? body : toBytes(body);
  return isUsual(body) ? body : toBytes(body);
}

/** Whether a value is a `Uint8Array` or a `Buffer` of this realm in memory that is not shared, and not empty. */
function isUsual(body: unknown): body is Uint8Array {
  if (!ArrayBuffer.isView(body)) return false;
  const prototype: unknown = Object.getPrototypeOf(body);
  if (prototype !== Uint8Array.prototype && (bufferPrototype === undefined || prototype !== bufferPrototype))
    return false;
  // Own properties could hide the bytes that other code reads.
  if (HIDEABLE.some((name) => Object.hasOwn(body, name))) return false;
  // The length is 0 if the memory has been transferred, which `toBytes` reports.
  return body.byteLength > 0 && body.byteLength <= MAX_ALLOCATION && accepts(byteLengthOf, body.buffer);
}

/** Encodes text whose length has been checked. */
export function encodeBody(text: string): Uint8Array {
  return allocate(() => encoder.encode(text), text.length);
}

/**
 * Returns the bytes of a body. For shared memory, these are the bytes of the same object that were accepted last, if
 * there are any.
 */
export function toAcceptedBytes(body: unknown): Uint8Array {
  return (typeof body === 'object' && body !== null ? accepted.get(body) : undefined) ?? toBytes(body);
}

/** Remembers the copy that `toBytes` made of shared memory, after its signature was accepted. */
export function keepAccepted(body: unknown, bytes: Uint8Array | string): void {
  if (!hasCopied || typeof body !== 'object' || body === null || typeof bytes === 'string') return;
  const isCopy = bytes.buffer !== (ArrayBuffer.isView(body) ? body.buffer : body);
  if (isCopy) accepted.set(body, bytes);
}

/** Forgets the accepted copy of this object, because it is being verified again. */
export function forgetAccepted(body: unknown): void {
  if (hasCopied && typeof body === 'object' && body !== null) accepted.delete(body);
}

/**
 * Refuses bytes that are too long for a string. Decoding them throws an error of the runtime, or one that cannot be
 * caught.
 */
export function checkTextLength(bytes: Uint8Array): void {
  if (bytes.byteLength > MAX_STRING_LENGTH) throw errors.textTooLarge();
}

/**
 * Converts bytes to the type of the given body: a string, an `ArrayBuffer`, or an array of bytes of the same class. For
 * other views, a `Uint8Array` is returned.
 */
export function likeGiven<Given>(given: Given, bytes: Uint8Array<ArrayBuffer>): Given {
  let converted: unknown = bytes;
  if (typeof given === 'string') converted = decode(bytes);
  else if (!ArrayBuffer.isView(given)) converted = bytes.buffer;
  else if (hasFrom(given.constructor) && 'BYTES_PER_ELEMENT' in given && given.BYTES_PER_ELEMENT === 1) {
    converted = given.constructor.from(bytes);
  }
  return converted as Given;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  } catch {
    // Any bytes can be decoded, but the string may be too long.
    throw errors.textTooLarge();
  }
}

function hasFrom(type: object): type is { from(bytes: Uint8Array): unknown } {
  return typeof (type as { from?: unknown }).from === 'function';
}

function encode(text: string): Uint8Array {
  if (text.length > MAX_ALLOCATION) throw errors.bodyTooLong();
  if (!isWellFormed(text)) throw errors.bodyIsNotUnicode();
  return encodeBody(text);
}

function copyOf(bytes: Uint8Array): Uint8Array {
  const length = bytes.byteLength;
  const copy = allocate(() => new Uint8Array(length), length);
  copy.set(bytes);
  hasCopied = true;
  return copy;
}

/** Allocates bytes. The runtime may be out of memory. */
function allocate(make: () => Uint8Array, length: number): Uint8Array {
  try {
    return make();
  } catch {
    throw errors.bodyTooLarge(length);
  }
}

function view(body: unknown): Uint8Array {
  try {
    // A pooled Buffer is a view of a larger buffer, so offset and length matter. A detached buffer throws here.
    if (ArrayBuffer.isView(body)) return bytesIn(body);
    if (isBuffer(body)) return new Uint8Array(body);
  } catch {
    throw errors.bodyIsGone();
  }
  throw invalidBody(body);
}

/** The bytes of a view, whatever its own properties are. */
function bytesIn(view: ArrayBufferView): Uint8Array {
  const prototype: object = accepts(getter(arrayPrototype, 'byteLength'), view) ? arrayPrototype : DataView.prototype;
  const [memory, at, length] = PLACE.map((name) => getter(prototype, name)?.call(view));
  return new Uint8Array(memory as ArrayBuffer, at as number, length as number);
}

/** Whether the value is an `ArrayBuffer` or a `SharedArrayBuffer`, of any realm. */
function isBuffer(value: unknown): value is ArrayBuffer {
  if (typeof value !== 'object' || value === null) return false;
  return accepts(byteLengthOf, value) || accepts(sharedByteLengthOf, value);
}

type Getter = ((this: unknown) => unknown) | undefined;

function getter(prototype: object, name: string): Getter {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

/** Whether the getter accepts the value as an instance of its class. Proxies and imitations are not accepted. */
function accepts(getter: Getter, value: unknown): boolean {
  try {
    getter?.call(value);
    return getter !== undefined;
  } catch {
    return false;
  }
}

function invalidBody(body: unknown): TypeError {
  if (body === undefined || body === null) return errors.missingBody(body);
  if (typeof body !== 'object') return errors.notABody(body);
  const { pipe, getReader } = body as { readonly pipe?: unknown; readonly getReader?: unknown };
  const isStream = typeof pipe === 'function' || typeof getReader === 'function';
  return isStream ? errors.bodyIsAStream() : errors.parsedBody(body);
}
