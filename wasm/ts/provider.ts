import type { ProviderId } from './generated/ids.js';
import type { Provider } from './generated/provider.js';
import { freeze } from './internal/freeze.js';
import { core } from './internal/instance.js';
import { catalog } from './internal/modules.js';
import { toId } from './internal/signer.js';

let all: readonly Provider[] | undefined;

/** Returns every provider. The data is frozen, because all callers share it. */
export function providers(): readonly Provider[] {
  all ??= freeze(core(catalog).providers());
  return all;
}

/**
 * Returns one provider.
 *
 * @throws TypeError with code `unknown_provider`
 */
export function provider<Id extends ProviderId>(id: Id): Provider<Id> {
  const text = toId('provider', id);
  const found = providers().find((each): each is Provider & Provider<Id> => each.id === text);
  if (found === undefined) throw core(catalog).unknownProvider(text);
  return found;
}
