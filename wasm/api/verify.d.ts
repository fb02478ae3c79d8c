import type { Verdict } from './generated/verdict.js';
import type { VerifyOptions } from './types/verify.js';
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
export declare function verify(options: VerifyOptions): Verdict;
