import { toMs } from './internal/instant.js';
import { checkText, optionNames, readOptions } from './internal/options.js';
import { toRequest } from './internal/request.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { signWith } from './internal/signing.js';
import type { Body, HeadersInput, Key, SchemeSelector } from './types/input.js';
import type { Signed } from './types/signed.js';

/** The options of {@link sign}. */
export type SignOptions<Content extends Body = Body> = SchemeSelector & {
  /**
   * The secret to sign with; for key pairs, the private key. With several secrets, a delivery carries one signature
   * per secret. More secrets than the scheme allows signatures are an error.
   */
  readonly secret: Key | readonly Key[];
  /** The body, exactly as it will be sent. */
  readonly body: Content;
  /** The delivery's id, the same for each attempt. Required by schemes that sign it; other schemes ignore it. */
  readonly id?: string | undefined;
  /** The timestamp of the signature. By default now. Schemes without a timestamp ignore it. */
  readonly timestamp?: Date | number | undefined;
  /** The URL of the request. Required by schemes that sign it or put the signature in it. */
  readonly url?: string | undefined;
  /** The method of the request. Required by schemes that sign it. */
  readonly method?: string | undefined;
  /** The other header fields of the request. Some schemes sign one of them or read `Content-Type`. */
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
 * Signs a delivery as the sender does. Keys that are shorter than the scheme's specification requires are refused.
 *
 * RSA signing is not blinded: its timing depends on the private key, so someone who can trigger and time many
 * signatures can learn about the key. Sign with RSA only in tests, or where no outsider can measure the time.
 *
 * @throws TypeError or RangeError with a `code` for misuse
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
