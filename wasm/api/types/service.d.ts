import type { EventTypeName } from '../generated/events.js';
import type { ServiceProviderId } from '../generated/ids.js';
import type { TransportError } from '../generated/retry.js';
import type { Emitted } from '../generated/service.js';
import type { Instance } from './input.js';
/**
 * A provider's own API in place of the provider, for a test to subscribe to and be delivered from.
 *
 * It has a clock of its own, which stands still but for `advance`, and it sends nothing outside of `advance`.
 */
export interface Service<Id extends ServiceProviderId = ServiceProviderId> {
  /** What its clock says, in milliseconds since the epoch. */
  readonly now: number;
  /** What deliveries are signed with where subscriptions have no secret of their own. A credential. */
  readonly secret: string;
  /**
   * Answers a request to the API, as it stands on its clock. It can be passed on as a handler. Refusals are answers; it
   * rejects only if the service is closed or the body of the request cannot be read.
   */
  readonly fetch: (request: Instance<'Request'>) => Promise<Instance<'Response'>>;
  /**
   * Answers on a port of this machine too, on 127.0.0.1 and nowhere else. Only where there are servers of Node's.
   *
   * @param port without it, or with 0, any port that is free
   */
  listen(port?: number): Promise<Address>;
  /**
   * Lets something happen at the provider: every subscription that is for it gets a delivery, which is due at once and
   * sent by the next `advance`, or by the one that runs, as that says.
   *
   * @throws TypeError with a `code` for an event type or a workspace that there is not
   */
  emit(emission: Emission<EventTypeName<Id>>): Emitted;
  /**
   * Moves the clock on by this many milliseconds, from one due time to the next, and sends what falls due on the way;
   * 0 sends what is due now. Attempts of the same instant go out together. Each is a real request, without following
   * redirects.
   *
   * It ends, whatever receivers do. It sends the deliveries that exist when its turn comes, and those that receivers cause by
   * `emit` or through the API while they get these, all with their retries. What those cause in turn is due at once, and sent
   * by the next call. Of attempts that are due at the same instant, those of the first kind go out before those of the second.
   *
   * It resolves once all of them have ended, with what came of them in the order in which they were due. Calls at the
   * same time take their turns. If the service is closed meanwhile, it rejects.
   */
  advance(ms: number): Promise<readonly Attempt[]>;
  /**
   * Everything that it remembers, as JSON text for the option `state`: the clock and the secret too, but not the token.
   * It holds credentials in the open, so treat it like a file of passwords. An attempt that is under way is made again.
   */
  save(): string;
  /** Stops listening, breaks off what is under way, and gives its memory back. Any other call afterwards is refused. */
  close(): Promise<void>;
}
/** Where a service listens. */
export interface Address {
  /** `http://127.0.0.1:` and the port. */
  readonly url: string;
  readonly port: number;
}
/** Something that happens at a provider. */
export interface Emission<Type extends string = string> {
  readonly type: Type;
  /**
   * The payload, by default the sample that `provider(id).events` shows. Any object is sent as it is, so that a receiver
   * can be shown what it should not get.
   */
  readonly data?: object | undefined;
  /** The workspace in which it happens, by either of its ids, where the provider has workspaces. */
  readonly workspaceId?: string | undefined;
}
/** An attempt that has been made. */
export type Attempt = AttemptMade &
  (
    | {
        /** What the receiver answered. */
        readonly status: number;
        readonly error: null;
      }
    | {
        readonly status: null;
        /** Why there was no answer. */
        readonly error: TransportError;
      }
  );
interface AttemptMade {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly subscriptionId: string;
  /** Counted from 1 in each delivery. */
  readonly number: number;
  /** What the clock of the service said, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Where it went. */
  readonly url: string;
}
export {};
