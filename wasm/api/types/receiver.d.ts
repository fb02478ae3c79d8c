import type { SchemeId, SenderId, UntypedSenderId } from '../generated/ids.js';
import type { Scheme } from '../generated/scheme.js';
import type { ClaimStore, EventOrder } from './claims.js';
import type { Inbox } from './inbox.js';
import type { Body, HeadersInput, Key, Tolerance } from './input.js';
import type { AnyEventOf, Handler, Handlers } from './received.js';
import type { LogEntry, Rejection } from './receiver-log.js';
import type { Tracing } from './tracing.js';
/** A request, as far as a receiver reads it. */
export interface IncomingRequest {
  /** The method. */
  readonly method: string;
  /** The path and the query, or the whole URL. Only handshakes read it, and schemes that sign the URL. */
  readonly url: string;
  /** The header fields. */
  readonly headers: HeadersInput;
}
/** Reads a body. It must stop after `limit` bytes and return `too_large` then. */
export type BodyReader = (limit: number) => ReadBody | Promise<ReadBody>;
/** What reading a body yielded: the body, or the reason that there is none. */
export type ReadBody = Body | BodyFailure;
/** Why there is no body. */
export interface BodyFailure {
  /**
   * `too_large`: there are more bytes than the limit. `aborted`: the client has disconnected. `consumed`: other code has
   * read the body, and only a parsed form of it is left, or nothing. `timeout`: the body did not arrive within the time that
   * the sender waits. `failed`: reading it failed for another reason, the `error`.
   */
  readonly failed: 'too_large' | 'aborted' | 'consumed' | 'timeout' | 'failed';
  /** For `consumed`: what has read the body, if it is known, such as `express.json()`. */
  readonly by?: string | undefined;
  /** For `failed`: the error. */
  readonly error?: unknown;
}
/** A request for {@link Receiver.handle}. */
export interface ReceiverRequest extends IncomingRequest {
  /** The body, or a function that reads it. Undefined if the request has none. */
  readonly body?: Body | BodyReader | undefined;
}
/** What the host passes with a request. */
export interface ReceiverContext {
  /** Keeps the process running until a promise has settled, such as `ctx.waitUntil` of Cloudflare Workers. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  /** How long the host still lets the request run, in milliseconds. */
  readonly remainingMs?: number | undefined;
}
/** The answer to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: {
    readonly [name: string]: string;
  };
  /** Empty in most cases: an answer says nothing about the reason of a rejection. */
  readonly body: string;
}
/** A receiver of webhooks. */
export interface Receiver {
  /** Answers a request. The promise never rejects. */
  handle(request: ReceiverRequest, context?: ReceiverContext): Promise<Answer>;
}
/** The place of the event type in the deliveries of a custom scheme: a header, or a JSON Pointer into the body. */
export type TypePlace =
  | {
      readonly header: string;
      readonly member?: undefined;
    }
  | {
      readonly member: string;
      readonly header?: undefined;
    };
/** The options for handshakes, the requests with which some senders check an endpoint. */
export interface HandshakeSettings {
  /** The token that you entered at the sender, such as Meta's verify token. Required if the handshake contains one. */
  readonly token?: string | undefined;
  /** The URL that you entered at the sender, character for character. Required by eBay's kind of handshake. */
  readonly endpoint?: string | undefined;
  /**
   * Whether you are setting up a webhook at this moment. By default false. Handshakes that hand over the secret of later
   * deliveries are answered only if it is true.
   */
  readonly settingUp?: boolean | (() => boolean) | undefined;
  /** Stores the secret that a handshake hands over. It is awaited before the answer; if it throws, the answer is 500. */
  readonly onSecret?: ((secret: string) => unknown) | undefined;
}
/**
 * The secrets of the requests: a list, or a function of the request. Undefined, as an environment variable can be, is a
 * mistake that the receiver reports when it is created.
 */
export type Secrets<Native> =
  | Key
  | undefined
  | readonly (Key | undefined)[]
  | ((request: Native) => SecretsOfRequest | PromiseLike<SecretsOfRequest>);
