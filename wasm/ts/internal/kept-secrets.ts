import type { Algorithm } from '../generated/scheme.js';
import type { CoreSecrets } from '../hookwright.js';
import { hostCrypto, hostShape } from './host-crypto.js';
import { HmacKey } from './host-key.js';
import type { FlatSecrets } from './secrets.js';

const encoder = new TextEncoder();

/**
 * Secrets that are kept after a call. They are stored as bytes, because strings cannot be wiped, and as copies, because
 * the caller can change the original bytes.
 */
export class KeptSecrets {
  readonly #bytes: Uint8Array<ArrayBuffer>[] = [];
  readonly #flat: CoreSecrets = [];
  #hostKeys: readonly HmacKey[] | undefined;

  /** @param isRaw whether text is the key itself, as UTF-8, instead of an encoded secret */
  constructor(secrets: FlatSecrets, isRaw = false) {
    for (let index = 0; index < secrets.length; index += 2) {
      const value = secrets[index];
      const bytes = typeof value === 'string' ? inOwnBuffer(encoder.encode(value)) : new Uint8Array(value ?? []);
      this.#bytes.push(bytes);
      // The core reads an `ArrayBuffer` as text and a `Uint8Array` as a key.
      this.#flat.push(typeof value === 'string' && !isRaw ? bytes.buffer : bytes, secrets[index + 1]);
    }
  }

  /** The secrets in the form that the core takes: `[value, name, value, name, …]`. */
  flat(): CoreSecrets {
    return [...this.#flat];
  }

  /** The keys for the cryptography of the host, if they are prepared. */
  get hostKeys(): readonly HmacKey[] | undefined {
    return this.#hostKeys;
  }

  /**
   * Prepares the keys for the cryptography of the host. Returns undefined if it cannot compute MACs of this algorithm.
   *
   * @param decode returns the bytes of the keys, which are overwritten
   */
  prepareHostKeys(
    algorithm: Algorithm,
    decode: (flat: CoreSecrets) => readonly Uint8Array[],
  ): readonly HmacKey[] | undefined {
    const crypto = hostCrypto();
    const shape = hostShape(algorithm);
    if (crypto === null || shape === undefined) return undefined;
    this.#hostKeys = decode(this.flat()).map((key) => {
      const made = new HmacKey(crypto, shape, key);
      key.fill(0);
      return made;
    });
    return this.#hostKeys;
  }

  /** Whether these are the same secrets, of the same kinds and with the same names. */
  isSame(secrets: FlatSecrets): boolean {
    if (secrets.length !== this.#flat.length) return false;
    for (let index = 0; index < secrets.length; index += 2) {
      const [value, kept] = [secrets[index], this.#bytes[index / 2]];
      if (kept === undefined || secrets[index + 1] !== this.#flat[index + 1]) return false;
      if ((typeof value === 'string') !== this.#flat[index] instanceof ArrayBuffer) return false;
      if (!isSameValue(kept, value)) return false;
    }
    return true;
  }

  /** Overwrites the secrets. */
  wipe(): void {
    for (const bytes of this.#bytes) bytes.fill(0);
    for (const key of this.#hostKeys ?? []) key.wipe();
    this.#hostKeys = undefined;
  }
}

function isSameValue(kept: Uint8Array, value: string | Uint8Array | undefined): boolean {
  const bytes = typeof value === 'string' && !isAscii(value) ? encoder.encode(value) : value;
  if (bytes === undefined || bytes.length !== kept.length) return false;
  for (let at = 0; at < kept.length; at += 1) {
    if (kept[at] !== (typeof bytes === 'string' ? bytes.charCodeAt(at) : bytes[at])) return false;
  }
  return true;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= 0x80) return false;
  return true;
}

/** Returns the bytes in a separate buffer, because an encoder may use a part of a larger one. */
function inOwnBuffer(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  const copy = bytes.slice();
  bytes.fill(0);
  return copy;
}
