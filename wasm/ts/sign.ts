import { toMs } from './internal/instant.js';
import { checkText, optionNames, readOptions } from './internal/options.js';
import { toRequest } from './internal/request.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { signWith } from './internal/signing.js';
import type { Body, HeadersInput, Key, Signer } from './types/input.js';
import type { Signed } from './types/signed.js';

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

const OPTIONS = optionNames<SignOptions>({
  provider: true,
  scheme: true,
  secret: true,
  body: true,
  id: true,
  timestamp: true,
  url: true,
  method: true,
  headers: true,
});

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
  const timestampMs = given.timestamp === undefined ? Date.now() : toMs('timestamp', given.timestamp);
  const secrets = toSecrets('secret', given.secret);
  const request = toRequest('sign', scheme, scheme.needs, { url, method, headers });
  return signWith(scheme, secrets, request, { body, id, timestampMs, url });
}
