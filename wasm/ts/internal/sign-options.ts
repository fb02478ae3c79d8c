import type { SignerOptions, UnsignedDelivery } from '../types/sign.js';
import { optionNames } from './options.js';

/** The options of a signer. */
export const SIGNER = optionNames<SignerOptions>({ provider: true, scheme: true, secret: true });

/** The options of each delivery to sign. */
export const UNSIGNED = optionNames<UnsignedDelivery>({
  body: true,
  id: true,
  timestamp: true,
  url: true,
  method: true,
  headers: true,
});
