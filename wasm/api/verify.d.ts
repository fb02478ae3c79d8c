import type { Verdict } from './generated/verdict.js';
import type { Body, HeadersInput, Key, Signer, Tolerance } from './types/input.js';
/** What {@link verify} takes. */
export type VerifyOptions = Signer & {
  /** The secret, or several while one replaces another. */
  readonly secrets: Key | readonly Key[];
  /** The body, byte for byte as it arrived: not parsed, not serialised again. */
  readonly body: Body;
  /** The header fields of the request. */
  readonly headers: HeadersInput;
  /**
   * The URL that the sender called, with its own scheme and host and not those behind a proxy. Schemes that read it need
   * it, and the others do not look at it.
   */
  readonly url?: string | undefined;
  /** The method of the request. Schemes that sign it need it, and the others do not look at it. */
  readonly method?: string | undefined;
  /** When the request arrived, by default now. Only schemes with a timestamp look at it. */
  readonly now?: Date | number | undefined;
  /**
   * How far the timestamp may lie from `now`: `0` is not at all, `false` is without limit. By default what the sender asks
   * for, or five minutes either way. For a scheme without a timestamp, any limit is refused as `invalid_tolerance`.
   */
  readonly toleranceSeconds?: Tolerance | undefined;
};
/**
 * Decides whether a delivery was signed with one of the secrets, and lately. Nothing that a caller on the network sends
 * makes it throw.
 *
 * Options are read once, and from own properties only: neither `Object.prototype` nor the class of an instance adds any.
 *
 * A body in shared memory (a `SharedArrayBuffer`, or a view of one) is copied once, and what is checked is the copy. `parseEvent`
 * then reads the copy that was accepted last for the same object.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 */
export declare function verify(options: VerifyOptions): Verdict;
