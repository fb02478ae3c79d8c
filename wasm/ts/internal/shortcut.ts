import type { SimpleShape } from '../generated/core.js';
import { encodeBody } from './body.js';
import { decodeCanonical } from './bytes.js';
import { isHexOf, isSameText } from './compare.js';
import type { ReadDelivery } from './delivery.js';
import type { HmacKey } from './host-key.js';
import type { HostKeys } from './host-keys.js';
import type { PublicKey } from './host-public-key.js';
import type { DigestEncoding } from './node.js';

/** The limits of a verifier, in milliseconds; undefined if those of the scheme apply. */
type Sides = readonly [past: number | undefined, future: number | undefined];

/** What a shortcut finds out about a genuine delivery. */
export interface Recognized {
  /** The key that matched. */
  readonly index: number;
  readonly id: string | undefined;
  readonly idSigned: boolean;
  /** `NaN` if the scheme has no timestamp. */
  readonly signedMs: number;
}

/** What a header field contains. */
const SIGNATURE = 1;
const ID = 2;
const TIMESTAMP = 4;

/** An id that no rule of the core can reject, and in which it changes nothing. */
const ORDINARY_ID = /^[\w-]+$/;
/** A time in seconds with as many digits as the current one. */
const ORDINARY_TIME = /^[1-9]\d{9}$/;
const FIRST_ORDINARY_MS = 1e12;

const NO_MATCH = -1;

/**
 * Recognizes genuine deliveries in which every value is as the sender writes it, with a MAC or a public key of the host.
 * There is then nothing to interpret. The core decides about all other deliveries: this never rejects one.
 */
export class Shortcut {
  readonly #prefix: string;
  readonly #idSigned: boolean;
  readonly #pastMs: number;
  readonly #futureMs: number;
  readonly #encoding: DigestEncoding | undefined;
  /** What each of the header fields contains, as a sum. */
  readonly #contents: readonly number[];
  readonly #item: SimpleShape['item'];
  readonly #isTimed: boolean;
  /** The template before and after the body. */
  readonly #before: readonly (string | number)[];
  readonly #after: readonly (string | number)[];

