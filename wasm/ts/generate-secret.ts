import type { GeneratedSecret } from './generated/secret.js';
import { errors } from './internal/errors.js';
import { core } from './internal/instance.js';
import { optionNames, readOptions } from './internal/options.js';
import { toScheme } from './internal/signer.js';
import type { Signer } from './types/input.js';

/** What {@link generateSecret} takes. */
export type GenerateOptions = Signer & {
  /** How many random bytes, by default 32. Schemes for which Ed25519 signs take no other number. */
  readonly bytes?: number | undefined;
};

const OPTIONS = optionNames<GenerateOptions>({ provider: true, scheme: true, bytes: true });

/** The most that `getRandomValues` gives at once. */
const MOST = 65_536;

/**
 * Makes a secret in the form that the scheme's secrets have, from the host's randomness.
 *
 * @throws TypeError with a `code`, if it is called wrongly: `secret_not_made_here` for RSA and ECDSA, for whose keys there
 * is `openssl genpkey`
 * @example
 * generateSecret({ provider: 'standard' }); // { secret: 'whsec_…' }
 * generateSecret({ scheme: 'standard/v1a' }); // { secret: 'whsk_…', publicKey: 'whpk_…' }
 */
export function generateSecret(options: GenerateOptions): GeneratedSecret {
  const given = readOptions('generateSecret', options, OPTIONS);
  const scheme = toScheme('generateSecret', given);
  const { bytes = 32 } = given;
  if (typeof bytes !== 'number' || !Number.isInteger(bytes) || bytes < 0 || bytes > MOST) {
    throw errors.notAByteCount(bytes);
  }
  const random = globalThis.crypto.getRandomValues(new Uint8Array(bytes));
  try {
    return core().generateSecret(scheme.text, random);
  } finally {
    random.fill(0);
  }
}
