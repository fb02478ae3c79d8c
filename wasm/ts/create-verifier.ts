import type { Diagnosis } from './generated/diagnosis.js';
import type { Verdict } from './generated/verdict.js';
import { Checker } from './internal/checker.js';
import { readDelivery } from './internal/delivery.js';
import { explainBy } from './internal/explaining.js';
import { KeptSecrets } from './internal/kept-secrets.js';
import { readOptions } from './internal/options.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { toLimits } from './internal/tolerance.js';
import { EXPLAINED, VERIFIER } from './internal/verify-options.js';
import { concluded, readParts } from './internal/verifying.js';
import type { Delivery, ExplainedDelivery, VerifierOptions } from './types/verify.js';

/** A scheme with its keys, prepared to verify any number of deliveries. */
export interface Verifier {
  /** Like {@link verify}, with the scheme, the secrets and the tolerance of this verifier. */
  verify(delivery: Delivery): Verdict;
  /** Like {@link explain}, with the scheme, the secrets and the tolerance of this verifier. */
  explain(delivery: ExplainedDelivery): Diagnosis;
  /**
   * Releases the keys and overwrites them in memory. After that, the methods throw a `TypeError` with code `freed`. A
   * verifier that is not freed is released when it is garbage-collected.
   */
  free(): void;
}

/**
 * Creates a verifier. It does the work that is the same for all deliveries only once, so each check is faster than a
 * call of {@link verify}.
 *
 * The secrets are copied. Neither `console.log` nor `JSON.stringify` shows them.
 *
 * @throws TypeError or RangeError with a `code` for an unusable scheme, secret or tolerance
 * @example
 * const verifier = createVerifier({ provider: 'github', secrets: process.env.WEBHOOK_SECRET });
 * const verdict = verifier.verify({ body, headers });
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const given = readOptions('createVerifier', options, VERIFIER);
  const scheme = toScheme('createVerifier', given);
  const limits = toLimits(given.toleranceSeconds, scheme);
  const secrets = new KeptSecrets(toSecrets('secrets', given.secrets, given.skipUnset));
  const verifier: Verifier = {
    verify(delivery) {
      const given = readDelivery('verify', delivery);
      const read = readParts(scheme, given);
      return concluded(given, read, checker.verify(read));
    },
    explain(delivery) {
      return explainBy(scheme, checker.secrets(), limits, readOptions('explain', delivery, EXPLAINED));
    },
    free() {
      checker.free();
    },
  };
  const checker = new Checker('verifier', verifier, scheme, secrets, limits);
  return Object.freeze(verifier);
}
