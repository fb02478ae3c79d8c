import type { Verdict } from './generated/verdict.js';
import { ownDelivery, ownVerifier } from './internal/delivery.js';
import { checkOptions } from './internal/options.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { toLimits } from './internal/tolerance.js';
import { keptVerifier } from './internal/verifier-cache.js';
import { DELIVERY, VERIFIER } from './internal/verify-options.js';
import { concluded, readParts, verifyOnce } from './internal/verifying.js';
import type { VerifyOptions } from './types/verify.js';

const OPTIONS = [...VERIFIER, ...DELIVERY];

/**
 * Checks that a delivery was signed with one of the secrets, and recently. No request makes it throw.
 *
 * Options are read once and only from own properties, so that `Object.prototype` or a class cannot add any.
 *
 * From the second call on with the same scheme, secrets and tolerance, the verifier is kept, which makes further calls
 * faster. The last 64 verifiers are kept. Their keys are overwritten when other verifiers replace them.
 *
 * A body in shared memory (a `SharedArrayBuffer`, or a view of one) is copied once, and the copy is checked.
 * `parseEvent` then reads the copy of the same object that was accepted last.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 */
export function verify(options: VerifyOptions): Verdict {
  checkOptions('verify', options, OPTIONS);
  const given = ownVerifier(options);
  const delivery = ownDelivery(options);
  const scheme = toScheme('verify', given);
  const limits = toLimits(given.toleranceSeconds, scheme);
  const secrets = toSecrets('secrets', given.secrets, given.skipUnset);
  const read = readParts(scheme, delivery);
  const verifier = keptVerifier(scheme, secrets, limits, read.body.length);
  const verdict = verifier === undefined ? verifyOnce(scheme, secrets, limits, read) : verifier.verify(read);
  return concluded(delivery, read, verdict);
}
