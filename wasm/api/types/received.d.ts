import type { EventTypeName } from '../generated/events.js';
import type { ProviderId, SchemeId, SenderId } from '../generated/ids.js';
import type { MatchedKey } from '../generated/verdict.js';
import type { KnownEvent, UnknownEvent } from './event.js';
import type { InstanceOf } from './input.js';
/** What a receiver adds to each event. */
export interface Receipt {
  /** When the request arrived, in milliseconds since the epoch. */
  readonly receivedAtMs: number;
  /** The body, byte for byte as it arrived. */
  readonly body: Uint8Array;
  /** The secret that matched. */
  readonly key: MatchedKey;
  /**
   * What the signature does not cover: the parts of the body that `unsigned` of a verdict lists, `type` if the type of
   * the event is not signed, and `id` if its id is not signed. Empty if everything is signed.
   */
  readonly unsigned: readonly string[];
}
/** An event of a sender whose events are not in the catalog. */
export interface OtherEvent extends Receipt {
  /** The type, from the place that the sender documents. Null if there is none, or if it cannot be read. */
  readonly type: string | null;
  /** The id of the delivery that the sender documents. Null if there is none. */
  readonly id: string | null;
  /**
   * The body, parsed as JSON, or the fields of a form: texts, and lists of texts for repeated names. Undefined for other
   * bodies. If a delivery of the sender contains a list of events, the element
   * of the event.
   */
  readonly data: unknown;
  /** The place among the events of the delivery, from 0. */
  readonly index: number;
  /** How many events the delivery contains. */
  readonly count: number;
  /** The whole body, parsed as JSON: what is around the elements of a list, and the same as `data` if there is no list. */
  readonly whole: unknown;
}
/** An event of a provider that defines no event types, such as Standard Webhooks: its envelope is read, its types are not known. */
export type OpenEvent<Id extends ProviderId> = Omit<UnknownEvent<Id>, 'type'> &
  Receipt & {
    /** The type. Null if it cannot be read. */
    readonly type: string | null;
  };
/** The provider that a sender or a scheme belongs to, if its envelope is known. */
type ProviderOf<Id> = Id extends ProviderId
  ? Id
  : Id extends `${infer Name}/${string}`
    ? Extract<Name, ProviderId>
    : never;
/** The providers whose event types are in the catalog. */
type Cataloged<Id extends ProviderId> = Id extends ProviderId
  ? [EventTypeName<Id>] extends [never]
    ? never
    : Id
  : never;
/** Whether a type is one of several: the sender of a custom scheme is not known. */
type IsUnion<Type, Whole = Type> = [Type] extends [never]
  ? false
  : Type extends unknown
    ? [Whole] extends [Type]
      ? false
      : true
    : never;
type OneProvider<Id> = IsUnion<ProviderOf<Id>> extends true ? never : ProviderOf<Id>;
/** The event that the handler of a type gets. */
export type EventOf<Id extends SenderId | SchemeId, Type extends string> = [Cataloged<OneProvider<Id>>] extends [never]
  ? AnyEventOf<Id>
  : Type extends EventTypeName<OneProvider<Id>>
    ? KnownEvent<OneProvider<Id>, Type> & Receipt
    : never;
/** The event that `onUnknown` and `orderBy` get. */
export type AnyEventOf<Id extends SenderId | SchemeId> = [OneProvider<Id>] extends [never]
  ? OtherEvent
  : [Cataloged<OneProvider<Id>>] extends [never]
    ? OpenEvent<OneProvider<Id>>
    : (KnownEvent<OneProvider<Id>, EventTypeName<OneProvider<Id>>> | UnknownEvent<OneProvider<Id>>) & Receipt;
/** The names of the event types for which there can be handlers: those of the catalog, or any text. */
export type HandledType<Id extends SenderId | SchemeId> = [Cataloged<OneProvider<Id>>] extends [never]
  ? string
  : EventTypeName<OneProvider<Id>>;
/** The handlers, by the type of the event. */
export type Handlers<Id extends SenderId | SchemeId, Native, Tx = undefined> = {
  readonly [Type in HandledType<Id>]?: Handler<EventOf<Id, Type>, Native, Tx> | undefined;
};
/** Handles an event. If it throws, or if its promise rejects, the answer is 500, and the sender tries again. */
export type Handler<Event, Native, Tx = undefined> = (event: Event, context: HandlerContext<Native, Tx>) => unknown;
/** What a handler gets in addition to the event. */
export interface HandlerContext<Native, Tx = undefined> {
  /**
   * The transaction that contains the claim, with `store: inbox.transactions`. It is committed after the handler has
   * succeeded: the handler must not end it, and must await its own statements. Undefined with other stores.
   */
  readonly tx: Tx;
  /**
   * The fencing token of the claim: it is larger for each later claim of the event. A database that stores it with each
   * write can refuse the writes of a handler that was overtaken. 0 if the store was unavailable.
   */
  readonly fence: number;
  /**
   * Aborted when the claim is lost, because another request may be handling the event, and when the handler has run for
   * `maxHandlingMs`.
   */
  readonly signal: InstanceOf<'AbortSignal'>;
  /** Keeps the process running until a promise has settled, if the host has such a function. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  /** The request, as the framework passed it. */
  readonly request: Native;
  /**
   * Sets the answer for the case that the event is handled in time, for senders that read it, such as Slack for commands. A
   * repetition of the event is answered with 200 and no body. Of several calls, the last one counts.
   *
   * @throws TypeError with a `code` for an answer that is not a success, or that a server cannot send
   */
  answer(answer: HandlerAnswer): void;
}
/** The answer to an event that has been handled. */
export interface HandlerAnswer {
  /** From 200 to 299. By default 200. */
  readonly status?: number | undefined;
  /** The header fields, except those that the server sets, such as `Content-Length` and `Connection`. */
  readonly headers?:
    | {
        readonly [name: string]: string;
      }
    | undefined;
  /** The body. None with the status 204 or 205. */
  readonly body?: string | undefined;
}
export {};
