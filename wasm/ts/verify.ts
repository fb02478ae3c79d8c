import { toBytes } from './internal/body.js';
import { toFields } from './internal/headers.js';
import { toMs } from './internal/instant.js';
import { core } from './internal/instance.js';
import { checkOptions, checkText } from './internal/options.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { checkTolerance } from './internal/tolerance.js';
import type { Body, HeadersInput, Key, RejectionCode, Signer } from './types.js';

/** What {@link verify} takes. */
export type VerifyOptions = Signer & {
  /** The secret, or several while one replaces another. */
  readonly secrets: Key | readonly Key[];
  /** The body, byte for byte as it arrived: not parsed, not serialised again. */
  readonly body: Body;
  /** The header fields of the request. */
  readonly headers: HeadersInput;
  /** The address that was called. Only schemes that sign it look at it. */
  readonly url?: string | undefined;
  /** The method of the request. Only schemes that sign it look at it. */
  readonly method?: string | undefined;
  /** When the request arrived, by default now. Only schemes that sign a timestamp look at it. */
  readonly now?: Date | number | undefined;
  /**
   * How far the timestamp may lie from `now`: `0` is not at all, `false` is as far as it likes. Only for such schemes.
   */
  readonly toleranceSeconds?: Tolerance | undefined;
};

/** How far a timestamp may lie from now, in seconds, the same both ways or not. */
export type Tolerance = number | { readonly past: number; readonly future: number } | false;

/** The verdict on a delivery. */
export type Verdict = Verified | Rejected;

/** The delivery is what it claims to be. */
export interface Verified {
  readonly ok: true;
  /** The secret that matched, counted from 0 in the order given. */
  readonly key: { readonly index: number; readonly name?: string };
  /** The delivery's id, where the scheme signs one. */
  readonly id?: string;
  /** When it was signed, where the scheme signs that. */
  readonly timestampMs?: number;
}

/** The delivery is refused: answer 401 and no reason. */
export interface Rejected {
  readonly ok: false;
  /** Why, for a program. */
  readonly code: RejectionCode;
  /**
   * Why, and what to look at, for the log. It holds neither the secret nor the signature that would have been right.
   */
  readonly message: string;
}

const OPTIONS = ['provider', 'scheme', 'secrets', 'body', 'headers', 'url', 'method', 'now', 'toleranceSeconds'];

/**
 * Decides whether a delivery was signed with one of the secrets. Nothing that a caller on the network sends makes it
 * throw.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 */
export function verify(options: VerifyOptions): Verdict {
  checkOptions('verify', options, OPTIONS);
  const scheme = toScheme('verify', options);
  checkText('url', options.url);
  checkText('method', options.method);
  if (options.now !== undefined) toMs('now', options.now);
  checkTolerance(options.toleranceSeconds);
  const secrets = toSecrets(options.secrets);
  const fields = toFields(options.headers, scheme.headers);
  return core().verify(scheme.id, secrets, fields, toBytes(options.body)) as Verdict;
}
