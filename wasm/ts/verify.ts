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
 * Checks that a delivery was signed with one of the secrets, and recently. No request makes it throw.
 *
 * Options are read once and only from own properties, so that `Object.prototype` or a class cannot add any.
 *
 * A body in shared memory (a `SharedArrayBuffer`, or a view of one) is copied once, and the copy is checked.
 * `parseEvent` then reads the copy of the same object that was accepted last.
 *
 * @throws TypeError or RangeError with a `code` for misuse
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
  // Read last, because reading the other options may run code of the caller.
  const bytes = toBytes(body);
  const verdict = core().verify(scheme.text, secrets, request, bytes, now, past, future);
  if (!verdict.ok) return verdict;
  keepAccepted(body, bytes);
  if (Object.hasOwn(verdict, 'unsigned')) Object.freeze(verdict.unsigned);
  return verdict;
}
