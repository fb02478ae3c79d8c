import * as errors from './errors.js';
import { toFields } from './headers.js';

/** Header fields as `[position of the name, value, position, value, …]`. */
export type Found = (number | string)[];

/** Names that are longer are looked up in the general way. */
const MAX_LENGTH = 64;

/**
 * Finds the header fields that a scheme reads, without copying the others. The fields are those of `toFields`, for which
 * the core decides which of them apply and what repeated fields mean.
 */
export class Lookup {
  readonly #wanted: ReadonlySet<string>;
  /** The names in lower case, in the order of the scheme. */
  readonly #names: readonly string[];
  /** The lengths of the names, because most other names have other lengths. */
  readonly #lengths = new Uint8Array(MAX_LENGTH);
  readonly #shortest: number;
  readonly #isSimple: boolean;

  /** @param wanted names in lower case */
  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
    // As names of members, so that the runtime compares them with others by their addresses.
    this.#names = [...wanted].flatMap((name) => Object.keys({ [name]: true }));
    // A `Headers` object has several values of `Set-Cookie`.
    this.#isSimple = this.#names.every((name) => name.length < MAX_LENGTH && name !== 'set-cookie');
    for (const name of wanted) this.#lengths[name.length] = 1;
    this.#shortest = Math.min(...this.#names.map((name) => name.length));
  }

  /** Returns the fields with these names. */
  find(headers: unknown): Found {
    if (this.#isSimple && typeof headers === 'object' && headers !== null && !isIterable(headers)) {
      const prototype: object | null = Object.getPrototypeOf(headers);
      if (prototype === Object.prototype || prototype === null) {
        if (!('forEach' in headers) || !Object.hasOwn(headers, 'forEach')) return this.#inObject(headers);
      } else if (isHeaders(headers, prototype)) {
        return this.#inHeaders(headers);
      }
    }
    const found: Found = [];
    const fields = toFields(headers, this.#wanted);
    for (let index = 0; index < fields.length; index += 2) {
      const at = this.#position(fields[index] ?? '');
      if (at >= 0) found.push(at, fields[index + 1] ?? '');
    }
    return found;
  }

  #inObject(headers: object): Found {
    const found: Found = [];
    const lengths = this.#lengths;
    const shortest = this.#shortest;
    for (const name of Object.keys(headers)) {
      const { length } = name;
      if (length < shortest || (lengths[length] !== 1 && !isPadded(name))) continue;
      const at = this.#position(name);
      if (at === MISSING) continue;
      const value: unknown = (headers as Record<string, unknown>)[name];
      if (typeof value === 'string') {
        if (at >= 0) found.push(at, value);
      } else {
        this.#addAll(found, at, name, value);
      }
    }
    return found;
  }

  #addAll(found: Found, at: number, name: string, value: unknown): void {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each === undefined || each === null) continue;
      if (typeof each !== 'string') throw errors.headerValue(name, each);
      if (at >= 0) found.push(at, each);
    }
  }

  #inHeaders(headers: Headers): Found {
    const found: Found = [];
    for (let at = 0; at < this.#names.length; at += 1) {
      const value = headers.get(this.#names[at] ?? '');
      if (value !== null) found.push(at, value);
    }
    return found;
  }

  /** The position of a name; negative if it is not wanted. */
  #position(name: string): number {
    const names = this.#names;
    for (let at = 0; at < names.length; at += 1) if (names[at] === name) return at;
    const at = names.indexOf(name.trim().toLowerCase());
    // The core only knows letters of ASCII, and does not remove a byte order mark.
    return at >= 0 && /[\u212A\uFEFF]/.test(name) ? IGNORED : at;
  }
}

/** Whether an object has an iterator that is not the one of its class. `in` is the fastest test for a missing one. */
function isIterable(headers: object): boolean {
  return Symbol.iterator in headers && Object.hasOwn(headers, Symbol.iterator);
}

const MISSING = -1;
/** A name that JavaScript reads as a wanted one, and the core does not. */
const IGNORED = -2;

/** Whether a name may begin or end with whitespace, which is not a part of it. */
function isPadded(name: string): boolean {
  const first = name.charCodeAt(0);
  const last = name.charCodeAt(name.length - 1);
  return first <= 0x20 || first >= 0x7f || last <= 0x20 || last >= 0x7f;
}

/** The class `Headers`. It is not read before there is an object of it, because Node then loads it. */
let headersClass: { readonly prototype: object; readonly get: unknown; readonly iterator: unknown } | undefined;

/** Whether an object is a `Headers` object whose methods are those of its class. */
function isHeaders(headers: object, prototype: object): headers is Headers {
  if (headersClass === undefined) {
    const tag: unknown = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag)?.value;
    if (tag !== 'Headers' || typeof Headers !== 'function' || Headers.prototype !== prototype) return false;
    headersClass = { prototype, get: Headers.prototype.get, iterator: Headers.prototype[Symbol.iterator] };
  }
  return (
    prototype === headersClass.prototype &&
    Headers.prototype.get === headersClass.get &&
    Headers.prototype[Symbol.iterator] === headersClass.iterator &&
    !Object.hasOwn(headers, 'get')
  );
}
