import { toBytes } from './internal/body.js';
import { toMs } from './internal/instant.js';
import { core } from './internal/instance.js';
import { checkOptions, checkText } from './internal/options.js';
import { toSecret } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import type { Body, Key, Signer } from './types.js';

/** What {@link sign} takes. */
export type SignOptions<Content extends Body = Body> = Signer & {
  /** The secret to sign with. */
  readonly secret: Key;
  /** The body, exactly as it will be sent. */
  readonly body: Content;
  /** The delivery's id. Only schemes that sign one look at it. */
  readonly id?: string | undefined;
  /** When it is signed, by default now. Only schemes that sign a timestamp look at it. */
  readonly timestamp?: Date | number | undefined;
  /** Where the request goes. It comes back unchanged unless the scheme signs there. */
  readonly url?: string | undefined;
  /** The method of the request. Only schemes that sign it look at it. */
  readonly method?: string | undefined;
};

/** What to send. */
export interface Signed<Content extends Body = Body> {
  /** The header fields that carry the signature, to add to your own. */
  readonly headers: { readonly [name: string]: string };
  /** The body that was given: send exactly this. */
  readonly body: Content;
  /** The address that was given, or null. */
  readonly url: string | null;
}

const OPTIONS = ['provider', 'scheme', 'secret', 'body', 'id', 'timestamp', 'url', 'method'];

/**
 * Signs a delivery.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 */
export function sign<Content extends Body>(options: SignOptions<Content>): Signed<Content> {
  checkOptions('sign', options, OPTIONS);
  const scheme = toScheme('sign', options);
  for (const name of ['id', 'url', 'method'] as const) checkText(name, options[name]);
  if (options.timestamp !== undefined) toMs('timestamp', options.timestamp);
  const secret = toSecret('secret', options.secret);
  const headers = core().sign(scheme.id, secret, toBytes(options.body)) as Signed['headers'];
  return { headers, body: options.body, url: options.url ?? null };
}
