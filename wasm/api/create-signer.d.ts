import type { SignOptions } from './sign.js';
import type { Body, Key, Signer as Scheme } from './types/input.js';
import type { Signed } from './types/signed.js';
/** The options of {@link createSigner}. */
export type SignerOptions = Scheme & {
  /**
   * The secret to sign with: of a pair of keys, the private one. Several sign side by side where deliveries of the scheme
   * have room for that.
   */
  readonly secret: Key | readonly Key[];
};
/** A delivery to sign, as `sign` of a {@link PreparedSigner} takes it. */
export type UnsignedDelivery<Content extends Body = Body> = Pick<
  SignOptions<Content>,
  'body' | 'id' | 'timestamp' | 'url' | 'method' | 'headers'
>;
/** A scheme with its keys, prepared for any number of deliveries. */
export interface PreparedSigner {
  /** Like {@link sign}, with the scheme and the secret of this signer. */
  sign<Content extends Body>(delivery: UnsignedDelivery<Content>): Signed<Content>;
  /**
   * Releases the keys and overwrites them in memory. After that, `sign` throws a `TypeError` with code `freed`. A signer that is
   * not freed is released when it is collected.
   */
  free(): void;
}
/**
 * Creates a signer: everything that does not depend on a delivery is done once. Keys that are shorter than the scheme's
 * specification asks for are refused.
 *
 * @throws TypeError or RangeError with a `code` for a scheme or a secret that cannot be used
 * @example
 * const signer = createSigner({ provider: 'standard', secret: process.env.WEBHOOK_SECRET });
 * const { headers, body } = signer.sign({ id: 'msg_1', body: JSON.stringify(event) });
 */
export declare function createSigner(options: SignerOptions): PreparedSigner;
