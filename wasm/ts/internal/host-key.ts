import { type Bytes, bytesOf, copyBytes, writeLatin1, writeText } from './bytes.js';
import { currentCrossover, type Shape } from './host-crypto.js';
import type { DigestEncoding, HostCrypto, HostHash } from './node.js';

/** Where the content begins in {@link scratch}: after the longest block of a hash. */
const START = 128;
/** The longest content around a body, and the longest body, that are hashed in one call. */
const MAX_AROUND = 8 * 1024;
const MAX_BODY = 64 * 1024;

/** The inner block of a key, which ends at {@link START}, and then the content. */
let scratch: Bytes | undefined;
let scratchKey: HmacKey | undefined;

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
  mac(around: Around, body: Uint8Array | string, encoding: DigestEncoding): string {
    const isShort = isShortBody(body) && around.length <= MAX_AROUND;
    const { block, name } = this.#shape;
    const inner = isShort ? this.#hash(around, body) : this.#hashFromState(around, body);
    writeLatin1(this.#outer, block, inner);
    if (this.#crypto.hash !== undefined) return this.#crypto.hash(name, this.#outer, encoding);
    this.#outerState ??= this.#crypto.createHash(name).update(this.#outer.subarray(0, block));
    return this.#outerState.copy().update(this.#outer.subarray(block)).digest(encoding);
  }

  #hash({ bytes, before, length }: Around, body: Uint8Array | string): string {
    const { block, name } = this.#shape;
    scratch ??= bytesOf(new ArrayBuffer(START + MAX_AROUND + MAX_BODY), 0, START + MAX_AROUND + MAX_BODY);
    if (scratchKey !== this) {
      scratch.set(this.#inner, START - block);
      scratchKey = this;
    }
    copyBytes(bytes, 0, before, scratch, START);
    let end = START + before;
    if (typeof body === 'string') {
      end = writeText(scratch, end, body);
    } else {
      scratch.set(body, end);
      end += body.length;
    }
    copyBytes(bytes, before, length, scratch, end);
    const content = scratch.subarray(START - block, end + length - before);
    return this.#crypto.hash?.(name, content, 'latin1') ?? '';
  }

  #hashFromState({ bytes, before, length }: Around, body: Uint8Array | string): string {
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
    scratch?.fill(0, 0, START);
    scratchKey = undefined;
  }
}

/** Whether a body is hashed in one call. Text has to be encoded in any case, so it is worthwhile for longer ones. */
function isShortBody(body: Uint8Array | string): boolean {
  const { oneShot } = currentCrossover();
  return typeof body === 'string'
    ? oneShot > 0 && 3 * body.length <= MAX_BODY
    : body.length <= Math.min(oneShot, MAX_BODY);
}
