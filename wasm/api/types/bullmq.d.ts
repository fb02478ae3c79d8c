import type { PolicyId } from '../generated/ids.js';
import type { Policy } from '../generated/policy.js';
import type { NextAction, TransportError } from '../generated/retry.js';
import type { Destination } from './attempt.js';
import type { SafeFetchRefusalCode } from './errors.js';
import type { Body, InstanceOf, SchemeSelector } from './input.js';
/** The options of {@link bullmqDeliveries}. `provider` or `scheme` selects the signature scheme, as for `sign`. */
export type DeliveriesOptions = SchemeSelector & {
  /**
   * The id of a retry policy, or a custom policy. It determines when failed attempts are retried and how responses are
   * read.
   */
  readonly policy: PolicyId | Policy;
  /**
   * Looks up the endpoint of a subscription. It is called before each attempt, so that changes apply from the next
   * attempt on and no secret is stored in Redis.
   *
   * If it returns undefined or null, the subscription no longer exists, and the delivery ends. If it throws, the
   * attempt is deferred and does not count: see {@link Deferral}. If nothing can be sent to the endpoint that it
   * returns, for example because of an invalid URL or secret, the attempt fails.
   */
  readonly endpoint: (
    subscriptionId: string,
    job: DeliveryJob,
  ) => Endpoint | null | undefined | PromiseLike<Endpoint | null | undefined>;
  /**
   * Called when the policy gives up an endpoint, for example after a 410. Deactivate the subscription here; its waiting
   * deliveries then end at their next attempt. If it throws, or has not settled after `timeoutMs`, the attempt is deferred
   * and does not count: the request will be sent again.
   */
  readonly onDisable?: ((subscriptionId: string, reason: string) => unknown) | undefined;
  /**
   * Receives each attempt that has ended, for logs and metrics; after a 410, for example, once `onDisable` has
   * completed. Deferred attempts have not ended: `onDeferred` receives them. Errors that it throws are ignored, because
   * the receiver has already responded.
   */
  readonly onAttempt?: ((attempt: AttemptReport) => unknown) | undefined;
  /**
   * Receives each attempt that is deferred. This is the only place where the error is reported; it is not stored in
   * Redis. Errors that it throws are ignored.
   */
  readonly onDeferred?: ((deferral: Deferral) => unknown) | undefined;
  /**
   * Receives each problem that {@link checkRedis} finds, at the first job of a worker. By default, a process warning is
   * emitted. Errors that it throws are ignored.
   */
  readonly onWarning?: ((problem: RedisProblem) => unknown) | undefined;
  /** How long an attempt waits for a response, in milliseconds. By default the timeout of the policy, or 15 seconds. */
  readonly timeoutMs?: number | undefined;
  /**
   * Sends requests. By default {@link createSafeFetch} of `hookwright/safe-fetch`, which refuses addresses of internal
   * networks and needs Node. On other runtimes, this option is required.
   */
  readonly fetch?: Fetch | undefined;
  /**
   * Addresses that the default `fetch` permits although they are not globally reachable, such as `10.1.0.0/16`, for
   * endpoints in an intranet and for tests. By default none. Not together with `fetch`.
   */
  readonly allow?: readonly string[] | undefined;
  /** The ports that the default `fetch` permits. By default 80, 443 and all from 1024 to 65535. Not together with `fetch`. */
  readonly ports?: readonly number[] | undefined;
  /** The clock, in milliseconds since the epoch. By default the runtime's. If it throws, the attempt is deferred. */
  readonly now?: (() => number) | undefined;
};
/** The type of the runtime's `fetch`, if the runtime's types have it. */
export type Fetch = typeof globalThis extends {
  fetch: infer Type;
}
  ? Type
  : never;
