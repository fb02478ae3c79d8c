import type { CoreSigned } from '../generated/core.js';
import type { Body } from '../types/input.js';
import type { UnsignedDelivery } from '../types/sign.js';
import type { Signed } from '../types/signed.js';
import { likeGiven } from './body.js';
import { toMs } from './instant.js';
import { checkText, readOwn } from './options.js';
import { toRequest } from './request.js';
import { toSentBytes } from './sent-body.js';
import type { SchemeUse } from './signer.js';

/** Signs a delivery in the form that the core takes. */
type Sign = (request: string[], bytes: Uint8Array, id: string | undefined, timestampMs: number) => CoreSigned;

/** Signs a delivery. The result has the given body and URL, if the signature is not in them. */
export function signBy<Given extends Body>(
  scheme: SchemeUse,
  delivery: UnsignedDelivery<Given>,
  sign: Sign,
): Signed<Given> {
  const { body, id, timestamp, url, method, headers = {} } = delivery;
  checkText('id', id);
  const timestampMs = timestamp === undefined ? Date.now() : toMs('timestamp', timestamp);
  const request = toRequest('sign', scheme, scheme.needs, { url, method, headers });
  const signed = sign(request, toSentBytes(body), id, timestampMs);
  return {
    headers: signed.headers,
    body: signed.body === null ? body : likeGiven(body, signed.body),
    url: readOwn(signed, ['url']).url ?? url ?? null,
  };
}
