import type { Delivery, ExplainContext, VerifierOptions } from '../types/verify.js';
import { optionNames } from './options.js';

/** What a verifier is created with. */
export const VERIFIER = optionNames<VerifierOptions>({
  provider: true,
  scheme: true,
  secrets: true,
  toleranceSeconds: true,
});

/** What is given with each delivery. */
export const DELIVERY = optionNames<Delivery>({ body: true, headers: true, url: true, method: true, now: true });

/** What is given with a delivery that is explained. */
export const EXPLAINED = [
  ...DELIVERY,
  ...optionNames<ExplainContext>({ oldSecrets: true, otherSecrets: true, framework: true }),
];
