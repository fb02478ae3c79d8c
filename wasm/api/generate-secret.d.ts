import type { GeneratedSecret } from './generated/secret.js';
import type { SchemeSelector } from './types/input.js';
/** The options of {@link generateSecret}. */
export type GenerateOptions = SchemeSelector & {
  /** The number of random bytes. By default 32. Schemes with Ed25519 require 32. */
  readonly bytes?: number | undefined;
};
/**
 * Generates a random secret in the scheme's format.
 *
 * @throws TypeError with a `code` for misuse: `secret_not_made_here` for RSA and ECDSA, whose keys are generated with
 * `openssl genpkey`
 * @example
 * generateSecret({ provider: 'standard' }); // { secret: 'whsec_…' }
 * generateSecret({ scheme: 'standard/v1a' }); // { secret: 'whsk_…', publicKey: 'whpk_…' }
 */
export declare function generateSecret(options: GenerateOptions): GeneratedSecret;
