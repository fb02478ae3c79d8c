import type { Diagnosis } from './generated/diagnosis.js';
import type { ExplainOptions } from './types/verify.js';
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
export declare function explain(options: ExplainOptions): Diagnosis;
