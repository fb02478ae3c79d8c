import type { ClaimStore } from './types/claims.js';
/** The options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /**
   * How many events are remembered at most. By default 100,000, which take about 20 MB. The handled event whose last
   * delivery was the longest ago goes first. Events that are being handled do not go.
   */
  readonly maxEntries?: number | undefined;
  /**
   * The clock, in whole milliseconds since the epoch. By default one that does not jump if the clock of the machine is set,
   * because that would end leases.
   */
  readonly now?: (() => number) | undefined;
}
/**
 * Creates a store of claims in the memory of this process, for development and tests, and for receivers that run as a
 * single process.
 *
 * Each event is handled once as long as the process runs. Another process does not see the claims, and a process that
 * starts again has forgotten them: an event that is then delivered again is handled again. `hookwright/redis` is a store
 * for several processes.
 *
 * If all remembered events are being handled, `claim` throws an error with the code `store_full`, so that the receiver
 * answers 503 and the sender tries again.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const store = memoryStore({ maxEntries: 10_000 });
 * const request = { key: 'acme:evt_1', token: crypto.randomUUID(), leaseMs: 30_000, keepMs: 86_400_000 };
 * const claim = store.claim(request);
 * if (claim.state === 'claimed') store.complete({ ...request, fence: claim.fence });
 */
export declare function memoryStore(options?: MemoryStoreOptions): ClaimStore;
