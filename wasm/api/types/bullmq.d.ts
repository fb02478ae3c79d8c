import type { PolicyId } from '../generated/ids.js';
import type { Policy } from '../generated/policy.js';
import type { NextAction, TransportError } from '../generated/retry.js';
import type { Destination } from './attempt.js';
import type { Body, Instance, Signer } from './input.js';
/** What {@link bullmqDeliveries} takes. `provider` or `scheme` says how deliveries are signed, as for `sign`. */
export type DeliveriesOptions = Signer & {
  /** When failed attempts are made again, and how answers are read: whose policy, or one of your own. */
  readonly policy: PolicyId | Policy;
  /**
   * Looks up where the deliveries of a subscription go. It is asked before each attempt, so that a change counts from the
   * next attempt on and no secret is kept in Redis. Undefined or null: there is no such subscription any more, and the
   * delivery ends. If it throws, the attempt is put off, and costs the delivery none: see {@link Deferral}. What it gives and
   * nothing can be sent to, for want of a usable URL or secret for example, fails the attempt.
   */
  readonly endpoint: (
    subscriptionId: string,
    job: DeliveryJob,
  ) => Endpoint | null | undefined | PromiseLike<Endpoint | null | undefined>;
  /**
   * Told that the policy gives an endpoint up, for a 410 for example. Switch the subscription off here: deliveries to it
   * that wait then end at their next attempt. If it throws, the attempt is put off, and costs the delivery none: when it is
   * made again, the receiver is asked again.
   */
  readonly onDisable?: ((subscriptionId: string, reason: string) => unknown) | undefined;
  /**
   * Told of each attempt that has ended, for logs and figures; of a 410 for example once `onDisable` has taken note of it.
   * Attempts that are put off have not ended: `onDeferred` is told of those. What it throws is ignored: the receiver has
   * answered.
   */
  readonly onAttempt?: ((attempt: AttemptReport) => unknown) | undefined;
  /**
   * Told of each attempt that is put off. Nobody else is: nothing of the error is in Redis. What it throws is ignored.
   */
  readonly onDeferred?: ((deferral: Deferral) => unknown) | undefined;
  /**
   * Receives each problem of Redis that {@link checkRedis} finds, at the first job of a worker. By default, they are process
   * warnings. What it throws is ignored.
   */
  readonly onWarning?: ((problem: RedisProblem) => unknown) | undefined;
  /** How long an attempt waits for an answer, in milliseconds; by default what the policy says, or 15 seconds. */
  readonly timeoutMs?: number | undefined;
  /**
   * Sends requests; by default the host's `fetch`. Where others choose the URLs, pass one that refuses addresses of your
   * own network.
   */
  readonly fetch?: Fetch | undefined;
  /** The clock, in milliseconds since the epoch; by default the host's. If it throws, the attempt is put off. */
  readonly now?: (() => number) | undefined;
};
/** The host's `fetch`, where its types have it. */
export type Fetch = typeof globalThis extends {
  fetch: infer Type;
}
  ? Type
  : never;
/** Where deliveries of a subscription go. */
export interface Endpoint extends Destination {
  /** False: nothing is sent, and the delivery ends. By default true. */
  readonly active?: boolean | undefined;
}
/** One event for one subscription. */
export interface Delivery<Options extends object = object> {
  /**
   * The event's id. It is signed as the message's id, the same at each attempt, so that receivers know what comes twice. Where
   * the scheme signs one, it has no white space, none of `.`, `,`, `;` and `"`, and nothing beyond ASCII.
   */
  readonly eventId: string;
  /** Whom it goes to: what `endpoint` is asked with. */
  readonly subscriptionId: string;
  /** The body, exactly as it is to be sent. Bytes are kept as base64. */
  readonly body: Body;
  /** What the body is; by default `application/json`. */
  readonly contentType?: string | undefined;
  /**
   * The delivery's id, of which the job's is made; by default the event's and the subscription's. BullMQ adds no job whose
   * id it has, so an event that is added again is not delivered again as long as its job is kept. To deliver it again on
   * purpose, give an id of its own. What may not stand in a job's id is escaped as in a URL, and before an id of its own there
   * is a comma: `,again-1`.
   */
  readonly id?: string | undefined;
  /** When the first attempt is due; by default now. */
  readonly due?: Date | number | undefined;
  /** What the job is called in BullMQ's dashboards; by default `delivery`. */
  readonly name?: string | undefined;
  /** Further options of the job: `removeOnComplete`, `removeOnFail`, `priority` and others. */
  readonly opts?: (Options & SetHere) | undefined;
}
/** Options of a job that the factory sets, so that they cannot be given. */
export interface SetHere {
  readonly jobId?: never;
  readonly attempts?: never;
  readonly backoff?: never;
  readonly delay?: never;
}
/** A job as `Queue.addBulk` takes it; for `Queue.add`, its members are the arguments. */
export interface NewJob<Options extends object = object> {
  name: string;
  data: DeliveryData;
  opts: Omit<Options, keyof SetHere> & {
    jobId: string;
    /** The most attempts that the policy makes. Where it has no end, a number that is never reached. */
    attempts: number;
    /** Sends BullMQ to {@link Deliveries.backoffStrategy}. */
    backoff: {
      type: 'hookwright';
    };
    /** Until the first attempt, in milliseconds. */
    delay: number;
    /** How many errors BullMQ keeps with the job, the newest: ten, unless `opts` says otherwise. */
    stackTraceLimit: number;
  };
}
/** What is kept in Redis of a delivery. There is no secret, no URL and no header in it. */
export interface DeliveryData {
  readonly eventId: string;
  readonly subscriptionId: string;
  /** The text of the body or, where `base64` is true, its bytes. */
  readonly body: string;
  readonly base64?: true;
  readonly contentType: string;
  /** When the first attempt is due, in milliseconds since the epoch: what the limits of a policy are counted from. */
  readonly firstMs: number;
  /** Draws the jitter, as `planRetries` takes it. It follows from the delivery's id, so that each has waits of its own. */
  readonly seed: number;
}
/** What comes after an attempt: as a policy says or, where nothing was sent, why the delivery ends. */
export type DeliveryAction =
  | NextAction
  | {
      readonly action: 'stop';
      readonly reason: NoAttempt;
    };
