import type { Algorithm } from '../generated/scheme.js';
import { hostCrypto, hostShape } from './host-crypto.js';
import { HmacKey } from './host-key.js';
import { type PublicKey, publicKey } from './host-public-key.js';

/** The keys of a verifier for the cryptography of the host, in the order of the secrets. */
export interface HostKeys {
  /** The keys of an HMAC; empty for other algorithms. */
  readonly macs: readonly HmacKey[];
  /** Public keys; empty for other algorithms. */
  readonly publics: readonly PublicKey[];
}

/**
 * Prepares keys. Returns undefined if the host cannot use them.
 *
 * @param keys the bytes of the keys, which are overwritten
 */
export function prepareHostKeys(algorithm: Algorithm, keys: readonly Uint8Array[]): HostKeys | undefined {
  const host = hostCrypto();
  const shape = hostShape(algorithm);
  if (host !== null && shape !== undefined) {
    const macs = keys.map((key) => new HmacKey(host, shape, key));
    for (const key of keys) key.fill(0);
    return { macs, publics: [] };
  }
  const publics = keys.map((key) => publicKey(algorithm, key)).filter((key) => key !== undefined);
  return publics.length === keys.length ? { macs: [], publics } : undefined;
}
