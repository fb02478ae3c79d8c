import type { SimpleShape } from '../generated/core.js';
import type { ReadDelivery } from './delivery.js';
import type { HmacKey } from './host-key.js';
import type { Found } from './lookup.js';
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

/** The value of a field that appears several times, or that is missing. */
const SEVERAL: null = null;
const MISSING: undefined = undefined;

/** An id that no rule of the core can reject, and in which it changes nothing. */
const ORDINARY_ID = /^[\w-]+$/;
/** A time in seconds with as many digits as the current one. */
const ORDINARY_TIME = /^[1-9]\d{9}$/;
const FIRST_ORDINARY_MS = 1e12;

/**
 * Recognizes genuine deliveries in which every value is as the sender writes it, with a MAC of the host. There is then
 * nothing to interpret. The core decides about all other deliveries: this never rejects one.
 */
export class Shortcut {
  readonly #shape: SimpleShape;
  readonly #encoding: DigestEncoding | undefined;
  readonly #signature: readonly number[];
  readonly #id: readonly number[];
  readonly #timestamp: readonly number[];
  /** The template before and after the body. */
  readonly #before: readonly string[];
  readonly #after: readonly string[];

  /** @param names the header fields that the scheme reads, in lower case */
  constructor(shape: SimpleShape, names: ReadonlySet<string>) {
    const positions = [...names];
    const toPositions = (headers: readonly string[]) => headers.map((name) => positions.indexOf(name.toLowerCase()));
    this.#shape = shape;
    // The text of the template is written as ASCII.
    const isAscii = /^[ -~]*$/.test(shape.content);
    this.#encoding = shape.encoding === 'text' || !isAscii ? undefined : shape.encoding;
    this.#signature = toPositions(shape.signature);
    this.#id = toPositions(shape.id);
    this.#timestamp = toPositions(shape.timestamp);
    const [before = '', after = ''] = shape.content.split('{body}');
    this.#before = toPieces(before);
    this.#after = toPieces(after);
  }

  /** Returns undefined if the core has to decide. `keys` is empty for public keys. */
  recognize(delivery: ReadDelivery, [past, future]: Sides, keys: readonly HmacKey[]): Recognized | undefined {
    const { fields, nowMs, body } = delivery;
    const encoding = this.#encoding;
    const { prefix, idSigned } = this.#shape;
    const signature = only(fields, this.#signature);
    if (encoding === undefined || typeof signature !== 'string' || !signature.startsWith(prefix)) return undefined;
    const id = only(fields, this.#id);
    if (id === SEVERAL || (id !== MISSING && !ORDINARY_ID.test(id))) return undefined;
    let signedMs = Number.NaN;
    const timestamp = only(fields, this.#timestamp);
    if (this.#timestamp.length > 0) {
      if (typeof timestamp !== 'string' || !ORDINARY_TIME.test(timestamp)) return undefined;
      signedMs = Number(timestamp) * 1000;
      const ageMs = nowMs - signedMs;
      if (nowMs < FIRST_ORDINARY_MS || nowMs >= 10 * FIRST_ORDINARY_MS) return undefined;
      if (ageMs > (past ?? this.#shape.pastMs ?? Infinity)) return undefined;
      if (-ageMs > (future ?? this.#shape.futureMs ?? Infinity)) return undefined;
    }
    const before = fill(this.#before, id, timestamp);
    const after = fill(this.#after, id, timestamp);
    if (before === undefined || after === undefined) return undefined;
    for (let index = 0; index < keys.length; index += 1) {
      const mac = keys[index]?.macOfText(before, body, after, encoding) ?? '';
      if (isSame(signature, prefix.length, mac)) return { index, id, idSigned: id !== MISSING && idSigned, signedMs };
    }
    return undefined;
  }
}

/** Splits a part of a template into text and fields. */
function toPieces(template: string): string[] {
  return template.split(/(\{id\}|\{timestamp\})/).filter((piece) => piece !== '');
}

/** A part of the content; undefined if a value is missing. */
function fill(pieces: readonly string[], id: string | undefined, timestamp: unknown): string | undefined {
  let text = '';
  for (const piece of pieces) {
    let value: unknown = piece;
    if (piece === '{id}') value = id;
    else if (piece === '{timestamp}') value = timestamp;
    if (typeof value !== 'string') return undefined;
    text += value;
  }
  return text;
}

/** The value of a field that appears once under one of its names. */
function only(fields: Found, positions: readonly number[]): string | typeof MISSING | typeof SEVERAL {
  let value: string | undefined;
  for (let index = 0; index < fields.length; index += 2) {
    if (!positions.includes(Number(fields[index]))) continue;
    if (value !== undefined) return SEVERAL;
    value = String(fields[index + 1]);
  }
  return value;
}

/** Compares the rest of a text with a MAC. The duration does not depend on where they differ. */
function isSame(text: string, start: number, mac: string): boolean {
  if (text.length - start !== mac.length || mac.length === 0) return false;
  let difference = 0;
  for (let at = 0; at < mac.length; at += 1) difference |= text.charCodeAt(start + at) ^ mac.charCodeAt(at);
  return difference === 0;
}
