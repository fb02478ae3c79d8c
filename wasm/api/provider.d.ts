import type { ProviderId } from './generated/ids.js';
import type { Provider } from './generated/provider.js';
/** Every provider. The data is frozen: all callers get the same. */
export declare function providers(): readonly Provider[];
/**
 * One provider.
 *
 * @throws TypeError with code `unknown_provider`
 */
export declare function provider<Id extends ProviderId>(id: Id): Provider<Id>;
