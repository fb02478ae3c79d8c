import type { ProviderId } from './generated/ids.js';
import type { Provider } from './generated/provider.js';
/** Returns every provider. The data is frozen, because all callers share it. */
export declare function providers(): readonly Provider[];
/**
 * Returns one provider.
 *
 * @throws TypeError with code `unknown_provider`
 */
export declare function provider<Id extends ProviderId>(id: Id): Provider<Id>;
