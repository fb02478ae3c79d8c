import type { SchemeProblemCode } from './generated/codes.js';
import type { Problem } from './generated/problem.js';
import { core } from './internal/instance.js';
import { catalog } from './internal/modules.js';
import { schemeText } from './internal/signer.js';

/** A problem of a custom scheme. A scheme with an `error` cannot be used. */
export type SchemeProblem = Problem<SchemeProblemCode>;

/**
 * Returns the errors and warnings of a custom scheme. The other functions refuse a scheme with an `error`, and ignore
 * warnings.
 *
 * Values are never quoted, and an unknown member is named only if its name looks like a word; otherwise `path` points
 * to the object that contains it.
 *
 * @throws TypeError with code `invalid_scheme` for an argument that is not an object
 * @example
 * checkScheme({ id: 'acme/v1', algorithm: 'hmac-sha265', content: '{body}', signature: { header: 'Acme-Signature' } });
 * // [{ code: 'unknown_choice', severity: 'error', path: '/algorithm', message: 'unknown value; expected …; did you mean `hmac-sha256`?' }]
 */
export function checkScheme(scheme: object): readonly SchemeProblem[] {
  return core(catalog).checkScheme(schemeText(scheme));
}
