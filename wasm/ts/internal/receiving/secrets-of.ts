import type { Verdict } from '../../generated/verdict.js';
import { Checker } from '../checker.js';
import type { ReadDelivery } from '../delivery.js';
import { KeptSecrets } from '../kept-secrets.js';
import { type FlatSecrets, toSecrets } from '../secrets.js';
import type { SchemeUse } from '../signer.js';
import type { Limits } from '../tolerance.js';
import { keptVerifier } from '../verifier-cache.js';
import { verifyOnce } from '../verifying.js';
import { isPromise } from './after.js';

/** The secrets of one request. */
export interface OwnSecrets {
  /** What is wrong if verifying throws an error: secrets that a function returns are only checked then. */
  readonly failure: 'receiver_failed' | 'secrets_failed';
  /** The secrets in the form that the core takes. */
  flat(): FlatSecrets;
  verify(read: ReadDelivery): Verdict;
}

/** Returns the secrets of a request. Undefined if it has none. */
export type SecretsOf = (request: unknown) => OwnSecrets | undefined | Promise<OwnSecrets | undefined>;

/**
 * Returns the function that finds the secrets of a request. Secrets that do not depend on it are checked now.
 *
 * @param owner the object whose keys are released when it is garbage-collected
 */
export function toSecretsOf(
  owner: object,
  scheme: SchemeUse,
  limits: Limits,
  given: unknown,
  skipUnset: unknown,
): SecretsOf {
  if (typeof given !== 'function') {
    const kept = new KeptSecrets(toSecrets('secrets', given, skipUnset));
    const checker = new Checker('receiver', owner, scheme, kept, limits);
    const own: OwnSecrets = {
      failure: 'receiver_failed',
      flat: () => checker.secrets() as FlatSecrets,
      verify: (read) => checker.verify(read),
    };
    return () => own;
  }
  const toOwn = (found: unknown): OwnSecrets | undefined => {
    if (found === undefined || found === null || (Array.isArray(found) && found.length === 0)) return undefined;
    const flat = toSecrets('secrets', found, skipUnset);
    return {
      failure: 'secrets_failed',
      flat: () => flat,
      verify(read) {
        const verifier = keptVerifier(scheme, flat, limits, read.body.length);
        return verifier === undefined ? verifyOnce(scheme, flat, limits, read) : verifier.verify(read);
      },
    };
  };
  return (request) => {
    const found: unknown = given(request);
    return isPromise(found) ? Promise.resolve(found).then(toOwn) : toOwn(found);
  };
}