/** The endpoint of a subscription. */
export interface Endpoint extends Destination {
  /** If false, nothing is sent, and the delivery ends. By default true. */
  readonly active?: boolean | undefined;
}
/** A new delivery of one event to one subscription. */
export interface NewDelivery<Options extends object = object> {
  /**
   * The event's id. It is signed as the message id, the same for each attempt, so that receivers can detect duplicates.
   * If the scheme signs an id, it must be ASCII without white space, `.`, `,`, `;` and `"`.
   */
  readonly eventId: string;
  /** The id of the subscription, with which `endpoint` is called. */
  readonly subscriptionId: string;
  /** The body, exactly as it is sent. Bytes are stored as base64. */
  readonly body: Body;
  /** The media type of the body. By default `application/json`. */
  readonly contentType?: string | undefined;
  /**
   * The delivery's id. By default, it consists of the ids of the event and the subscription. BullMQ does not add a job
   * whose id already exists, so an event that is added again is not delivered again while its job is stored. To deliver
   * it again on purpose, pass a different id.
   *
   * The job id is derived from it: characters that a job id cannot contain are percent-encoded, and an explicit id is
   * prefixed with a comma, such as `,again-1`.
   */
  readonly id?: string | undefined;
  /** When the first attempt is due, or from when the policy's delay before it counts. By default now. */
  readonly due?: Date | number | undefined;
  /** The name of the job in BullMQ's dashboards. By default `delivery`. */
  readonly name?: string | undefined;
  /** Other options of the job, such as `removeOnComplete`, `removeOnFail` and `priority`. */
  readonly opts?: (Options & ReservedJobOptions) | undefined;
}
/** Options of a job that cannot be passed, because the job factory sets them. */
export interface ReservedJobOptions {
  readonly jobId?: never;
  readonly attempts?: never;
  readonly backoff?: never;
  readonly delay?: never;
}
/** A job for `Queue.addBulk`. For `Queue.add`, pass its members as arguments. */
export interface NewJob<Options extends object = object> {
  name: string;
  data: DeliveryData;
  opts: Omit<Options, keyof ReservedJobOptions> & {
    jobId: string;
    /** The maximum number of attempts of the policy. If there is no limit, a number that is never reached. */
    attempts: number;
    /** Selects {@link Deliveries.backoffStrategy}. */
    backoff: {
      type: 'hookwright';
    };
    /** The time until the first attempt, in milliseconds. */
    delay: number;
    /** How many errors BullMQ stores with the job, the newest ones. Ten, unless `opts` has another number. */
    stackTraceLimit: number;
  };
}
/** The data of a delivery that is stored in Redis. It contains no secret, URL or header. */
export interface DeliveryData {
  readonly eventId: string;
  readonly subscriptionId: string;
  /** The text of the body, or its bytes as base64 if `base64` is true. */
  readonly body: string;
  readonly base64?: true;
  readonly contentType: string;
  /**
   * When the first attempt is due, in milliseconds since the epoch. The time limits of a policy are measured from here.
   */
  readonly firstMs: number;
  /**
   * The seed of the jitter, as for `planRetries`. It is derived from the delivery's id, so that the delays differ
   * between deliveries.
   */
  readonly seed: number;
}
/**
 * The action after an attempt: the decision of the policy or, if nothing was sent, the reason that the delivery ends.
 */
export type DeliveryAction =
  | NextAction
  | {
      readonly action: 'stop';
      readonly reason: NoAttemptReason;
    };
