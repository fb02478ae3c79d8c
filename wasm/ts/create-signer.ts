import { toBytes } from './internal/body.js';
import { toMs } from './internal/instant.js';
import { KeptSecrets } from './internal/kept-secrets.js';
import { checkText, optionNames, readOptions } from './internal/options.js';
import { PreparedKeys } from './internal/prepared.js';
import { toRequest } from './internal/request.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { toSigned } from './internal/signing.js';
import type { SignOptions } from './sign.js';
import type { Body, Key, SchemeSelector } from './types/input.js';
import type { Signed } from './types/signed.js';

/** The options of {@link createSigner}. */
export type SignerOptions = SchemeSelector & {
  /**
   * The secret to sign with; for key pairs, the private key. With several secrets, a delivery carries one signature
   * per secret. More secrets than the scheme allows signatures are an error.
   */
  readonly secret: Key | readonly Key[];
};

/** A delivery to sign, the argument of a {@link Signer}'s `sign`. */
export type UnsignedDelivery<Content extends Body = Body> = Pick<
  SignOptions<Content>,
  'body' | 'id' | 'timestamp' | 'url' | 'method' | 'headers'
>;

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

const OPTIONS = optionNames<SignerOptions>({ provider: true, scheme: true, secret: true });
const DELIVERY = optionNames<UnsignedDelivery>({
  body: true,
  id: true,
  timestamp: true,
  url: true,
  method: true,
  headers: true,
});

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
  const given = readOptions('createSigner', options, OPTIONS);
  const scheme = toScheme('createSigner', given);
  const secrets = new KeptSecrets(toSecrets('secret', given.secret));
  const signer: Signer = {
    sign(delivery) {
      const { body, id, timestamp, url, method, headers = {} } = readOptions('sign', delivery, DELIVERY);
      checkText('id', id);
      const timestampMs = timestamp === undefined ? Date.now() : toMs('timestamp', timestamp);
      const request = toRequest('sign', scheme, scheme.needs, { url, method, headers });
      const bytes = toBytes(body);
      return toSigned(
        keys.use((prepared) => prepared.sign(request, bytes, id, timestampMs)),
        body,
        url,
      );
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
