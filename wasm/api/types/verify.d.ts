import type { FrameworkId } from '../generated/ids.js';
import type { Body, HeadersInput, Key, SchemeSelector, Tolerance } from './input.js';
/** A delivery to verify. */
export interface Delivery {
  /** The body, byte for byte as it arrived: not parsed, and not serialized again. */
  readonly body: Body;
  /** The header fields of the request. */
  readonly headers: HeadersInput;
  /**
   * The URL that the sender called, with its public scheme and host rather than those behind a proxy. Required by
   * schemes that sign it; other schemes ignore it.
   */
  readonly url?: string | undefined;
  /** The method of the request. Required by schemes that sign it; other schemes ignore it. */
  readonly method?: string | undefined;
  /** When the request arrived. By default now. Schemes without a timestamp ignore it. */
  readonly now?: Date | number | undefined;
}
/** The options of {@link createVerifier}. */
export type VerifierOptions = SchemeSelector & {
  /** The secret, or several during a rotation. With `skipUnset`, the list may contain undefined. */
  readonly secrets: Key | readonly (Key | undefined)[];
  /**
   * Whether secrets that are undefined or empty are left out of a list, such as the previous secret when no rotation is
   * going on. At least one must remain. By default false: an unset secret throws an error with its `path`. Secrets that
   * are left out are not counted in the verdict.
   */
  readonly skipUnset?: boolean | undefined;
  /**
   * How far the timestamp may be from `now`: `0` allows no difference, `false` disables the check. By default the
   * tolerance of the sender, or five minutes in both directions. For a scheme without a timestamp, any limit is refused
   * as `invalid_tolerance`.
   */
  readonly toleranceSeconds?: Tolerance | undefined;
};
/** The options of {@link verify}. */
export type VerifyOptions = VerifierOptions & Delivery;
/** Context that helps {@link explain}, in addition to the options of {@link verify}. */
export interface ExplainContext {
  /** Secrets that were replaced. */
  readonly oldSecrets?: Key | readonly Key[] | undefined;
  /** Secrets of other endpoints, projects or environments. */
  readonly otherSecrets?: Key | readonly Key[] | undefined;
  /** The framework of the receiver, for remedies specific to it. */
  readonly framework?: FrameworkId | undefined;
}
/** A delivery to explain, with its context. */
export type ExplainedDelivery = Omit<Delivery, 'body'> &
  ExplainContext & {
    /**
     * The body. In addition to bytes and text, `undefined`, which nothing has read, and a parsed body are accepted: they
     * are findings.
     */
    readonly body?: Body | object | null | undefined;
  };
/** The options of {@link explain}. */
export type ExplainOptions = VerifierOptions & ExplainedDelivery;
