import type { EventTypeName } from '../generated/events.js';
import type { ServiceProviderId } from '../generated/ids.js';
import type { TransportError } from '../generated/retry.js';
import type { Emitted } from '../generated/service.js';
import type { InstanceOf } from './input.js';
/**
 * A simulated provider for tests, with the provider's API and deliveries.
 *
 * It has its own clock, which only `advance` moves, and it sends deliveries only during `advance`.
 */
export interface Service<Id extends ServiceProviderId = ServiceProviderId> {
  /** The time of its clock, in milliseconds since the epoch. */
  readonly now: number;
  /** The secret that signs deliveries of subscriptions without their own secret. Treat it as a credential. */
  readonly secret: string;
  /**
   * The id of the workspace that the account has from the start, if the provider has workspaces. Create further
   * workspaces, such as one for each customer, with the API.
   */
  readonly workspaceId: string | undefined;
  /**
   * Answers a request to the API at the time of the service's clock. It can be used as a request handler without the
   * service. Errors of the API are responses; the promise rejects only if the service is closed or the body of the
   * request cannot be read.
   */
  readonly fetch: (request: InstanceOf<'Request'>) => Promise<InstanceOf<'Response'>>;
  /**
   * Also answers requests on a port of 127.0.0.1. Requires the HTTP server of Node, Bun or Deno.
   *
   * Pages of this machine, such as `http://localhost:5173`, can call the API: it answers preflight requests and sends
   * CORS headers. Pages of other hosts cannot.
   *
   * @param port the port. By default, or with 0, any free port
   */
  listen(port?: number): Promise<Address>;
  /**
   * Emits an event: each subscription to it gets a delivery. The deliveries are due immediately and sent by the next
   * call of `advance`, or by the one in progress, as described there.
   *
   * @throws TypeError with a `code` for an unknown event type or workspace
   */
  emit(emission: Emission<EventTypeName<Id>>): Emitted;
  /**
   * Advances the clock by this many milliseconds, from one due time to the next, and sends the attempts that are due on
   * the way; 0 sends those that are due now. Attempts that are due at the same time are sent together. Each attempt is
   * a real request and does not follow redirects.
   *
   * The call always ends, whatever the receivers do. It sends the deliveries that exist when it starts, and those that
   * receivers cause through `emit` or the API while they process them, all with their retries. Deliveries that these
   * cause in turn are due immediately and sent by the next call. Of attempts that are due at the same time, those that
   * existed at the start are sent first.
   *
   * Calls run one after another. The promise resolves when all attempts have ended, to the attempts in the order of
   * their due times. It rejects if the service is closed in the meantime.
   */
  advance(ms: number): Promise<readonly Attempt[]>;
  /**
   * Returns the state of the service as JSON text for the option `state`, including the clock and the secret, but not
   * the token. It contains credentials in plain text, so protect it like a password file. Attempts in flight will be
   * made again.
   */
  save(): string;
  /** Stops listening, aborts requests in flight, and releases the memory. Later calls of other methods throw. */
  close(): Promise<void>;
}
/** The address on which a service listens. */
export interface Address {
  /** `http://127.0.0.1:` and the port. */
  readonly url: string;
  readonly port: number;
}
/** An event to emit. */
export interface Emission<Type extends string = string> {
  readonly type: Type;
  /**
   * The payload. By default the sample in `provider(id).events`. Any object is sent unchanged, so that tests can send
   * invalid payloads.
   */
  readonly data?: object | undefined;
  /** The workspace of the event, by either of its ids, if the provider has workspaces. */
  readonly workspaceId?: string | undefined;
}
/** An attempt that a service made. */
export type Attempt = AttemptMade &
  (
    | {
        /** The status of the response. */
        readonly status: number;
        readonly error: null;
      }
    | {
        readonly status: null;
        /** The reason that there was no response. */
        readonly error: TransportError;
      }
  );
interface AttemptMade {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly subscriptionId: string;
  /** The number of the attempt in its delivery, counted from 1. */
  readonly number: number;
  /** The time of the service's clock, in milliseconds since the epoch. */
  readonly atMs: number;
  /** The URL of the request. */
  readonly url: string;
}
export {};
