import { likeGiven, toBytes } from './internal/body.js';
import { core } from './internal/instance.js';
import { toMs } from './internal/instant.js';
import { checkText, readOptions, readOwn } from './internal/options.js';
import { toRequest } from './internal/request.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import type { Body, HeadersInput, Key, Signer } from './types.js';

/** What {@link sign} takes. */
export type SignOptions<Content extends Body = Body> = Signer & {
  /**
   * The secret to sign with: of a pair of keys, the private one. Several sign side by side where deliveries of the scheme
   * have room for that.
   */
  readonly secret: Key | readonly Key[];
  /** The body, exactly as it will be sent. */
  readonly body: Content;
  /** The delivery's id, the same at every attempt. Schemes that sign one need it, and the others do without. */
  readonly id?: string | undefined;
  /** When it is signed, by default now. Only schemes with a timestamp look at it. */
  readonly timestamp?: Date | number | undefined;
  /** Where the request goes. Schemes that sign it, or sign in it, need it. */
  readonly url?: string | undefined;
  /** The method of the request. Schemes that sign it need it. */
  readonly method?: string | undefined;
  /** Header fields that the request has already. Some schemes sign one, or look at `Content-Type`. */
  readonly headers?: HeadersInput | undefined;
};

/** What to send. */
export interface Signed<Content extends Body = Body> {
  /** The header fields that carry the signature, to add to your own. */
  readonly headers: { readonly [name: string]: string };
  /**
   * The body to send, exactly as it is: the one that was given or, where the scheme signs in the body, another one of the
   * same kind.
   */
  readonly body: Content;
  /** The URL that was given, with the signature in it where the scheme puts it there; null if none was given. */
  readonly url: string | null;
}

const OPTIONS = ['provider', 'scheme', 'secret', 'body', 'id', 'timestamp', 'url', 'method', 'headers'];

/**
 * Signs a delivery as the sender does. Keys that are shorter than the scheme's specification asks for are refused.
 *
 * Signing with RSA is not blinded: the time that it takes depends on the private key, so a caller that can have many bodies
 * signed and measures the time can learn about the key. Sign with RSA for tests, or where no one outside can measure.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 */
export function sign<Content extends Body>(options: SignOptions<Content>): Signed<Content> {
  const given = readOptions('sign', options, OPTIONS);
  const scheme = toScheme('sign', given);
  const { body, id, url, method, headers = {} } = given;
  checkText('id', id);
  const timestamp = given.timestamp === undefined ? Date.now() : toMs('timestamp', given.timestamp);
  const secrets = toSecrets('secret', given.secret);
  const request = toRequest('sign', scheme, scheme.needs, { url, method, headers });
  const signed = core().sign(scheme.text, secrets, request, toBytes(body), id, timestamp, false) as CoreSigned;
  return {
    headers: signed.headers,
    body: signed.body === null ? body : likeGiven(body, signed.body),
    url: readOwn(signed, ['url']).url ?? url ?? null,
  };
}

/** What the core gives: only what is to be changed. */
export interface CoreSigned {
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly url?: string;
}
