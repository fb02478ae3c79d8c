import type { PolicyId, SchemeId, SenderId } from '../generated/ids.js';
import type { Policy } from '../generated/policy.js';
import type { Scheme } from '../generated/scheme.js';
import type { EventOrder } from './claims.js';
import type { Inbox } from './inbox.js';
import type { InboxItem } from './inbox-database.js';
import type { InstanceOf } from './input.js';
import type { AnyEventOf, EventOf, HandledType } from './received.js';
import type { TypePlace, TypesOf } from './receiver.js';
import type { LogEntry } from './receiver-log.js';
import type { Tracing } from './tracing.js';
/** A running worker. */
export interface Worker {
  /**
   * Stops: no more events are taken, and the promise fulfills when the handlers have ended. With `timeoutMs`, handlers that
   * still run after it get an aborted signal, and their events are given back, so that other workers handle them at once.
   */
  stop(options?: { readonly timeoutMs?: number | undefined }): Promise<void>;
}
/** What a handler of a worker gets in addition to the event. */
export interface WorkerContext<Tx = undefined> {
  /** The transaction, with `transaction: true`. It is committed together with the record that the event was handled. */
  readonly tx: Tx;
  /** The number of this attempt, from 1. */
  readonly attempt: number;
  /** How often the event has been deferred. */
  readonly deferrals: number;
  /** The tenant, if the receiver has the option `tenant`. */
  readonly tenant: string | null;
  /**
   * The fencing token: it is larger for each later handling of the event. A database that stores it with each write can
   * refuse the writes of a handler that was overtaken.
   */
  readonly fence: number;
  /**
   * Aborted when the lease is lost, because another worker may be handling the event, when the handler has run for
   * `maxHandlingMs`, and when the worker has stopped without waiting for the handler.
   */
  readonly signal: InstanceOf<'AbortSignal'>;
  /**
   * Has the event handled later, for example because it is about a row that does not exist yet. This does not count as an
   * attempt. It takes effect if the handler then ends without an error; the changes in `tx` are rolled back.
   *
   * @param ms the delay in milliseconds
   * @throws TypeError or RangeError with a `code` for a delay that is not valid
   */
  defer(ms: number): void;
}
/** Handles an event. If it throws, or if its promise rejects, the policy determines when it is called again. */
export type WorkerHandler<Event, Tx = undefined> = (event: Event, context: WorkerContext<Tx>) => unknown;
/** The handlers of a worker, by the type of the event. */
export type WorkerHandlers<Id extends SenderId | SchemeId, Tx = undefined> = {
  readonly [Type in HandledType<Id>]?: WorkerHandler<EventOf<Id, Type>, Tx> | undefined;
};
/**
 * The options of a worker. `provider` or `scheme` is that of the receiver that stored the events.
 *
 * `Tx` is the transaction that the handlers get, with `transaction: true`.
 */
export type WorkerOptions<Id extends SenderId | SchemeId = SenderId | SchemeId, Tx = unknown> = WorkerSettings<Id, Tx> &
  TypesOf<Id> &
  (
    | ({
        readonly transaction: true;
      } & WorkerFunctions<Id, OfInbox<Tx>>)
    | ({
        readonly transaction?: false | undefined;
      } & WorkerFunctions<Id, undefined>)
  ) &
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
/** The transaction of the inbox, which handlers do not determine: TypeScript before 5.4 has no `NoInfer`. */
type OfInbox<Tx> = [Tx][Tx extends unknown ? 0 : never];
/** The handlers of a worker. */
export interface WorkerFunctions<Id extends SenderId | SchemeId, Tx> {
  /**
   * The handlers, by the type of the event. If a delivery contains a list of events, they are called one after the other,
   * and if one fails, the whole delivery is attempted again.
   */
  readonly on?: WorkerHandlers<Id, Tx> | undefined;
  /** Handles events for whose type there is no handler. Without it, they are recorded as handled. */
  readonly onUnknown?: WorkerHandler<AnyEventOf<Id>, Tx> | undefined;
}
/** The options of a worker, without the scheme and the handlers. */
export interface WorkerSettings<Id extends SenderId | SchemeId, Tx> {
  /** Where the events are. */
  readonly inbox: Inbox<Tx>;
  /** The name of the endpoint, the same as that of the receiver. */
  readonly name: string;
  /**
   * The retry policy: when a failed handler is called again, and after how many attempts the event becomes dead. By default
   * `standard`: ten attempts over three days.
   */
  readonly policy?: PolicyId | Policy | undefined;
  /**
   * How many events are handled at the same time. By default 8. With `transaction: true`, each holds a connection: a pool needs
   * as many as all its workers handle, and two more to renew leases. If it is known to have fewer, fewer events are handled.
   */
  readonly concurrency?: number | undefined;
  /** How long an event is held without being renewed, in milliseconds. By default 30 seconds. */
  readonly leaseMs?: number | undefined;
  /**
   * How long a handler may run, in milliseconds. By default 15 minutes. After that, its lease is not renewed any more and its
   * `signal` is aborted, so that the event is attempted again.
   */
  readonly maxHandlingMs?: number | undefined;
  /**
   * How long to wait before looking for events again if there were none, in milliseconds. By default one second. Events that
   * a receiver in the same process has stored are handled at once.
   */
  readonly pollMs?: number | undefined;
  /**
   * The place of an event in the history of an object. An event that is older than the last one that was handled for the
   * object is recorded as handled, without a call. That includes an event that was replayed.
   */
  readonly orderBy?: ((event: AnyEventOf<Id>) => EventOrder | undefined) | undefined;
  /**
   * Called after an event has become dead: the policy ended its attempts, or its workers died at each of them. It is not
   * called if the process ends in between; `inbox.list({ state: 'dead' })` lists all of them. Its errors are logged.
   */
  readonly onDead?: ((item: InboxItem, error: unknown) => unknown) | undefined;
  /**
   * What is stored of an error as `lastError`, at most 1000 characters. By default its name and its code: a message can
   * contain personal data.
   */
  readonly describeError?: ((error: unknown) => string) | undefined;
  /** Receives structured entries, as that of a receiver does. By default, warnings and errors are written to the console. */
  readonly log?: ((entry: LogEntry) => unknown) | undefined;
  /** The place of the event type, as in the receiver. */
  readonly event?:
    | {
        readonly type: TypePlace;
      }
    | undefined;
  /** Traces the handling of events: `openTelemetry()` of `hookwright/opentelemetry`. */
  readonly tracing?: Tracing | undefined;
}
export {};
