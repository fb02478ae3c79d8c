import type { ServiceProviderId } from './generated/ids.js';
import { errors } from './internal/errors.js';
import { serving } from './internal/instance.js';
import { checkTimeout, toMs } from './internal/instant.js';
import { checkText, optionNames, readOptions } from './internal/options.js';
import { toSecret } from './internal/secrets.js';
import { RunningService } from './internal/service.js';
import { toId } from './internal/signer.js';
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

const OPTIONS = optionNames<ServiceOptions>({
  provider: true,
  token: true,
  secret: true,
  now: true,
  state: true,
  timeoutMs: true,
});

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
  const service = serving.keep(({ ProviderService }) => new ProviderService(provider, token, secret, random, state));
  return new RunningService(service, now ?? service.savedNowMs ?? Date.now(), timeoutMs);
}
