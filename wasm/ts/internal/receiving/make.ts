import type { ClaimStore } from '../../types/claims.js';
import { Reception } from './receive.js';
import type { Host } from './remedies.js';
import { toSecretsOf } from './secrets-of.js';
import { readGiven, toSettings } from './settings.js';

/**
 * Creates the receiver of an adapter. All mistakes in the options are found here.
 *
 * @param what the name of the public function, for messages
 */
export function makeReception(what: string, options: object, host: Host, makeStore: () => ClaimStore): Reception {
  const given = readGiven(what, options);
  const settings = toSettings(what, given, makeStore);
  const { scheme, limits } = settings;
  const { secrets, skipUnset } = given;
  return new Reception(settings, (owner) => toSecretsOf(owner, scheme, limits, secrets, skipUnset), host);
}
