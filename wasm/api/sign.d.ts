import type { Body } from './types/input.js';
import type { SignOptions } from './types/sign.js';
import type { Signed } from './types/signed.js';
/**
 * Signs a delivery as the sender does. Keys that are shorter than the scheme's specification requires are refused.
 *
 * RSA signing is not blinded: its timing depends on the private key, so someone who can trigger and time many
 * signatures can learn about the key. Sign with RSA only in tests, or where no outsider can measure the time.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 */
export declare function sign<Content extends Body>(options: SignOptions<Content>): Signed<Content>;
