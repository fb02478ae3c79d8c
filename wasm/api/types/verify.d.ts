import type { FrameworkId } from '../generated/ids.js';
import type { Body, HeadersInput, Key, Signer, Tolerance } from './input.js';
/** A delivery, as {@link verify} and `verify` of a {@link Verifier} take it. */
export interface Delivery {
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
}
/** The options of {@link createVerifier}. */
export type VerifierOptions = Signer & {
  /** The secret, or several while one replaces another. */
  readonly secrets: Key | readonly Key[];
  /**
   * How far the timestamp may be from `now`: `0` allows no difference, `false` disables the check. By default what the sender
   * asks for, or five minutes either way. For a scheme without a timestamp, any limit is refused as `invalid_tolerance`.
   */
  readonly toleranceSeconds?: Tolerance | undefined;
};
/** The options of {@link verify}. */
export type VerifyOptions = VerifierOptions & Delivery;
/** What is known of a delivery in addition to the options of {@link verify}. */
export interface ExplainContext {
  /** Secrets that have been replaced. */
  readonly oldSecrets?: Key | readonly Key[] | undefined;
  /** Secrets of other endpoints, projects or environments. */
  readonly otherSecrets?: Key | readonly Key[] | undefined;
  /** The framework of the receiver, for remedies that are specific to it. */
  readonly framework?: FrameworkId | undefined;
}
/** The options of {@link explain}. */
export type ExplainOptions = VerifyOptions & ExplainContext;
/** A delivery and what else is known of it, as `explain` of a {@link Verifier} takes it. */
export type ExplainedDelivery = Delivery & ExplainContext;
