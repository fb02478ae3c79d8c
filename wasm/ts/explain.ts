import type { Diagnosis } from './generated/diagnosis.js';
import { explainBy } from './internal/explaining.js';
import { readOptions } from './internal/options.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { toLimits } from './internal/tolerance.js';
import { EXPLAINED, VERIFIER } from './internal/verify-options.js';
import type { ExplainOptions } from './types/verify.js';

const OPTIONS = [...VERIFIER, ...EXPLAINED];

/**
 * Finds out why a delivery is refused, by trying what usually goes wrong until the signature matches. All of it happens
 * here; nothing is sent anywhere. It takes longer than a check, so call it in development or on few deliveries: up to a second
 * of one core and 64 MiB of memory besides the delivery, whatever the delivery is. What that bound left out is in `skipped`.
 * Bodies of more than 10 MB get a partial answer.
 *
 * Unlike `verify`, it reads every header, to find a signature under another name, and takes secrets that are none of the
 * scheme's, since that may be what is wrong.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 */
export function explain(options: ExplainOptions): Diagnosis {
  const given = readOptions('explain', options, OPTIONS);
  const scheme = toScheme('explain', given);
  const secrets = toSecrets('secrets', given.secrets);
  return explainBy(scheme, secrets, toLimits(given.toleranceSeconds, scheme), given);
}
