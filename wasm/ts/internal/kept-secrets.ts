import type { CoreSecrets } from '../hookwright.js';
import type { FlatSecrets } from './secrets.js';

const encoder = new TextEncoder();

/**
 * Secrets that are kept after a call. They are stored as bytes, because strings cannot be wiped, and as copies, because
 * the caller can change the original bytes.
 */
export class KeptSecrets {
  readonly #bytes: Uint8Array<ArrayBuffer>[] = [];
  readonly #flat: CoreSecrets = [];

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

  /** Overwrites the secrets. */
  wipe(): void {
    for (const bytes of this.#bytes) bytes.fill(0);
  }
}

/** Returns the bytes in a separate buffer, because an encoder may use a part of a larger one. */
function inOwnBuffer(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  const copy = bytes.slice();
  bytes.fill(0);
  return copy;
}
