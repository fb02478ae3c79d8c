import type { Verdict } from './generated/verdict.js';
import { forgetAccepted, keepAccepted, toBytes } from './internal/body.js';
import { core } from './internal/instance.js';
import { toMs } from './internal/instant.js';
import { readOptions } from './internal/options.js';
import { toRequest } from './internal/request.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { toLimits } from './internal/tolerance.js';
import { DELIVERY, VERIFIER } from './internal/verify-options.js';
import type { VerifyOptions } from './types/verify.js';

const OPTIONS = [...VERIFIER, ...DELIVERY];

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
  const verdict = core().verify(scheme.text, secrets, request, bytes, now, past, future);
  if (!verdict.ok) return verdict;
  keepAccepted(body, bytes);
  if (Object.hasOwn(verdict, 'unsigned')) Object.freeze(verdict.unsigned);
  return verdict;
}
