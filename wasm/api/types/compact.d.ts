import type { Key, Tolerance } from './input.js';
import type { Delivery } from './verify.js';
/**
 * A scheme for `hookwright/verify`, from `schemes` of `hookwright/senders/<id>`. Schemes with public keys, and those that
 * read JSON, forms or parts of the URL, have `requires` instead; import from `hookwright` for those.
 */
export interface CompactScheme {
  readonly id: string;
  /** The compact form, in base64. */
  readonly compact: string;
}
/** The options of a verifier. */
export interface CompactVerifierOptions {
  readonly scheme: CompactScheme;
  /** The secret, or several during a rotation. */
  readonly secrets: Key | readonly (Key | undefined)[];
  /** Whether secrets that are undefined or empty are left out of a list. At least one must remain. By default false. */
  readonly skipUnset?: boolean | undefined;
  /**
   * How far the timestamp may be from `now`: `0` allows no difference, `false` disables the check. By default the
   * tolerance of the sender, or five minutes in both directions. For a scheme without a timestamp, any limit is refused
   * as `invalid_tolerance`.
   */
  readonly toleranceSeconds?: Tolerance | undefined;
}
/** The options of `verify`. */
export type CompactVerifyOptions = CompactVerifierOptions & Delivery;
