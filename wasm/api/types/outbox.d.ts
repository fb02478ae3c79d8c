import type { PolicyId } from '../generated/ids.js';
import type { Policy } from '../generated/policy.js';
import type { NextAction, TransportError } from '../generated/retry.js';
import type { Deliveries, DeliveryResult, Endpoint, Fetch, NewJob } from './bullmq.js';
import type { SafeFetchRefusalCode } from './errors.js';
import type { Migration } from './inbox-database.js';
import type { Body, InstanceOf, SchemeSelector } from './input.js';
import type {
  AddedDelivery,
  DeliveryState,
  OutboxBacklog,
  OutboxDatabase,
  OutboxDelivery,
  OutboxPruned,
  ReplayedDelivery,
} from './outbox-database.js';
export type * from './outbox-database.js';
/**
 * An outbox: tables in your database that contain events and their deliveries.
 *
 * `Tx` is the type of the transactions that `enqueue` takes.
 */
export interface Outbox<Tx = unknown> {
  /** What `dispatcher` and `relay` use. */
  readonly database: OutboxDatabase;
  /** The statements that create the tables, for tools that execute migrations. */
  readonly migrations: readonly Migration[];
  /**
   * Creates or updates the tables. Call it when a process starts, or execute `migrations` with the tool that you use for
   * your own.
   */
  migrate(): Promise<void>;
  /**
   * Stores an event and its deliveries in your transaction. If it is rolled back, nothing is delivered. If it is committed,
   * each delivery is made at least once, or its policy gives it up.
   *
   * An event that is enqueued again for the same subscription is the same delivery, also in another transaction and until
   * `prune` has deleted it. To deliver it again, use `replay`.
   *
   * @returns the deliveries that were added; empty if all are stored already
   * @throws TypeError or RangeError with a `code` for misuse: `not_a_transaction` if `tx` is a pool, a client without a
   *   transaction, or something else; `event_differs` if another body or content type is stored for the event
   * @example
   * await outbox.enqueue(tx, { event: { id: 'evt_1', body: '{"type":"user.created"}' }, subscriptions: ['sub_1'] });
   */
  enqueue(tx: Tx, delivery: NewOutboxDelivery): Promise<readonly AddedDelivery[]>;
  /**
   * Delivers again: adds a delivery, with an id of its own, for the last delivery of each event and subscription that is
   * selected and has ended. The receiver gets the event with the same id. Deliveries that have not ended are not changed.
   *
   * @returns the deliveries that were added
   * @throws TypeError with the code `invalid_options` if nothing is selected
   * @example
   * await outbox.replay({ subscription: 'sub_1', state: 'dead', since: new Date('2026-01-01') });
   */
  replay(selection: OutboxReplay): Promise<readonly ReplayedDelivery[]>;
  /** Lists deliveries, those that were added last first. */
  list(selection?: OutboxListing): Promise<readonly OutboxDelivery[]>;
  /** Counts the deliveries, for a gauge. */
  backlog(): Promise<OutboxBacklog>;
  /** Deletes deliveries that ended more than `days` ago, and events of that age without deliveries. */
  prune(retention: { readonly days: number }): Promise<OutboxPruned>;
}
/** An event, and the subscriptions to which it is delivered. */
export interface NewOutboxDelivery {
  readonly event: {
    /**
     * The event's id. It is signed as the message id, the same for each attempt, so that receivers can detect duplicates.
     * If the scheme signs an id, it must be ASCII without white space, `.`, `,`, `;` and `"`.
     */
    readonly id: string;
    /** The body, exactly as it is sent. */
    readonly body: Body;
    /** The media type of the body. By default `application/json`. */
    readonly contentType?: string | undefined;
  };
  /** The ids of the subscriptions, with which `endpoint` is called. If it is empty, nothing is stored. */
  readonly subscriptions: readonly string[];
  /** When the first attempt is due, or from when the policy's delay before it counts. By default now. */
  readonly due?: Date | number | undefined;
}
/** Which deliveries are meant: those that fulfill every member. */
export interface OutboxSelection {
  /** The id of the delivery. */
  readonly id?: string | undefined;
  /** The id of the event. */
  readonly event?: string | undefined;
  /** The id of the subscription. */
  readonly subscription?: string | undefined;
  /** Deliveries that were added at this instant or later. */
  readonly since?: Date | number | undefined;
  /** Deliveries that were added before this instant. */
  readonly until?: Date | number | undefined;
  readonly state?: DeliveryState | undefined;
}
/** Which deliveries are made again. At least one member is required. */
export interface OutboxReplay extends OutboxSelection {
  readonly state?: 'delivered' | 'dead' | undefined;
}
/** Which deliveries are listed. */
export interface OutboxListing extends OutboxSelection {
  /** How many at most. By default 100. */
  readonly limit?: number | undefined;
}
/** The options of `dispatcher`. `provider` or `scheme` selects the signature scheme, as for `sign`. */
export type DispatcherOptions = SchemeSelector & {
  readonly outbox: Pick<Outbox, 'database'>;
  /**
   * The id of a retry policy, or a custom policy. It determines when failed attempts are retried and how responses are
   * read.
   */
  readonly policy: PolicyId | Policy;
  /**
   * Looks up the endpoint of a subscription. It is called before each attempt, so that changes apply from the next attempt
   * on and no secret is stored in the database.
   *
   * If it returns undefined or null, the subscription no longer exists, and the delivery ends. If it throws, or has not
   * settled after `timeoutMs`, the attempt is deferred and does not count. If nothing can be sent to the endpoint that it
   * returns, for example because of an invalid URL or secret, the attempt fails.
   */
  readonly endpoint: (
    subscriptionId: string,
    delivery: DispatchedDelivery,
  ) => Endpoint | null | undefined | PromiseLike<Endpoint | null | undefined>;
  /**
   * Called when the policy gives up an endpoint, for example after a 410. Deactivate the subscription here; its deliveries
   * in the outbox end. If it throws, or has not settled after `timeoutMs`, the attempt is deferred and does not count: the
   * request will be sent again.
   */
  readonly onDisable?: ((subscriptionId: string, reason: string) => unknown) | undefined;
  /** Receives each attempt whose outcome was recorded, for logs and metrics. Errors that it throws are logged. */
  readonly onAttempt?: ((attempt: OutboxAttempt) => unknown) | undefined;
  /**
   * Receives each delivery that has become `dead` after an attempt, or because its subscription no longer exists or is
   * inactive. Errors that it throws are logged. If the process ends before, it is not called: the table has all of them.
   */
  readonly onDead?: ((delivery: DeadDelivery) => unknown) | undefined;
  /** How many attempts are made at the same time. By default 20. */
  readonly concurrency?: number | undefined;
  /** How long an attempt waits for a response, in milliseconds. By default the timeout of the policy, or 15 seconds. */
  readonly timeoutMs?: number | undefined;
  /**
   * Sends requests. By default `createSafeFetch` of `hookwright/safe-fetch`, which refuses addresses of internal networks
   * and needs Node. On other runtimes, this option is required.
   */
  readonly fetch?: Fetch | undefined;
  /** Addresses that the default `fetch` permits, such as `10.1.0.0/16`. By default none. Not together with `fetch`. */
  readonly allow?: readonly string[] | undefined;
  /** The ports that the default `fetch` permits. By default 80, 443 and all from 1024 to 65535. Not together with `fetch`. */
  readonly ports?: readonly number[] | undefined;
  /** How often the outbox is searched for deliveries that are due, in milliseconds. By default 1000. */
  readonly pollMs?: number | undefined;
  /**
   * How long a delivery is held without being renewed, in milliseconds. By default 60 000. If the process dies, another one
   * makes the attempt again after that time.
   */
  readonly leaseMs?: number | undefined;
  /** Receives what happens apart from attempts. By default, nothing is logged. Errors that it throws are ignored. */
  readonly log?: ((entry: OutboxLogEntry) => unknown) | undefined;
};
/** A delivery whose attempt is about to be made. */
export interface DispatchedDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly subscriptionId: string;
  /** The number of the attempt, counted from 1. */
  readonly attempt: number;
}
/** An attempt that has ended. */
export interface OutboxAttempt extends DispatchedDelivery {
  /** The status of the response; null if there was none. */
  readonly status: number | null;
  /** Why there was no response; null if there was one. `invalid` if nothing could be sent to the endpoint. */
  readonly error: TransportError | 'invalid' | null;
  /**
   * Why the request or the response was refused, such as `address_refused`, or what is invalid, such as `missing_secret`;
   * null if there was no such reason.
   */
  readonly code: SafeFetchRefusalCode | string | null;
  /** When the attempt began, in milliseconds since the epoch, by the clock of the database. */
  readonly startedMs: number;
  /** When the attempt ended, in milliseconds since the epoch, by the clock of the database. */
  readonly endedMs: number;
  /** What happens next. */
  readonly next: NextAction;
}
/** A delivery that has ended without success. */
export interface DeadDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly subscriptionId: string;
  /** The number of attempts. */
  readonly attempts: number;
  /** Why: the reason of the policy, such as `attempts`, or `endpoint_gone` or `endpoint_inactive`. */
  readonly reason: string;
}
/** The codes of log entries, with their meanings. */
export declare const OUTBOX_LOG_CODES: {
  readonly database_failed: 'An operation of the database failed. It is repeated. `error` is that of the client.';
  readonly deferred: 'An attempt could not be made, or its outcome could not be used, and is made again. It does not count.';
  readonly delivery_unknown: 'The outbox of `relayed` does not contain the delivery of a job, which is sent anyway. Use the outbox of the relay.';
  readonly hook_failed: '`onAttempt` or `onDead` threw an error.';
  readonly lease_lost: 'The lease of a delivery ended, and it was taken by another process. The outcome was not recorded.';
  readonly queue_failed: 'An operation of the queue failed. It is repeated.';
};
/** What happened. */
export interface OutboxLogEntry {
  readonly code: keyof typeof OUTBOX_LOG_CODES;
  /** The id of the delivery, if it concerns one. */
  readonly id?: string | undefined;
  /** What was thrown. It is not stored. */
  readonly error?: unknown;
}
/** A running dispatcher or relay. */
export interface Running {
  /** Searches for due deliveries now instead of after `pollMs`. Call it after a commit, to deliver without that delay. */
  wake(): void;
  /** Takes nothing more, and resolves when all attempts have ended and are recorded. */
  stop(): Promise<void>;
}
/** The members of a queue of BullMQ that are used. */
export interface RelayQueue {
  addBulk(jobs: NewJob[]): PromiseLike<unknown>;
  getJob(id: string): PromiseLike<RelayedJob | null | undefined>;
}
/** The members of a job of BullMQ that are used. */
export interface RelayedJob {
  readonly attemptsMade: number;
  getState(): PromiseLike<string>;
}
/** The options of `relay`. */
export interface RelayOptions {
  readonly outbox: Pick<Outbox, 'database'>;
  /** The queue, which the workers of `deliveries` process. */
  readonly queue: RelayQueue;
  /** What `bullmqDeliveries` returned, with the same policy as in the workers. */
  readonly deliveries: Deliveries;
  /**
   * Options of each job, such as `removeOnComplete`, `removeOnFail` and `priority`. Keep jobs that have ended for longer than
   * `checkMs`: the end of a delivery that a worker could not record is read from its job.
   */
  readonly opts?: object | undefined;
  /** How often the outbox is searched for deliveries that are due, in milliseconds. By default 1000. */
  readonly pollMs?: number | undefined;
  /** How many deliveries are handed over at once. By default 100. */
  readonly batch?: number | undefined;
  /**
   * How long a delivery is held while it is handed over, in milliseconds. By default 60 000. If the process dies, another one
   * hands it over after that time.
   */
  readonly leaseMs?: number | undefined;
  /**
   * How long after a delivery was handed over its job is looked up, and then again, in milliseconds. By default five minutes.
   * A job that Redis has lost is added again.
   */
  readonly checkMs?: number | undefined;
  /** Receives what happens. By default, nothing is logged. Errors that it throws are ignored. */
  readonly log?: ((entry: OutboxLogEntry) => unknown) | undefined;
}
/** The options of `relayed`. */
export interface RelayedOptions {
  readonly outbox: Pick<Outbox, 'database'>;
  /** What `bullmqDeliveries` returned. */
  readonly deliveries: Deliveries;
  /** Receives what happens. By default, nothing is logged. Errors that it throws are ignored. */
  readonly log?: ((entry: OutboxLogEntry) => unknown) | undefined;
}
/** The processor for the workers of the queue. */
export interface RelayedDeliveries extends Pick<Deliveries, 'backoffStrategy' | 'workerOptions'> {
  processor(
    job: Parameters<Deliveries['processor']>[0],
    token?: string,
    signal?: InstanceOf<'AbortSignal'>,
  ): Promise<DeliveryResult>;
}
