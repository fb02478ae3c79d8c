import type { Delivery, ExplainContext, VerifierOptions } from '../types/verify.js';
import { optionNames } from './options.js';

/** The options of a verifier. */
export const VERIFIER = optionNames<VerifierOptions>({
  provider: true,
  scheme: true,
  secrets: true,
  skipUnset: true,
  toleranceSeconds: true,
});

/** The options of each delivery. */
export const DELIVERY = optionNames<Delivery>({ body: true, headers: true, url: true, method: true, now: true });

/** The options of a delivery to explain. */
export const EXPLAINED = [
  ...DELIVERY,
  ...optionNames<ExplainContext>({ oldSecrets: true, otherSecrets: true, framework: true }),
];
