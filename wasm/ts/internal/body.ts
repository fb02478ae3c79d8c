import { describe, misuse, outOfRange } from './misuse.js';
import { isWellFormed } from './text.js';

/** No allocation in wasm is larger. Longer bodies have to be refused here, because the boundary counts in 32 bits. */
const LARGEST = 2 ** 31 - 1;
const encoder = new TextEncoder();
const byteLengthOf = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get;

/** The bytes of a body, as they are; text becomes UTF-8. */
export function toBytes(body: unknown): Uint8Array {
  const bytes = typeof body === 'string' ? encode(body) : view(body);
  if (bytes.byteLength > LARGEST) {
    const message = `a body of ${bytes.byteLength} bytes is too large; limit what your server reads`;
    throw outOfRange('body_too_large', message);
  }
  return bytes;
}

/**
 * Other bytes in the shape of the body that was given: text, an `ArrayBuffer`, or an array of bytes of the same class.
 * Any other view gives way to a `Uint8Array`.
 */
export function likeGiven<Given>(given: Given, bytes: Uint8Array<ArrayBuffer>): Given {
  let shaped: unknown = bytes;
  if (typeof given === 'string') shaped = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  else if (!ArrayBuffer.isView(given)) shaped = bytes.buffer;
  else if (hasFrom(given.constructor) && 'BYTES_PER_ELEMENT' in given && given.BYTES_PER_ELEMENT === 1) {
    shaped = given.constructor.from(bytes);
  }
  return shaped as Given;
}

function hasFrom(constructor: Function): constructor is Function & { from(bytes: Uint8Array): unknown } {
  return typeof (constructor as { from?: unknown }).from === 'function';
}

function encode(text: string): Uint8Array {
  if (text.length > LARGEST) throw outOfRange('body_too_large', 'the body is too large');
  if (!isWellFormed(text)) {
    const message =
      '`body` is a string with half of a surrogate pair, which no bytes can stand for; pass the raw bytes';
    throw misuse('invalid_body', message);
  }
  return encoder.encode(text);
}

function view(body: unknown): Uint8Array {
  try {
    // A pooled Buffer is a window on a larger buffer, so offset and length matter. A detached buffer throws here.
    if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
    if (isBuffer(body)) return new Uint8Array(body);
  } catch {
    throw misuse('invalid_body', '`body` is on a buffer that has been transferred elsewhere; its bytes are gone');
  }
  throw wrong(body);
}

/** An `ArrayBuffer` of whichever realm, or a `SharedArrayBuffer`. */
function isBuffer(value: unknown): value is ArrayBuffer {
  if (typeof value !== 'object' || value === null) return false;
  if (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer) return true;
  try {
    byteLengthOf?.call(value);
    return true;
  } catch {
    return false;
  }
}

function wrong(body: unknown): TypeError {
  if (body === undefined || body === null) {
    return misuse(
      'missing_body',
      `\`body\` is ${describe(body)}: nothing has read the request's body, or it has none. With Express, put ` +
        'express.raw({ type: () => true }) before the handler, and pass `req.body ?? ""`',
    );
  }
  if (typeof body !== 'object') {
    const message = `\`body\` must be a string, a Uint8Array, an ArrayBuffer or a view of one, not ${describe(body)}`;
    return misuse('invalid_body', message);
  }
  if (
    typeof (body as { pipe?: unknown }).pipe === 'function' ||
    typeof (body as { getReader?: unknown }).getReader === 'function'
  ) {
    const message =
      '`body` is a stream; read it first: `await request.arrayBuffer()`, or express.raw({ type: () => true })';
    return misuse('invalid_body', message);
  }
  return misuse(
    'parsed_body',
    `\`body\` is ${describe(body)} and no bytes: a middleware such as express.json() has parsed it, and what was ` +
      'signed are the raw bytes. For this route, use express.raw({ type: () => true }) before any other body parser ' +
      'and pass `req.body`; do not use JSON.stringify, which gives other bytes',
  );
}
