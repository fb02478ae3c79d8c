import type { Diagnosis } from './generated/diagnosis.js';
import { explainBy } from './internal/explaining.js';
import { core } from './internal/instance.js';
import * as modules from './internal/modules.js';
import { readOptions } from './internal/options.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { toLimits } from './internal/tolerance.js';
import { EXPLAINED, VERIFIER } from './internal/verify-options.js';
import type { ExplainOptions } from './types/verify.js';

const OPTIONS = [...VERIFIER, ...EXPLAINED];

/**
 * Finds out why a delivery is rejected, by trying common mistakes until the signature matches. Nothing is sent over the
 * network.
 *
 * It takes longer than a check, so call it in development or for few deliveries: up to one second of one core and 64
 * MiB of memory in addition to the delivery, whatever the delivery contains. `skipped` lists what was not tried because
 * of these limits. Bodies of more than 10 MB get a partial result.
 *
 * Unlike {@link verify}, it reads every header, to find a signature under another name. It accepts secrets that do not
 * fit the scheme, a body that nothing has read, and a parsed body, because they may be the cause.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 */
export function explain(options: ExplainOptions): Diagnosis {
  const given = readOptions('explain', options, OPTIONS);
  core(modules.explain, modules.publicKeys);
  const scheme = toScheme('explain', given);
  const secrets = toSecrets('secrets', given.secrets);
  return explainBy(scheme, secrets, toLimits(given.toleranceSeconds, scheme), given);
}