/** The secrets that verify one request. Undefined or null if there are none, for which the answer is 401. */
export type SecretsOfRequest = Key | readonly (Key | undefined)[] | undefined | null;
/**
 * The options of a receiver. `provider` or `scheme` selects how deliveries are signed, as for `createVerifier`.
 *
 * `Native` is the request of the framework, which the functions get. `Tx` is the transaction that the handlers get, with
 * `store: inbox.transactions`.
 */
export type ReceiverOptions<
  Id extends SenderId | SchemeId = SenderId | SchemeId,
  Native = IncomingRequest,
  Tx = undefined,
> = ReceiverSettings<Id, Native, Tx> &
  ReceiverMemory<Tx> &
  TypesOf<Id> &
  (
    | {
        readonly provider: Id & SenderId;
        readonly scheme?: undefined;
      }
    | {
        readonly scheme: (Id & SchemeId) | Scheme;
        readonly provider?: undefined;
      }
  );
/** A sender that does not document where the event type is has handlers by type only with the option `event`. */
export type TypesOf<Id extends SenderId | SchemeId> = [Id] extends [UntypedSenderId | `${UntypedSenderId}/${string}`]
  ?
      | {
          readonly event: {
            readonly type: TypePlace;
          };
        }
      | {
          readonly on?: undefined;
          readonly event?: undefined;
        }
  : unknown;
/** How a receiver remembers which events have been handled. */
export type ReceiverMemory<Tx = undefined> =
  | {
      /** By default the memory of this process, for this receiver alone. */
      readonly store?: undefined;
      readonly name?: string | undefined;
      readonly inbox?: undefined;
    }
  | {
      readonly store?: ClaimStore<Tx> | undefined;
      /**
       * The name of the endpoint, the same in all processes. It is part of the keys of events: two receivers with the same
       * store need different names, because otherwise an event of one could count as a repetition of the other's.
       */
      readonly name: string;
      readonly inbox?: undefined;
    }
  | ReceiverInbox;
