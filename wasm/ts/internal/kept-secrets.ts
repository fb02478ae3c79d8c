import type { CoreSecrets } from '../hookwright.js';
import type { FlatSecrets } from './secrets.js';

const encoder = new TextEncoder();

/**
 * Secrets that outlive a call. They are kept as bytes and not as strings, which cannot be wiped, and copied, because bytes can
 * change where they came from.
 */
export class KeptSecrets {
  readonly #bytes: Uint8Array<ArrayBuffer>[] = [];
  readonly #flat: CoreSecrets = [];

  /** @param isRaw whether text is a key itself, as its UTF-8 */
  constructor(secrets: FlatSecrets, isRaw = false) {
    for (let index = 0; index < secrets.length; index += 2) {
      const value = secrets[index];
      const bytes = typeof value === 'string' ? whole(encoder.encode(value)) : new Uint8Array(value ?? []);
      this.#bytes.push(bytes);
      // The core takes an `ArrayBuffer` as text, and a `Uint8Array` as a key.
      this.#flat.push(typeof value === 'string' && !isRaw ? bytes.buffer : bytes, secrets[index + 1]);
    }
  }

  /** The secrets, as the core takes them: `[value, name, value, name, …]`. */
  flat(): CoreSecrets {
    return [...this.#flat];
  }

  /** Overwrites them. */
  wipe(): void {
    for (const bytes of this.#bytes) bytes.fill(0);
  }
}

/** The same bytes, in a buffer of their own: an encoder may use a part of a larger one. */
function whole(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength === bytes.buffer.byteLength) return bytes;
  const copy = bytes.slice();
  bytes.fill(0);
  return copy;
}
