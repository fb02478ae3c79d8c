import { type Bytes, bytesOf, copyBytes, writeLatin1, writeText } from './bytes.js';
import { currentCrossover, type Shape } from './host-crypto.js';
import type { DigestEncoding, HostCrypto, HostHash } from './node.js';

/** Where the content begins in {@link scratch}: after the longest block of a hash. */
const START = 128;
/** The longest content around a body, in bytes, and the longest body, in bytes or characters, that are hashed in one call. */
const MAX_AROUND = 8 * 1024;
const MAX_BODY = 64 * 1024;

let memory = new ArrayBuffer(0);
/** The inner block of a key, which ends at {@link START}, and then the content. */
let scratch: Bytes = new Uint8Array(memory);
let scratchKey: HmacKey | undefined;

/** Space for the content around a body. */
let textAround: Bytes = new Uint8Array(256);

/** The signed content around a body: the bytes before it, followed by those after it. */
export interface Around {
  readonly bytes: Bytes;
  readonly before: number;
  readonly length: number;
}

/** A key whose MACs the host computes. */
export class HmacKey {
  readonly #crypto: HostCrypto;
  readonly #shape: Shape;
  readonly #inner: Uint8Array;
  /** The outer block, and space for the inner digest. */
  readonly #outer: Uint8Array;
  #innerState: HostHash | undefined;
  #outerState: HostHash | undefined;

  /** @param key the bytes of the key, which are not kept */
  constructor(crypto: HostCrypto, shape: Shape, key: Uint8Array) {
    const { name, block, digest } = shape;
    this.#crypto = crypto;
    this.#shape = shape;
    this.#inner = new Uint8Array(block);
    this.#outer = new Uint8Array(block + digest);
    if (key.length <= block) this.#inner.set(key);
    else writeLatin1(this.#inner, 0, crypto.createHash(name).update(key).digest('latin1'));
    for (let at = 0; at < block; at += 1) {
      const byte = this.#inner[at] ?? 0;
      this.#inner[at] = byte ^ 0x36;
      this.#outer[at] = byte ^ 0x5c;
    }
  }

  /** Computes the MAC of a content. */
  mac({ bytes, before, length }: Around, body: Uint8Array | string, encoding: DigestEncoding): string {
    if (!isShort(body) || length > MAX_AROUND) {
      return this.#outerHash(this.#hashFromState(bytes, before, length, body), encoding);
    }
    this.#begin();
    copyBytes(bytes, 0, before, scratch, START);
    const end = writeBody(START + before, body);
    copyBytes(bytes, before, length, scratch, end);
    return this.#outerHash(this.#hash(end + length - before), encoding);
  }

  /** Computes the MAC of a content whose parts around the body are ASCII text. */
  macOfText(before: string, body: Uint8Array | string, after: string, encoding: DigestEncoding): string {
    const length = before.length + after.length;
    if (!isShort(body) || length > MAX_AROUND) {
      if (textAround.length < length) textAround = new Uint8Array(2 * length);
      writeLatin1(textAround, 0, before);
      writeLatin1(textAround, before.length, after);
      return this.#outerHash(this.#hashFromState(textAround, before.length, length, body), encoding);
    }
    this.#begin();
    writeLatin1(scratch, START, before);
    const end = writeBody(START + before.length, body);
    writeLatin1(scratch, end, after);
    return this.#outerHash(this.#hash(end + after.length), encoding);
  }

  /** Writes the inner block to {@link scratch}, unless it is there. */
  #begin(): void {
    if (scratchKey === this) return;
    if (scratch.length === 0) {
      // Three bytes of UTF-8 for each character. Memory that is never written takes no space.
      memory = new ArrayBuffer(START + MAX_AROUND + 3 * MAX_BODY);
      scratch = bytesOf(memory, 0, memory.byteLength);
    }
    scratch.set(this.#inner, START - this.#inner.length);
    scratchKey = this;
  }

  /** Hashes the inner block and the content, which ends at `end`. */
  #hash(end: number): string {
    const { block, name } = this.#shape;
    const start = START - block;
    // Not `subarray`, which takes twice as long for a `Buffer`.
    return this.#crypto.hash?.(name, new Uint8Array(memory, start, end - start), 'latin1') ?? '';
  }

  #outerHash(inner: string, encoding: DigestEncoding): string {
    const { block, name } = this.#shape;
    const outer = this.#outer;
    writeLatin1(outer, block, inner);
    if (this.#crypto.hash !== undefined) return this.#crypto.hash(name, outer, encoding);
    this.#outerState ??= this.#crypto.createHash(name).update(outer.subarray(0, block));
    return this.#outerState.copy().update(outer.subarray(block)).digest(encoding);
  }

  #hashFromState(bytes: Bytes, before: number, length: number, body: Uint8Array | string): string {
    this.#innerState ??= this.#crypto.createHash(this.#shape.name).update(this.#inner);
    const state = this.#innerState.copy();
    if (before > 0) state.update(bytes.subarray(0, before));
    if (typeof body === 'string') state.update(body, 'utf8');
    else state.update(body);
    if (length > before) state.update(bytes.subarray(before, length));
    return state.digest('latin1');
  }

  /** Overwrites the key. States of the host cannot be overwritten. */
  wipe(): void {
    this.#inner.fill(0);
    this.#outer.fill(0);
    this.#innerState = undefined;
    this.#outerState = undefined;
    if (scratchKey !== this) return;
    scratch.fill(0, 0, START);
    scratchKey = undefined;
  }
}

/** Writes a body to {@link scratch}, and returns where it ends. */
function writeBody(at: number, body: Uint8Array | string): number {
  if (typeof body === 'string') return writeText(scratch, at, body);
  scratch.set(body, at);
  return at + body.length;
}

/** Whether a body is hashed in one call. Text has to be encoded in any case, so it is worthwhile for longer ones. */
function isShort(body: Uint8Array | string): boolean {
  const { oneShot } = currentCrossover();
  const { length } = body;
  return length <= MAX_BODY && (typeof body === 'string' ? oneShot > 0 : length <= oneShot);
}
