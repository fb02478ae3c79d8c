import type { Verdict } from '../generated/verdict.js';
import { forgetAccepted, keepAccepted, toBody } from './body.js';
import type { Given, ReadDelivery } from './delivery.js';
import { toMs } from './instant.js';
import { checkRequest } from './request.js';
import type { SchemeUse } from './signer.js';

/** The time now, if the scheme uses it. */
function currentMs(scheme: SchemeUse): number {
  return scheme.hasTimestamp ? Date.now() : 0;
}

/** Verifies a delivery, and keeps an accepted copy of a body in shared memory. */
export function verifyBy(scheme: SchemeUse, given: Given, verify: (delivery: ReadDelivery) => Verdict): Verdict {
  const { body, now } = given;
  forgetAccepted(body);
  const nowMs = now === undefined ? currentMs(scheme) : toMs('now', now);
  const { url, method } = checkRequest('verify', scheme, scheme.needs, given);
  const fields = scheme.lookup.find(given.headers);
  // Read last, because reading the other options may run code of the caller.
  const read = toBody(body);
  const verdict = verify({ url, method, fields, body: read, nowMs });
  if (verdict.ok) keepAccepted(body, read);
  return verdict;
}
