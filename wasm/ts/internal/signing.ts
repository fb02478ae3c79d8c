import type { CoreSigned } from '../generated/core.js';
import type { CoreSecrets } from '../hookwright.js';
import type { Body } from '../types/input.js';
import type { Signed } from '../types/signed.js';
import { likeGiven, toBytes } from './body.js';
import { core } from './instance.js';
import { readOwn } from './options.js';
import type { SchemeUse } from './signer.js';

/** The parts of a delivery that are signed, in addition to the request. */
interface Unsigned<Given extends Body> {
  readonly body: Given;
  readonly id: string | undefined;
  readonly timestampMs: number;
  /** The URL of the request, if one was given. */
  readonly url: string | undefined;
}

/** Signs a delivery. */
export function signWith<Given extends Body>(
  scheme: SchemeUse,
  secrets: CoreSecrets,
  request: string[],
  { body, id, timestampMs, url }: Unsigned<Given>,
): Signed<Given> {
  const signed = core().sign(scheme.text, secrets, request, toBytes(body), id, timestampMs, false);
  return toSigned(signed, body, url);
}

/** Combines the result of the core with the given body and URL. */
export function toSigned<Given extends Body>(signed: CoreSigned, body: Given, url: string | undefined): Signed<Given> {
  return {
    headers: signed.headers,
    body: signed.body === null ? body : likeGiven(body, signed.body),
    url: readOwn(signed, ['url']).url ?? url ?? null,
  };
}
