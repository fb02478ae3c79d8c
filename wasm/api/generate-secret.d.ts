import type { GeneratedSecret } from './generated/secret.js';
import type { Signer } from './types/input.js';
/** What {@link generateSecret} takes. */
export type GenerateOptions = Signer & {
  /** How many random bytes, by default 32. Schemes for which Ed25519 signs take no other number. */
  readonly bytes?: number | undefined;
};
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
