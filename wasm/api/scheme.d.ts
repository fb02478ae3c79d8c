import type { SchemeProblemCode } from './generated/codes.js';
import type { Problem } from './generated/problem.js';
/** What is wrong with a scheme, or worth a look. With an `error`, the scheme cannot be used. */
export type SchemeProblem = Problem<SchemeProblemCode>;
/**
 * Everything that is wrong with a scheme of your own, or worth a look; nothing, if it is as good as one of the table. The
 * other functions refuse a scheme with an `error` in it.
 *
 * A value is never quoted, and an unknown member only if its name reads like a word; otherwise `path` is that of the object
 * that it is in.
 *
 * @throws TypeError with code `invalid_scheme`, if it is not an object
 * @example
 * checkScheme({ id: 'acme/v1', algorithm: 'hmac-sha265', content: '{body}', signature: { header: 'Acme-Signature' } });
 * // [{ code: 'unknown_choice', severity: 'error', path: '/algorithm', message: 'unknown value; expected …; did you mean `hmac-sha256`?' }]
 */
export declare function checkScheme(scheme: object): readonly SchemeProblem[];
