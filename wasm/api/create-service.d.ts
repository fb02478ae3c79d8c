import type { ServiceProviderId } from './generated/ids.js';
import type { Service } from './types/service.js';
/** What {@link createService} takes. */
export interface ServiceOptions<Id extends ServiceProviderId = ServiceProviderId> {
  /** Whose API it is. */
  readonly provider: Id;
  /** The bearer token that every request must carry. Without one, everybody gets in. */
  readonly token?: string | undefined;
  /**
   * What deliveries are signed with where subscriptions have no secret of their own, as Well's. By default a random one,
   * which `secret` of the service shows.
   */
  readonly secret?: string | undefined;
  /** What its clock says at the start: by default the time of the call, or what it said when `state` was saved. */
  readonly now?: Date | number | undefined;
  /** What `save()` of another service of this provider has given, to go on from there. */
  readonly state?: string | undefined;
  /**
   * How long an attempt waits for an answer, in milliseconds of real time: by default as long as the provider does, or
   * 15 seconds where it does not say. A short one lets a test see a timeout soon.
   */
  readonly timeoutMs?: number | undefined;
}
/**
 * Starts a provider's own API in place of the provider: subscribe to it with the provider's requests, let events happen,
 * and have them really delivered, signed and retried as the provider does, on a clock that only the test moves.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * const service = createService({ provider: 'generic' });
 * const { url } = await service.listen();
 * // … POST `${url}/v1/webhooks`, as the provider's documentation says …
 * service.emit({ type: 'user.created' });
 * await service.advance(0);
 */
export declare function createService<Id extends ServiceProviderId>(options: ServiceOptions<Id>): Service<Id>;
