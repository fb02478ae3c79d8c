import type { ServiceProviderId } from './generated/ids.js';
import * as errors from './internal/errors.js';
import { receiving } from './internal/instance.js';
import { checkTimeout, toMs } from './internal/instant.js';
import * as modules from './internal/modules.js';
import { checkText, optionNames, readOptions } from './internal/options.js';
import { toSecret } from './internal/secrets.js';
import { RunningService } from './internal/service.js';
import { toId } from './internal/signer.js';
import type { Service } from './types/service.js';

/** The options of {@link createService}. */
export interface ServiceOptions<Id extends ServiceProviderId = ServiceProviderId> {
  /** The provider whose API is simulated. */
  readonly provider: Id;
  /** The bearer token that every request must carry. By default requests need none. */
  readonly token?: string | undefined;
  /**
   * The secret that signs deliveries of subscriptions without their own secret, such as Well's. By default a random
   * one, which the service returns as `secret`.
   */
  readonly secret?: string | undefined;
  /** The initial time of the service's clock. By default the current time, or the saved time if `state` is given. */
  readonly now?: Date | number | undefined;
  /** The state to continue from: the result of `save()` of a service of the same provider. */
  readonly state?: string | undefined;
  /**
   * How long an attempt waits for a response, in milliseconds of real time. By default the provider's timeout, or 15
   * seconds if it is unknown. With a short one, tests of timeouts run faster.
   */
  readonly timeoutMs?: number | undefined;
}

const OPTIONS = optionNames<ServiceOptions>({
  provider: true,
  token: true,
  secret: true,
  now: true,
  state: true,
  timeoutMs: true,
});

/**
 * Starts a local simulation of a provider's API for tests. Subscribe with the provider's requests and emit events; the
 * service then sends real deliveries, signed and retried like the provider's, on a clock that only the test advances.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const service = createService({ provider: 'generic' });
 * const { url } = await service.listen();
 * // … POST `${url}/v1/webhooks`, as the provider's documentation says …
 * service.emit({ type: 'user.created' });
 * await service.advance(0);
 */
export function createService<Id extends ServiceProviderId>(options: ServiceOptions<Id>): Service<Id> {
  const given = readOptions('createService', options, OPTIONS);
  const { token, secret, state, timeoutMs } = given;
  for (const [name, text] of Object.entries({ token, secret, state })) checkText(name, text);
  if (secret !== undefined) toSecret('secret', secret);
  if (token === '') {
    throw errors.emptyToken();
  }
  if (timeoutMs !== undefined) checkTimeout('timeoutMs', timeoutMs);
  const now = given.now === undefined ? undefined : toMs('now', given.now);
  const random = crypto.getRandomValues(new Uint8Array(64));
  const provider = toId('provider', given.provider);
  const startMs = now ?? Date.now();
  const service = receiving().keep(
    modules.service,
    ({ ProviderService }) => new ProviderService(provider, token, secret, random, state, startMs),
  );
  return new RunningService(service, now ?? service.savedNowMs ?? startMs, timeoutMs);
}
