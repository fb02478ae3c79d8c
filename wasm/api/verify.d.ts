import type { Verdict } from './generated/verdict.js';
import type { VerifyOptions } from './types/verify.js';
/**
 * Decides whether a delivery was signed with one of the secrets, and lately. Nothing that a caller on the network sends
 * makes it throw.
 *
 * Options are read once, and from own properties only: neither `Object.prototype` nor the class of an instance adds any.
 *
 * A body in shared memory (a `SharedArrayBuffer`, or a view of one) is copied once, and what is checked is the copy. `parseEvent`
 * then reads the copy that was accepted last for the same object.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 */
export declare function verify(options: VerifyOptions): Verdict;
