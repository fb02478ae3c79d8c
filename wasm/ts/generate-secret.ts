import type { GeneratedSecret } from './generated/secret.js';
import * as errors from './internal/errors.js';
import { core } from './internal/instance.js';
import { optionNames, readOptions } from './internal/options.js';
import { toScheme } from './internal/signer.js';
import type { SchemeSelector } from './types/input.js';

/** The options of {@link generateSecret}. */
export type GenerateOptions = SchemeSelector & {
  /** The number of random bytes. By default 32. Schemes with Ed25519 require 32. */
  readonly bytes?: number | undefined;
};

const OPTIONS = optionNames<GenerateOptions>({ provider: true, scheme: true, bytes: true });

/** The limit of `getRandomValues`, in bytes. */
const MAX_BYTES = 65_536;

/**
 * Generates a random secret in the scheme's format.
 *
 * @throws TypeError with a `code` for misuse: `secret_not_made_here` for RSA and ECDSA, whose keys are generated with
 * `openssl genpkey`
 * @example
 * generateSecret({ provider: 'standard' }); // { secret: 'whsec_…' }
 * generateSecret({ scheme: 'standard/v1a' }); // { secret: 'whsk_…', publicKey: 'whpk_…' }
 */
export function generateSecret(options: GenerateOptions): GeneratedSecret {
  const given = readOptions('generateSecret', options, OPTIONS);
  const scheme = toScheme('generateSecret', given);
  const { bytes = 32 } = given;
  if (typeof bytes !== 'number' || !Number.isInteger(bytes) || bytes < 0 || bytes > MAX_BYTES) {
    throw errors.notAByteCount(bytes);
  }
  const random = globalThis.crypto.getRandomValues(new Uint8Array(bytes));
  try {
    return core().generateSecret(scheme.text, random);
  } finally {
    random.fill(0);
  }
}
