import type { Algorithm } from '../generated/scheme.js';
import { hostCrypto } from './host-crypto.js';
import type { HostPublicKey } from './node.js';

/** The names of the algorithms in `node:crypto`. Those of Ed25519 do not name a hash. */
const NAMES: { readonly [Name in Algorithm]?: string | null } = {
  ed25519: null,
  'ecdsa-p256-sha256': 'sha256',
  'rsa-pkcs1-sha256': 'sha256',
};

/** A public key with which the host checks signatures. */
export class PublicKey {
  readonly #algorithm: string | null;
  readonly #key: HostPublicKey;

  constructor(algorithm: string | null, key: HostPublicKey) {
    this.#algorithm = algorithm;
    this.#key = key;
  }

  /** Whether the host accepts a signature. If not, the core checks it as well. */
  accepts(content: Uint8Array, signature: Uint8Array): boolean {
    try {
      return hostCrypto()?.verify(this.#algorithm, content, this.#key, signature) === true;
    } catch {
      return false;
    }
  }
}

/** Returns a key for the host from its SubjectPublicKeyInfo; undefined if the host cannot use it. */
export function publicKey(algorithm: Algorithm, info: Uint8Array): PublicKey | undefined {
  const name = NAMES[algorithm];
  const host = hostCrypto();
  if (name === undefined || host === null) return undefined;
  try {
    return new PublicKey(name, host.createPublicKey({ key: info, format: 'der', type: 'spki' }));
  } catch {
    return undefined;
  }
}