  /** @param names the header fields that the scheme reads, in lower case */
  constructor(shape: SimpleShape, names: ReadonlySet<string>) {
    const { encoding, content, item, timestamp } = shape;
    this.#prefix = shape.prefix;
    this.#idSigned = shape.idSigned;
    this.#pastMs = shape.pastMs ?? Infinity;
    this.#futureMs = shape.futureMs ?? Infinity;
    // The text of the template is written as ASCII.
    const isAscii = /^[ -~]*$/.test(content);
    this.#encoding = encoding === 'text' || !isAscii ? undefined : encoding;
    const has = (headers: readonly string[], name: string) => headers.some((each) => each.toLowerCase() === name);
    this.#contents = [...names].map(
      (name) =>
        (has(shape.signature, name) ? SIGNATURE : 0) +
        (has(shape.id, name) ? ID : 0) +
        (has(timestamp, name) ? TIMESTAMP : 0),
    );
    this.#item = item;
    this.#isTimed = item !== null || timestamp.length > 0;
    const [before = '', after = ''] = content.split('{body}');
    this.#before = toPieces(before);
    this.#after = toPieces(after);
  }

  /** Returns undefined if the core has to decide. */
  recognize(delivery: ReadDelivery, limits: Sides, keys: HostKeys): Recognized | undefined {
    const { fields, nowMs, body } = delivery;
    let signature: string | undefined;
    let id: string | undefined;
    let timestamp: string | undefined;
    for (let index = 0; index < fields.length; index += 2) {
      const contains = this.#contents[fields[index] as number] ?? 0;
      const value = fields[index + 1] as string;
      if ((contains & SIGNATURE) !== 0) {
        if (signature !== undefined) return undefined;
        signature = value;
      }
      if ((contains & ID) !== 0) {
        if (id !== undefined) return undefined;
        id = value;
      }
      if ((contains & TIMESTAMP) !== 0) {
        if (timestamp !== undefined) return undefined;
        timestamp = value;
      }
    }
    if (signature === undefined || (id !== undefined && !ORDINARY_ID.test(id))) return undefined;
    if (this.#item !== null) {
      const items = this.#readItems(signature, this.#item);
      if (items === undefined) return undefined;
      [timestamp, signature] = items;
    }
    let signedMs = Number.NaN;
    if (this.#isTimed) {
      if (timestamp === undefined || !ORDINARY_TIME.test(timestamp)) return undefined;
      signedMs = Number(timestamp) * 1000;
      if (!this.#isRecent(nowMs, signedMs, limits)) return undefined;
    }
    const before = fill(this.#before, id, timestamp);
    const after = fill(this.#after, id, timestamp);
    if (before === undefined || after === undefined || !signature.startsWith(this.#prefix)) return undefined;
    const index =
      keys.macs.length > 0
        ? this.#findMac(signature, before, body, after, keys.macs)
        : this.#findPublicKey(signature, before, body, after, keys.publics);
    return index < 0 ? undefined : { index, id, idSigned: id !== undefined && this.#idSigned, signedMs };
  }

  #isRecent(nowMs: number, signedMs: number, limits: Sides): boolean {
    if (nowMs < FIRST_ORDINARY_MS || nowMs >= 10 * FIRST_ORDINARY_MS) return false;
    const ageMs = nowMs - signedMs;
    return ageMs <= (limits[0] ?? this.#pastMs) && -ageMs <= (limits[1] ?? this.#futureMs);
  }

  /** The time and the signature of a list that has one of each, without whitespace. */
  #readItems(list: string, [separator, timePrefix]: readonly [string, string]): [string, string] | undefined {
    // A comma before whitespace separates items in any list. The core reads such lists.
    if (list.includes(', ') || list.includes(',\t')) return undefined;
    let time: string | undefined;
    let signature: string | undefined;
    for (let at = 0; at < list.length; ) {
      const found = list.indexOf(separator, at);
      const end = found < 0 ? list.length : found;
      if (list.startsWith(this.#prefix, at)) {
        if (signature !== undefined) return undefined;
        signature = list.slice(at, end);
      } else if (list.startsWith(timePrefix, at)) {
        if (time !== undefined) return undefined;
        time = list.slice(at + timePrefix.length, end);
      } else if (list.charCodeAt(at) <= 0x20) {
        return undefined;
      }
      at = end + 1;
    }
    return time === undefined || signature === undefined ? undefined : [time, signature];
  }

  #findMac(
    signature: string,
    before: string,
    body: Uint8Array | string,
    after: string,
    keys: readonly HmacKey[],
  ): number {
    const encoding = this.#encoding;
    if (encoding === undefined) return NO_MATCH;
    const isHex = encoding === 'hex';
    const start = this.#prefix.length;
    for (let index = 0; index < keys.length; index += 1) {
      const mac = keys[index]?.macOfText(before, body, after, isHex ? 'latin1' : encoding) ?? '';
      if (isHex ? isHexOf(signature, start, mac) : isSameText(signature, start, mac)) return index;
    }
    return NO_MATCH;
  }

  #findPublicKey(
    signature: string,
    before: string,
    body: Uint8Array | string,
    after: string,
    keys: readonly PublicKey[],
  ): number {
    const encoding = this.#encoding;
    if (encoding !== 'base64' && encoding !== 'hex') return NO_MATCH;
    const decoded = decodeCanonical(signature.slice(this.#prefix.length), encoding);
    if (decoded === undefined) return NO_MATCH;
    const content = joined(before, body, after);
    return keys.findIndex((key) => key.accepts(content, decoded));
  }
}

function joined(before: string, body: Uint8Array | string, after: string): Uint8Array {
  if (typeof body === 'string') return encodeBody(before + body + after);
  if (before === '' && after === '') return body;
  const content = new Uint8Array(before.length + body.length + after.length);
  content.set(encodeBody(before));
  content.set(body, before.length);
  content.set(encodeBody(after), before.length + body.length);
  return content;
}

/** Splits a part of a template into text and fields. */
function toPieces(template: string): (string | number)[] {
  const pieces = template.split(/(\{id\}|\{timestamp\})/).filter((piece) => piece !== '');
  // Compared, because a lookup in an object would also find the members of `Object.prototype`.
  return pieces.map((piece) => {
    if (piece === '{id}') return ID;
    return piece === '{timestamp}' ? TIMESTAMP : piece;
  });
}

function valueOfField(field: number, id: string | undefined, timestamp: string | undefined): string | undefined {
  return field === ID ? id : timestamp;
}

/** A part of the content; undefined if a value is missing. */
function fill(
  pieces: readonly (string | number)[],
  id: string | undefined,
  timestamp: string | undefined,
): string | undefined {
  let text = '';
  for (const piece of pieces) {
    const value = typeof piece === 'string' ? piece : valueOfField(piece, id, timestamp);
    if (value === undefined) return undefined;
    text += value;
  }
  return text;
}
