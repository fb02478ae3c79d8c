import type { CoreSigned } from '../generated/core.js';
import type { CoreSecrets } from '../hookwright.js';
import type { Body } from '../types/input.js';
import type { Signed } from '../types/signed.js';
import { likeGiven, toBytes } from './body.js';
import { core } from './instance.js';
import { readOwn } from './options.js';
import type { SchemeUse } from './signer.js';

/** What is signed besides the request. */
interface Content<Given extends Body> {
  readonly body: Given;
  readonly id: string | undefined;
  readonly timestampMs: number;
  /** Where the request goes, if that was given. */
  readonly url: string | undefined;
}

/** Signs a delivery. */
export function signWith<Given extends Body>(
  scheme: SchemeUse,
  secrets: CoreSecrets,
  request: string[],
  { body, id, timestampMs, url }: Content<Given>,
): Signed<Given> {
  const signed = core().sign(scheme.text, secrets, request, toBytes(body), id, timestampMs, false);
  return toSigned(signed, body, url);
}

/** What to send, of what is to be changed. */
export function toSigned<Given extends Body>(signed: CoreSigned, body: Given, url: string | undefined): Signed<Given> {
  return {
    headers: signed.headers,
    body: signed.body === null ? body : likeGiven(body, signed.body),
    url: readOwn(signed, ['url']).url ?? url ?? null,
  };
}