/** The reason that a delivery ends without an attempt. */
export type NoAttemptReason = 'endpoint_gone' | 'endpoint_inactive';
/** The members of BullMQ's `Job` that are used. */
export interface DeliveryJob {
  readonly id?: string | undefined;
  readonly data: DeliveryData;
  /**
   * The number of attempts that have ended. Attempts that stalled because a worker died, or that were deferred, do not
   * count.
   */
  readonly attemptsMade: number;
  readonly opts: {
    readonly attempts?: number | undefined;
  };
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
}
/** The members that the backoff strategy uses of a job, which may be of any kind. */
export interface FailedJob {
  readonly id?: string | undefined;
  readonly data?: unknown;
  /** When the job was added, in milliseconds since the epoch. */
  readonly timestamp?: number | undefined;
  readonly opts?:
    | {
        readonly delay?: number | undefined;
      }
    | undefined;
}
/** The return value of a job whose delivery succeeded. */
export interface DeliveryResult {
  /** The status of the response; 0 if there was none and the policy considers that a success. */
  readonly status: number;
  /** The number of the attempt, counted from 1. */
  readonly attempt: number;
}
/** An attempt that has ended. */
export interface AttemptReport {
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly jobId: string | undefined;
  /** Counted from 1. */
  readonly attempt: number;
  /** The status of the response; null if there was none. */
  readonly status: number | null;
  /** Why there was no response; null if there was one. */
  readonly error: TransportError | null;
  /**
   * Why the request or the response was refused, such as `address_refused` for an endpoint in an internal network; null if it
   * was not, or if the `fetch` is not one of `hookwright/safe-fetch`. `error` is `connection` then.
   */
  readonly code: SafeFetchRefusalCode | null;
  /** When the attempt began, in milliseconds since the epoch. */
  readonly startedMs: number;
  /** When the attempt ended, in milliseconds since the epoch. */
  readonly endedMs: number;
  /** What happens next. */
  readonly next: NextAction;
}
/**
 * An attempt that could not be made for a reason on the sender's side, and is repeated with the same number:
 * `endpoint`, `onDisable` or a getter of the endpoint threw, BullMQ aborted the attempt, or the worker's clock differs
 * from Redis's by more than five minutes. The delivery continues, however often that happens.
 */
export interface Deferral {
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly jobId: string | undefined;
  /** The number of the attempt, counted from 1. */
  readonly attempt: number;
  /** The error that was thrown; for an aborted attempt or a wrong clock, an error that says so. */
  readonly error: unknown;
  /**
   * When the attempt is due again, in milliseconds since the epoch: after the policy's delay for this attempt, or after
   * one minute if the policy has none. An aborted attempt is not delayed, and a job that a worker with a wrong clock
   * took returns to the queue at once.
   */
  readonly untilMs: number;
}
/** A problem with the settings of the Redis server that stores deliveries or claims. */
export interface RedisProblem {
  /**
   * `redis_not_durable`: Redis loses acknowledged data when it ends. `redis_evicts`: Redis evicts data when its memory
   * is full. `redis_unknown`: the settings could not be read.
   */
  readonly code: 'redis_not_durable' | 'redis_evicts' | 'redis_unknown';
  /** The problem and its remedy, for people. */
  readonly message: string;
}
/** The parts that BullMQ needs to deliver webhooks. */
export interface Deliveries {
  /**
   * Creates the job of a delivery. If a getter of the delivery throws, its error is the `cause` of the error that is
   * thrown.
   *
   * @throws TypeError or RangeError with a `code` for misuse
   */
  job<Options extends object = object>(delivery: NewDelivery<Options>): NewJob<Options>;
  /**
   * Processes a job: makes one attempt.
   *
   * It throws a {@link DeliveryError} unless the receiver accepts the delivery, a `TypeError` or `RangeError` of this
   * package for an invalid endpoint, and an error named `DelayedError`, which BullMQ does not record, for a deferred
   * attempt. It throws no other errors, because BullMQ stores errors in Redis.
   */
  processor(job: DeliveryJob, token?: string, signal?: InstanceOf<'AbortSignal'>): Promise<DeliveryResult>;
  /**
   * Returns how long BullMQ waits after a failed attempt, in milliseconds, or -1 if there is no further attempt. For
   * errors that the processor did not throw, the policy's schedule applies; for jobs of other kinds, it starts when the
   * job was first due.
   *
   * @param attemptsMade the number of the failed attempt, counted from 1
   */
  backoffStrategy(attemptsMade: number, type?: string, error?: Error, job?: FailedJob): number;
  /**
   * Options for workers: the backoff strategy, and no limit on how often a delivery is repeated because its worker
   * died. With BullMQ's default, a delivery fails permanently when its worker dies a second time.
   */
  readonly workerOptions: {
    readonly settings: {
      readonly backoffStrategy: Deliveries['backoffStrategy'];
    };
    readonly maxStalledCount: number;
  };
}
