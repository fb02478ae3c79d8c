import type { RejectionCode } from './ids.js';
import { forgetAccepted, keepAccepted, toBytes } from './internal/body.js';
import { core } from './internal/instance.js';
import { toMs } from './internal/instant.js';
import { readOptions } from './internal/options.js';
import { toRequest } from './internal/request.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { toLimits } from './internal/tolerance.js';
import type { Body, HeadersInput, Key, Signer } from './types.js';

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

/** How far a timestamp may lie from now, in seconds, the same both ways or not. Fractions are to the millisecond. */
export type Tolerance = number | { readonly past: number; readonly future: number } | false;

/** The verdict on a delivery. */
export type Verdict = Verified | Rejected;

/** The delivery is what it claims to be. */
export interface Verified {
  readonly ok: true;
  /** The secret that matched, counted from 0 in the order given. */
  readonly key: { readonly index: number; readonly name?: string };
  /** The delivery's id, where the scheme has one. */
  readonly id?: string;
  /**
   * Whether the id is signed. If it is not, anyone who has seen the delivery can send it again under another id, so that
   * remembering ids does not prevent a replay. Present where `id` is.
   */
  readonly idSigned?: boolean;
  /** When it was signed, where the scheme says that. */
  readonly timestampMs?: number;
  /**
   * What of the body is not signed, the same for every delivery of a scheme: `['body']` stands for everything in the body that
   * the scheme's content does not name. Absent where the whole body is signed. SECURITY.md lists the schemes.
   */
  readonly unsigned?: readonly string[];
  /** What to look at although it works: a short key, white space or quotes that are part of one, or a private key. */
  readonly warnings?: readonly SecretWarning[];
}

/** Something about a secret that is probably not meant to be. */
export interface SecretWarning {
  readonly code: 'secret_too_short' | 'secret_whitespace' | 'secret_quoted' | 'secret_is_private';
  /** Which secret: `/secrets/0` and so on. */
  readonly path: string;
  /** What to do about it. It holds nothing of the secret. */
  readonly message: string;
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
export function verify(options: VerifyOptions): Verdict {
  const given = readOptions('verify', options, OPTIONS);
  const { body, headers, url, method } = given;
  forgetAccepted(body);
  const scheme = toScheme('verify', given);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  const [past, future] = toLimits(given.toleranceSeconds, scheme);
  const secrets = toSecrets('secrets', given.secrets);
  const request = toRequest('verify', scheme, scheme.needs, { headers, url, method });
  // Last, because what has been read before may have run code of the caller.
  const bytes = toBytes(body);
  const verdict = core().verify(scheme.text, secrets, request, bytes, now, past, future) as Verdict;
  if (!verdict.ok) return verdict;
  keepAccepted(body, bytes);
  if (Object.hasOwn(verdict, 'unsigned')) Object.freeze(verdict.unsigned);
  return verdict;
}
