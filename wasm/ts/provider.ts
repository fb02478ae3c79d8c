import type { ProviderId } from './generated/ids.js';
import { freeze } from './internal/freeze.js';
import { core } from './internal/instance.js';
import { toId } from './internal/signer.js';
import type { Provider } from './types/provider.js';

let all: readonly Provider[] | undefined;

/** Every provider. The data is frozen: all callers get the same. */
export function providers(): readonly Provider[] {
  all ??= freeze((core().providers() as Provider[]).map(readSamples));
  return all;
}

/**
 * One provider.
 *
 * @throws TypeError with code `unknown_provider`
 */
export function provider<Id extends ProviderId>(id: Id): Provider<Id> {
  const text = toId('provider', id);
  const found = providers().find((each) => each.id === text);
  // It is the core that knows how to say that there is none.
  if (found === undefined) core().parseEvent(new Uint8Array(), text);
  return found as unknown as Provider<Id>;
}

/** The core keeps samples as text. */
function readSamples(given: Provider): Provider {
  const events = given.events.map((event) => ({ ...event, sample: JSON.parse(String(event.sample)) }));
  return { ...given, events };
}
