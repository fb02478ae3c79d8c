import type { Diagnosis } from './generated/diagnosis.js';
import type { ExplainOptions } from './types/verify.js';
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
export declare function explain(options: ExplainOptions): Diagnosis;
