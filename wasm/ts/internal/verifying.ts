import type { Verdict } from '../generated/verdict.js';
import type { Delivery } from '../types/verify.js';
import { forgetAccepted, keepAccepted, toBytes } from './body.js';
import { toMs } from './instant.js';
import { toRequest } from './request.js';
import type { SchemeUse } from './signer.js';

/** Verifies a delivery in the form that the core takes. */
type Check = (request: string[], bytes: Uint8Array, nowMs: number) => Verdict;

/** Verifies a delivery, and keeps an accepted copy of a body in shared memory. */
export function verifyBy(scheme: SchemeUse, delivery: Delivery, check: Check): Verdict {
  const { body, headers, url, method, now } = delivery;
  forgetAccepted(body);
  const nowMs = now === undefined ? Date.now() : toMs('now', now);
  const request = toRequest('verify', scheme, scheme.needs, { headers, url, method });
  // Read last, because reading the other options may run code of the caller.
  const bytes = toBytes(body);
  const verdict = check(request, bytes, nowMs);
  if (!verdict.ok) return verdict;
  keepAccepted(body, bytes);
  if (Object.hasOwn(verdict, 'unsigned')) Object.freeze(verdict.unsigned);
  return verdict;
}