/** A receiver that stores events for workers. It has no handlers: they are options of the workers. */
export interface ReceiverInbox {
  /**
   * Stores each event, and answers 200 after the commit. A worker of `hookwright/inbox` with the same `name` handles it. If
   * the event cannot be stored, the answer is 503.
   */
  readonly inbox: Inbox<any>;
  /** The name of the endpoint, the same as that of its workers. */
  readonly name: string;
  readonly store?: undefined;
  readonly on?: undefined;
  readonly onUnknown?: undefined;
  readonly orderBy?: undefined;
  readonly ack?: undefined;
  readonly ifStoreFails?: undefined;
  readonly leaseMs?: undefined;
  readonly maxHandlingMs?: undefined;
  readonly tracing?: undefined;
  readonly waitUntil?: undefined;
}
/** The options of a receiver, without the scheme and the store. */
export interface ReceiverSettings<Id extends SenderId | SchemeId, Native, Tx = undefined> {
  /**
   * The secret, or several during a rotation, or a function that returns those of a request. The last 64 verifiers of a
   * function are kept. Use a function where the secrets are not known when the module is loaded, such as during the build of
   * Next.js.
   */
  readonly secrets: Secrets<Native>;
  /** Whether secrets that are undefined or empty are left out of a list. By default false. */
  readonly skipUnset?: boolean | undefined;
  /** How far the timestamp may be from the time of arrival. By default the tolerance of the sender, or five minutes. */
  readonly toleranceSeconds?: Tolerance | undefined;
  /**
   * The handlers, by the type of the event. Each is awaited before the answer. If a delivery contains a list of events, they
   * are called one after the other, and if one fails, the whole delivery is repeated. Senders without a documented place of
   * the type have none, unless `event` names it.
   */
  readonly on?: Handlers<Id, Native, Tx> | undefined;
  /** Handles events for whose type there is no handler. Without it, they are answered with 200 and not handled. */
  readonly onUnknown?: Handler<AnyEventOf<Id>, Native, Tx> | undefined;
  /** Called for each request that is refused with 401. Errors that it throws are logged. */
  readonly onRejected?: ((rejection: Rejection, request: Native) => unknown) | undefined;
  /**
   * Receives structured entries. They never contain a secret, a body or a header value, except the type and the id of a
   * genuine event. By default, warnings and errors are written to the console.
   */
  readonly log?: ((entry: LogEntry) => unknown) | undefined;
  /** Whether events are handled, possibly more than once, while the store is unavailable. By default refused with 503. */
  readonly ifStoreFails?: 'refuse' | 'handle' | undefined;
  /**
   * How repeated events are recognized: by the id that the sender documents, which not all senders sign, or by the body and
   * what else is signed, except the time of the attempt. With `content`, an attacker who has seen a delivery cannot repeat it
   * under another id, but two events with equal bodies count as one, unless the scheme signs an id. If you can choose what the
   * body contains, include an id or a time. By default `id`. Senders without an id are treated as with `content`.
   */
  readonly identifyBy?: 'id' | 'content' | undefined;
  /**
   * The tenant of a request, if several tenants send through one receiver. It becomes part of the keys of events, so that
   * one tenant cannot use up the ids of another. False if there is only one, although `secrets` is a function.
   */
  readonly tenant?: ((request: Native) => string) | false | undefined;
  /**
   * The place of an event in the history of an object. An event that is older than the last one that was handled for the
   * object is recorded and not handled.
   */
  readonly orderBy?: ((event: AnyEventOf<Id>) => EventOrder | undefined) | undefined;
  /** How long the sender waits for an answer, in milliseconds. By default what it documents, or 5 seconds. */
  readonly timeLimitMs?: number | undefined;
  /**
   * How long a handler may run, in milliseconds. By default 15 minutes. After that, its claim is not renewed any more and its
   * `signal` is aborted, so that the event can be handled again.
   */
  readonly maxHandlingMs?: number | undefined;
  /** How long a claim is held without being renewed, in milliseconds. By default 30 seconds. */
  readonly leaseMs?: number | undefined;
  /** How long a handled event is remembered, in milliseconds. By default as long as the sender may repeat it, or 3 days. */
  readonly keepMs?: number | undefined;
  /** The largest body in bytes. By default what the sender documents, or 1 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /**
   * The URL that the sender called, with its public scheme and host. Required by schemes that sign it: behind a proxy, a
   * server does not know it. A fixed URL does not fit requests with another path or query; `origin` does.
   */
  readonly url?: string | ((request: Native) => string) | undefined;
  /**
   * The public scheme and host of the receiver, such as `https://hooks.example.com`, instead of `url`. The path and the query
   * are those of the request.
   */
  readonly origin?: string | undefined;
  /** The methods of deliveries. By default `POST`. Some senders, such as Twilio, can also be configured to use `GET`. */
  readonly methods?: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[] | undefined;
  /** The options for handshakes. False if they are not answered. */
  readonly handshake?: HandshakeSettings | false | undefined;
  /**
   * `early` answers before the event is handled. If the handler then fails, the event is lost: the sender does not
   * repeat it. It requires `waitUntil`. By default `handled`.
   */
  readonly ack?: 'early' | 'handled' | undefined;
  /**
   * Keeps the process running until a promise has settled. `context`: the host passes the function with each request, as
   * Cloudflare Workers do.
   */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | 'context' | undefined;
  /** Adds the most likely cause to the log entries of rejections, for at most `perMinute` of them. By default none. */
  readonly explain?:
    | {
        readonly perMinute: number;
      }
    | undefined;
  /** The place of the event type, for custom schemes and senders that do not document it. A JSON Pointer through the first
   * element of a list, such as `/events/0/type`, means each element.
   */
  readonly event?:
    | {
        readonly type: TypePlace;
      }
    | undefined;
  /** Traces the handling of events: `openTelemetry()` of `hookwright/opentelemetry`. */
  readonly tracing?: Tracing | undefined;
}
