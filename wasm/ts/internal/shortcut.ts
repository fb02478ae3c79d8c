import type { SimpleShape } from '../generated/core.js';
import type { ReadDelivery } from './delivery.js';
import type { Around, HmacKey } from './host-key.js';
import type { Found } from './lookup.js';
import type { DigestEncoding } from './node.js';

const NOTHING: Around = { bytes: new Uint8Array(), before: 0, length: 0 };

/** What a shortcut finds out: the key that matched, and the id. */
export interface Recognized {
  readonly index: number;
  readonly id: string | undefined;
}

/**
 * Recognizes genuine deliveries of schemes that sign the body and nothing else, with a MAC of the host. The signature is
 * exactly what the sender writes, and appears once, so there is nothing to parse and no policy to apply. The core
 * decides about all other deliveries: this never rejects one.
 */
export class Shortcut {
  readonly #at: number;
  readonly #idAt: number;
  readonly #prefix: string;
  readonly #encoding: DigestEncoding | undefined;

  /** @param names the header fields that the scheme reads, in lower case */
  constructor({ header, id, prefix, encoding }: SimpleShape, names: ReadonlySet<string>) {
    const positions = [...names];
    this.#at = positions.indexOf(header.toLowerCase());
    this.#idAt = id === null ? -1 : positions.indexOf(id.toLowerCase());
    this.#prefix = prefix;
    this.#encoding = encoding === 'text' ? undefined : encoding;
  }

  /** Returns undefined if the core has to decide. */
  recognize(delivery: ReadDelivery, keys: readonly HmacKey[]): Recognized | undefined {
    const encoding = this.#encoding;
    const signature = only(delivery.fields, this.#at);
    const prefix = this.#prefix;
    if (encoding === undefined || signature === undefined || !signature.startsWith(prefix)) return undefined;
    const id = this.#idAt < 0 ? undefined : only(delivery.fields, this.#idAt);
    // The core removes whitespace, and ignores the id if there are several.
    if (id === undefined ? has(delivery.fields, this.#idAt) : !isPlain(id)) return undefined;
    for (let index = 0; index < keys.length; index += 1) {
      const mac = keys[index]?.mac(NOTHING, delivery.body, encoding) ?? '';
      if (isSame(signature, prefix.length, mac)) return { index, id };
    }
    return undefined;
  }
}

/** The value of a field that appears once. */
function only(fields: Found, at: number): string | undefined {
  let value: string | undefined;
  for (let index = 0; index < fields.length; index += 2) {
    if (fields[index] !== at) continue;
    if (value !== undefined) return undefined;
    value = String(fields[index + 1]);
  }
  return value;
}

function has(fields: Found, at: number): boolean {
  for (let index = 0; index < fields.length; index += 2) if (fields[index] === at) return true;
  return false;
}

/** Whether a text consists of visible ASCII characters. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code >= 0x7f) return false;
  }
  return text.length > 0;
}

/** Compares the rest of a text with a MAC. The duration does not depend on where they differ. */
function isSame(text: string, start: number, mac: string): boolean {
  if (text.length - start !== mac.length || mac.length === 0) return false;
  let difference = 0;
  for (let at = 0; at < mac.length; at += 1) difference |= text.charCodeAt(start + at) ^ mac.charCodeAt(at);
  return difference === 0;
}
