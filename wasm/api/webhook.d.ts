import type { RejectionCode } from './generated/codes.js';
import type { Body, HeadersInput, Key, Tolerance } from './types/input.js';
/** What the constructor of {@link Webhook} takes beside the secret. */
export interface WebhookOptions {
  /** `raw`: the secret is the key itself, text as its UTF-8, and not base64. */
  readonly format?: 'raw' | undefined;
  /** How far the timestamp may lie from now, by default 300 seconds both ways. */
  readonly toleranceSeconds?: Tolerance | undefined;
  /** What the clock says: an instant, or a function that gives one at each call. By default the host's clock. */
  readonly now?: Date | number | (() => Date | number) | undefined;
}
/** What `verify` of {@link Webhook} takes beside payload and headers. */
export interface WebhookVerifyOptions {
  /** `false`: the payload is not parsed, and `verify` returns undefined. */
  readonly jsonParse?: boolean | undefined;
}
/**
 * Why a delivery is refused. The message is short and says the same as those of other libraries for Standard Webhooks;
 * `reason` says what to look at, for your log. Neither is for the caller, who is told nothing but 401.
 */
export declare class WebhookVerificationError extends Error {
  readonly name = 'WebhookVerificationError';
  /** Why, for a program. */
  readonly code: RejectionCode;
  /** Why, and what to look at. It holds neither the secret nor the signature that would have been right. */
  readonly reason: string;
  constructor(message: string, code?: RejectionCode, reason?: string);
}
/**
 * Verifies and signs deliveries of Standard Webhooks and of Svix, with the calls of the npm packages `standardwebhooks`,
 * version 1.1.1, and `svix`: change the import, and the rest stays. `webhook-*` headers and `svix-*` headers are both
 * accepted. Everything is as it is there, but for this:
 *
 * - The body may be a string, or bytes in any shape. Bytes are signed as they are and never decoded first, so that a body
 *   that is not UTF-8 can be verified, and two bodies never share a signature.
 * - Headers may be a `Headers` object, a `Map`, a list, or an object with lists as values. Two values of one header are
 *   refused.
 * - The secret may be a list, while one replaces another; `sign` then gives one signature for each. A `Uint8Array` is the key
 *   itself, with `format: 'raw'` or without. `v1,whsec_…` is taken as well. With `format: 'raw'`, text stands for its UTF-8.
 * - `toleranceSeconds` and `now` can be set.
 * - A timestamp is digits and nothing else. It is judged after the signature, so that "too old" and "too new" are only said
 *   of what is genuine. Where several things are wrong, the message may therefore name another of them.
 * - A genuine delivery whose body is no JSON gives a `SyntaxError`, as it does there; this one has the code `malformed_body`,
 *   and shows nothing of the body. A byte order mark before the JSON is no fault.
 * - `sign` takes a number of milliseconds, too, and refuses an id with white space or one of `.`, `,`, `;` and `"` in it,
 *   with which one signature could fit two deliveries.
 * - Called wrongly, it throws a `TypeError` with a `code`. Options that do not exist are refused.
 *
 * @example
 * const webhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
 * const payload = webhook.verify(body, request.headers);
 */
export declare class Webhook {
  #private;
  /**
   * @param secret `whsec_` and base64, with or without the prefix; or several of them
   * @throws TypeError with a `code`, if a secret cannot be used; `not_initialized` where `init` has to come first
   */
  constructor(secret: Key | readonly Key[], options?: WebhookOptions);
  /**
   * Returns the payload, parsed, if the delivery was signed with the secret, and lately; an empty one, and any with
   * `jsonParse: false`, as undefined.
   *
   * @param payload the body, byte for byte as it arrived
   * @throws WebhookVerificationError if it was not
   * @throws SyntaxError if it was, and the payload is no JSON
   * @throws RangeError with code `body_too_large`, if the payload is too large, as bytes that are to be parsed from 512 MiB on
   */
  verify(payload: Body, headers: HeadersInput, options?: WebhookVerifyOptions): unknown;
  /**
   * What the header `webhook-signature` has to say for this delivery. Keys may be shorter than the specification asks for.
   *
   * @throws TypeError with a `code`, if it is called wrongly
   */
  sign(msgId: string, timestamp: Date | number, payload: Body): string;
}
