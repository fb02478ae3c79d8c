import { KeptSecrets } from './internal/kept-secrets.js';
import { readOptions } from './internal/options.js';
import { PreparedKeys } from './internal/prepared.js';
import { toSecrets } from './internal/secrets.js';
import { SIGNER, UNSIGNED } from './internal/sign-options.js';
import { toScheme } from './internal/signer.js';
import { signBy } from './internal/signing.js';
import type { Body } from './types/input.js';
import type { SignerOptions, UnsignedDelivery } from './types/sign.js';
import type { Signed } from './types/signed.js';

/** A scheme with its keys, prepared to sign any number of deliveries. */
export interface Signer {
  /** Like {@link sign}, with the scheme and the secret of this signer. */
  sign<Content extends Body>(delivery: UnsignedDelivery<Content>): Signed<Content>;
  /**
   * Releases the keys and overwrites them in memory. After that, `sign` throws a `TypeError` with code `freed`. A
   * signer that is not freed is released when it is garbage-collected.
   */
  free(): void;
}

/**
 * Creates a signer. It does the work that is the same for all deliveries only once, so each signature is faster than a
 * call of {@link sign}. Keys that are shorter than the scheme's specification requires are refused.
 *
 * @throws TypeError or RangeError with a `code` for an unusable scheme or secret
 * @example
 * const signer = createSigner({ provider: 'standard', secret: process.env.WEBHOOK_SECRET });
 * const { headers, body } = signer.sign({ id: 'msg_1', body: JSON.stringify(event) });
 */
export function createSigner(options: SignerOptions): Signer {
  const given = readOptions('createSigner', options, SIGNER);
  const scheme = toScheme('createSigner', given);
  const secrets = new KeptSecrets(toSecrets('secret', given.secret));
  const signer: Signer = {
    sign(delivery) {
      return signBy(scheme, readOptions('sign', delivery, UNSIGNED), (request, bytes, id, timestampMs) => {
        return keys.use((prepared) => prepared.sign(request, bytes, id, timestampMs));
      });
    },
    free() {
      keys.free();
    },
  };
  const keys = new PreparedKeys('signer', signer, secrets, (core, flat) => {
    return new core.PreparedSigner(scheme.text, flat, false);
  });
  return Object.freeze(signer);
}
