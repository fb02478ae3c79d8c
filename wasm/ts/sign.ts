import { core } from './internal/instance.js';
import { readOptions } from './internal/options.js';
import { toSecrets } from './internal/secrets.js';
import { SIGNER, UNSIGNED } from './internal/sign-options.js';
import { toScheme } from './internal/signer.js';
import { signBy } from './internal/signing.js';
import type { Body } from './types/input.js';
import type { SignOptions } from './types/sign.js';
import type { Signed } from './types/signed.js';

const OPTIONS = [...SIGNER, ...UNSIGNED];

/**
 * Signs a delivery as the sender does. Keys that are shorter than the scheme's specification requires are refused.
 *
 * RSA signing is not blinded: its timing depends on the private key, so someone who can trigger and time many
 * signatures can learn about the key. Sign with RSA only in tests, or where no outsider can measure the time.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 */
export function sign<Content extends Body>(options: SignOptions<Content>): Signed<Content> {
  const given = readOptions('sign', options, OPTIONS);
  const scheme = toScheme('sign', given);
  const secrets = toSecrets('secret', given.secret);
  return signBy(scheme, given, (request, bytes, id, timestampMs) => {
    return core().sign(scheme.text, secrets, request, bytes, id, timestampMs, false);
  });
}
