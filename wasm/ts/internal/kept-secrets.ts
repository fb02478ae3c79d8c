import type { Algorithm } from '../generated/scheme.js';
import type { CoreSecrets } from '../hookwright.js';
import { hostCrypto } from './host-crypto.js';
import { type HostKeys, prepareHostKeys } from './host-keys.js';
import type { FlatSecrets } from './secrets.js';

const encoder = new TextEncoder();

/**
 * Secrets that are kept after a call. They are stored as bytes, because strings cannot be wiped, and as copies, because
 * the caller can change the original bytes.
 */
export class KeptSecrets {
  readonly #bytes: Uint8Array<ArrayBuffer>[] = [];
  readonly #flat: CoreSecrets = [];
  #hostKeys: HostKeys | null | undefined;

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

  /** The keys for the cryptography of the host, if they are prepared; null if it cannot use them. */
  get hostKeys(): HostKeys | null | undefined {
    return this.#hostKeys;
  }

  /**
   * Prepares the keys for the cryptography of the host.
   *
   * @param decode returns the bytes of the keys
   */
  prepareHostKeys(algorithm: Algorithm, decode: (flat: CoreSecrets) => readonly Uint8Array[]): HostKeys | null {
    this.#hostKeys = hostCrypto() === null ? null : (prepareHostKeys(algorithm, decode(this.flat())) ?? null);
    return this.#hostKeys;
  }

  /** Whether these are the same secrets, of the same kinds and with the same names. */
  isSame(secrets: FlatSecrets): boolean {
    if (secrets.length !== this.#flat.length) return false;
    for (let index = 0; index < secrets.length; index += 2) {
      const value = secrets[index];
      const kept = this.#bytes[index / 2];
      if (kept === undefined || secrets[index + 1] !== this.#flat[index + 1]) return false;
      if ((typeof value === 'string') !== this.#flat[index] instanceof ArrayBuffer) return false;
      if (!isSameValue(kept, value)) return false;
    }
    return true;
  }

  /** Overwrites the secrets. */
  wipe(): void {
    for (const bytes of this.#bytes) bytes.fill(0);
    for (const key of this.#hostKeys?.macs ?? []) key.wipe();
    this.#hostKeys = undefined;
  }
}

function isSameValue(kept: Uint8Array, value: string | Uint8Array | undefined): boolean {
  if (typeof value === 'string') return isSameText(kept, value);
  return value !== undefined && isSameBytes(kept, value);
}

function isSameText(kept: Uint8Array, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return isSameBytes(kept, encoder.encode(text));
    if (code !== kept[at]) return false;
  }
  return text.length === kept.length;
}

function isSameBytes(kept: Uint8Array, bytes: Uint8Array): boolean {
  if (bytes.length !== kept.length) return false;
  for (let at = 0; at < kept.length; at += 1) if (kept[at] !== bytes[at]) return false;
  return true;
}

/** Returns the bytes in a separate buffer, because an encoder may use a part of a larger one. */
function inOwnBuffer(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  const copy = bytes.slice();
  bytes.fill(0);
  return copy;
}
