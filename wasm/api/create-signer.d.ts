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
export declare function createSigner(options: SignerOptions): Signer;
