import type { SignOptions } from './sign.js';
import type { Body, Key, SchemeSelector } from './types/input.js';
import type { Signed } from './types/signed.js';
/** The options of {@link createSigner}. */
export type SignerOptions = SchemeSelector & {
  /**
   * The secret to sign with; for key pairs, the private key. With several secrets, deliveries carry a signature of
   * each, if the scheme allows that.
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
/**
 * Creates a signer, which does all work that does not depend on the delivery once. Keys that are shorter than the
 * scheme's specification requires are refused.
 *
 * @throws TypeError or RangeError with a `code` for an unusable scheme or secret
 * @example
 * const signer = createSigner({ provider: 'standard', secret: process.env.WEBHOOK_SECRET });
 * const { headers, body } = signer.sign({ id: 'msg_1', body: JSON.stringify(event) });
 */
export declare function createSigner(options: SignerOptions): Signer;