/** Why a delivery ends without an attempt. */
export type NoAttempt = 'endpoint_gone' | 'endpoint_inactive';
/** What is used of BullMQ's `Job`. */
export interface DeliveryJob {
  readonly id?: string | undefined;
  readonly data: DeliveryData;
  /** The attempts that have ended. Those that stalled, as their worker died, or were put off are not among them. */
  readonly attemptsMade: number;
  readonly opts: {
    readonly attempts?: number | undefined;
  };
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
}
/** What the strategy uses of a job, which may be of any kind. */
export interface FailedJob {
  readonly id?: string | undefined;
  readonly data?: unknown;
  /** When it was added, in milliseconds since the epoch. */
  readonly timestamp?: number | undefined;
  readonly opts?:
    | {
        readonly delay?: number | undefined;
      }
    | undefined;
}
/** What a job returns whose delivery was taken. */
export interface Delivered {
  /** The status of the answer; 0 where there was none, and the policy takes that for success. */
  readonly status: number;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
}
/** An attempt that has ended. */
export interface AttemptReport {
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly jobId: string | undefined;
  /** Counted from 1. */
  readonly attempt: number;
  /** The status of the answer; null where there was none. */
  readonly status: number | null;
  /** Why there was none. */
  readonly error: TransportError | null;
  /** When it began, in milliseconds since the epoch. */
  readonly startedMs: number;
  /** When it ended. */
  readonly endedMs: number;
  /** What comes now. */
  readonly next: NextAction;
}
/**
 * An attempt that came to nothing for a reason of the sender's own, and is made again under the same number: `endpoint`,
 * `onDisable` or a getter of the endpoint threw, BullMQ broke the attempt off, or the clock of the worker is more than five
 * minutes apart from the one of Redis. However often that happens, the delivery goes on.
 */
export interface Deferral {
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly jobId: string | undefined;
  /** The attempt's number, from 1. */
  readonly attempt: number;
  /** What was thrown; for what was broken off, and for a wrong clock, an error that says so. */
  readonly error: unknown;
  /**
   * Until when it is put off, in milliseconds since the epoch: for as long as the policy waits after this attempt, or a minute
   * where it has no wait then. What was broken off is not put off any longer, and what comes to a worker with a wrong clock goes
   * back to the others at once.
   */
  readonly untilMs: number;
}
/** A problem of the Redis that stores deliveries. */
export interface RedisProblem {
  /**
   * `redis_not_durable`: it loses what it has acknowledged when it ends. `redis_evicts`: it drops data when its memory is full.
   * `redis_unknown`: its settings could not be read.
   */
  readonly code: 'redis_not_durable' | 'redis_evicts' | 'redis_unknown';
  /** What to do about it, for a person. */
  readonly message: string;
}
/** What BullMQ is given. */
export interface Deliveries {
  /**
   * Makes the job of a delivery. What a getter of the delivery throws is the `cause` of the error that is thrown then.
   *
   * @throws TypeError or RangeError with a `code`, if it is called wrongly
   */
  job<Options extends object = object>(delivery: Delivery<Options>): NewJob<Options>;
  /**
   * What workers do with a job: one attempt. It throws a {@link DeliveryError} unless the receiver took the delivery, and an
   * error named `DelayedError`, which BullMQ takes no note of, where the attempt has been put off. What is wrong with the endpoint
   * that was given is a `TypeError` or `RangeError` of this package. Nothing else is thrown: BullMQ keeps errors in Redis.
   */
  processor(job: DeliveryJob, token?: string, signal?: Instance<'AbortSignal'>): Promise<Delivered>;
  /**
   * How long BullMQ waits after an attempt that failed, in milliseconds; -1 where there is no other one. Where the error is not
   * the processor's, the policy's schedule says so, counted for a job of another kind from when it was to be taken up first.
   *
   * @param attemptsMade the number of the attempt that failed, from 1
   */
  backoffStrategy(attemptsMade: number, type?: string, error?: Error, job?: FailedJob): number;
  /**
   * Options for workers: the strategy above, and that a delivery whose worker died is made again, however often that
   * happens. With BullMQ's default, a delivery fails for good when its worker dies a second time.
   */
  readonly workerOptions: {
    readonly settings: {
      readonly backoffStrategy: Deliveries['backoffStrategy'];
    };
    readonly maxStalledCount: number;
  };
}
