import type { Signer } from './types/input.js';
/** What {@link generateSecret} takes. */
export type GenerateOptions = Signer & {
  /** How many random bytes, by default 32. Schemes for which Ed25519 signs take no other number. */
  readonly bytes?: number | undefined;
};
/** A new secret. */
export interface GeneratedSecret {
  /** What signs; where there is no `publicKey`, what verifies too. Show it once, and keep it where secrets are kept. */
  readonly secret: string;
  /** What verifies, where that is another key. It need not be kept secret. */
  readonly publicKey?: string;
}
/**
 * Makes a secret in the form that the scheme's secrets have, from the host's randomness.
 *
 * @throws TypeError with a `code`, if it is called wrongly: `secret_not_made_here` for RSA and ECDSA, for whose keys there
 * is `openssl genpkey`
 * @example
 * generateSecret({ provider: 'standard' }); // { secret: 'whsec_…' }
 * generateSecret({ scheme: 'standard/v1a' }); // { secret: 'whsk_…', publicKey: 'whpk_…' }
 */
export declare function generateSecret(options: GenerateOptions): GeneratedSecret;
