import type { Migration } from './inbox-database.js';
/**
 * What a database does for an outbox. Each operation is one transaction, except `enqueue`, which is a part of the caller's,
 * and `endSubscription`, `replay` and `prune`, which change many rows in several transactions.
 * All instants are in milliseconds since the epoch, by the clock of the database.
 *
 * Every operation except `enqueue`, which waits as long as the client of the caller, rejects if the database does not answer
 * in time. `dispatcher` and `relay` then try again.
 */
export interface OutboxDatabase {
  /** The statements that create the tables, in order. */
  readonly migrations: readonly Migration[];
  /** Executes the migrations that the database does not have yet. Several processes may call it at the same time. */
  migrate(): Promise<void>;
  /**
   * Stores an event, and a delivery for each subscription, in the transaction of the caller. An event or a delivery that
   * is stored already is not changed.
   *
   * @returns the deliveries that were added; undefined, without a new delivery, if another body or content type is stored
   *   for the event
   * @throws TypeError if `tx` is not a transaction of this database
   */
  enqueue(tx: unknown, event: NewEvent): Promise<readonly AddedDelivery[] | undefined>;
  /**
   * Leases deliveries: those in `pending` or `waiting` that are due and whose subscription is not throttled, and those in
   * `sending` whose lease has ended. They become `sending`, with the token and a larger fence. Of two concurrent requests,
   * each gets other deliveries.
   */
  take(request: DeliveryRequest): Promise<TakenDeliveries>;
  /**
   * Extends leases by `leaseMs` from now.
   *
   * @returns the ids of the deliveries that are still held
   */
  renew(held: readonly HeldDelivery[], leaseMs: number): Promise<readonly string[]>;
  /**
   * Ends the holding of deliveries: each gets the state and the members of its settlement. A delivery that is no longer held
   * is not changed.
   *
   * @returns the ids of the deliveries that were held
   */
  settle(settlements: readonly DeliverySettlement[]): Promise<readonly string[]>;
  /**
   * Ends the holding of deliveries of which no attempt was made: each is again as it was before it was taken. A delivery that
   * is no longer held is not changed.
   */
  release(held: readonly HeldDelivery[]): Promise<void>;
  /**
   * Ends the deliveries of a subscription that are `pending` or `waiting`: they become `dead`.
   *
   * @returns how many
   */
  endSubscription(subscriptionId: string, reason: string): Promise<number>;
  /**
   * Delays all deliveries of a subscription until an instant, also those that are added later. Never shortens the time. A
   * settlement as `delivered`, of an attempt that began later, ends the delay.
   */
  throttle(subscriptionId: string, untilMs: number): Promise<void>;
  /** The states of deliveries by id. A delivery that is not stored is absent. */
  states(ids: readonly string[]): Promise<ReadonlyMap<string, DeliveryState>>;
  /**
   * Takes deliveries in `handed_over` that are due, so that their jobs are checked. Those that are returned are due again
   * after `checkMs`.
   *
   * @returns the ids
   */
  takeHandedOver(limit: number, checkMs: number): Promise<readonly string[]>;
  /**
   * Changes deliveries that another system sends, without a lease. A delivery that has ended is not changed, and `pending`
   * changes only one in `handed_over`.
   *
   * @returns the ids of those that were changed
   */
  settleHandedOver(settlements: readonly DeliveryOutcome[]): Promise<readonly string[]>;
  /**
   * Adds a delivery for the last one of each event and subscription that was selected and has ended. It has an id of its
   * own, and is due now.
   */
  replay(selection: DeliverySelection): Promise<readonly ReplayedDelivery[]>;
  /** Lists deliveries, those that were added last first. */
  list(selection: DeliveryListing): Promise<readonly OutboxDelivery[]>;
  /** Counts the deliveries. */
  backlog(): Promise<OutboxBacklog>;
  /** Deletes deliveries that ended more than `olderThanMs` ago, and as old events without deliveries. */
  prune(olderThanMs: number): Promise<OutboxPruned>;
}
/** An event to store. */
export interface NewEvent {
  readonly id: string;
  /** The body, byte for byte. */
  readonly body: Uint8Array;
  readonly contentType: string;
  /** The ids of the subscriptions, each once; at least one. */
  readonly subscriptions: readonly string[];
  /** When the deliveries are due, or from when the policy's delay before the first attempt counts. Null for now. */
  readonly dueMs: number | null;
}
/** A delivery that was added. */
export interface AddedDelivery {
  /** The id of the delivery: a UUID. */
  readonly id: string;
  readonly subscriptionId: string;
}
/** A delivery that was added by a replay. */
export interface ReplayedDelivery extends AddedDelivery {
  readonly eventId: string;
}
/** A request for deliveries. */
export interface DeliveryRequest {
  /** A random text that identifies this request, at least 128 bits. */
  readonly token: string;
  readonly leaseMs: number;
  /** How many deliveries at most. */
  readonly limit: number;
}
/** The deliveries that a request got. */
export interface TakenDeliveries {
  /** The time of the database. It has no meaning without deliveries. */
  readonly nowMs: number;
  readonly deliveries: readonly TakenDelivery[];
}
/** What identifies the holding of a delivery. */
export interface HeldDelivery {
  readonly id: string;
  readonly token: string;
  /** The fencing token: it is larger each time that the delivery is taken. */
  readonly fence: number;
}
/** A delivery that is held. */
export interface TakenDelivery extends HeldDelivery {
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** The number of attempts that have been settled. */
  readonly attempts: number;
  /** When the delivery was due when it was added. */
  readonly originMs: number;
  /** When the first attempt was due, which is where the policy's time limits begin. Null before the first take. */
  readonly firstMs: number | null;
}
/** How the holding of a delivery ends. */
export interface DeliverySettlement extends HeldDelivery, DeliveryOutcome {
  readonly attempts: number;
  readonly firstMs: number | null;
  /** When the attempt began. Null if none was made. */
  readonly startedMs: number | null;
  /** When the delivery is due again. It has no meaning in the states `delivered` and `dead`. */
  readonly dueMs: number;
}
/** The outcome of a delivery, or of its last attempt. */
export interface DeliveryOutcome {
  readonly id: string;
  readonly state: Exclude<DeliveryState, 'sending'>;
  /** The number of attempts that have been settled. */
  readonly attempts: number;
  /** Why the delivery ended or waits: a code, never a message. */
  readonly reason: string | null;
  /** The status of the last response. Null if there was none. */
  readonly status: number | null;
  /** Why there was no response: a code. Null if there was one. */
  readonly error: string | null;
}
/**
 * The state of a delivery. `pending`: no attempt has been settled. `sending`: it is held, with a lease. `waiting`: the last
 * attempt failed, and another one is due later. `handed_over`: a job in another system makes the attempts. `delivered`: the
 * receiver has accepted it. `dead`: it has ended without that.
 */
export type DeliveryState = 'pending' | 'sending' | 'waiting' | 'handed_over' | 'delivered' | 'dead';
/** Which deliveries are meant: those that fulfill every member. */
export interface DeliverySelection {
  /** The id of the delivery. */
  readonly id?: string | undefined;
  /** The id of the event. */
  readonly event?: string | undefined;
  /** The id of the subscription. */
  readonly subscription?: string | undefined;
  /** Deliveries that were added at this instant or later, in milliseconds since the epoch. */
  readonly sinceMs?: number | undefined;
  /** Deliveries that were added before this instant, in milliseconds since the epoch. */
  readonly untilMs?: number | undefined;
  readonly state?: DeliveryState | undefined;
}
/** Which deliveries are listed. */
export interface DeliveryListing extends DeliverySelection {
  readonly limit: number;
}
/** A delivery in a list, without the body. Instants are in milliseconds since the epoch. */
export interface OutboxDelivery {
  readonly id: string;
  readonly event: string;
  readonly subscription: string;
  /** 0 for the delivery that was enqueued, and a larger number for each replay of it. */
  readonly redelivery: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Why the delivery ended or waits, such as `attempts`: a code. */
  readonly reason: string | null;
  /** The status of the last response. Null if there was none. */
  readonly status: number | null;
  /** Why there was no response, such as `timeout`: a code. Null if there was one. */
  readonly error: string | null;
  readonly createdMs: number;
  /** When the next attempt is due, or when the job is checked. Null if the delivery has ended. */
  readonly dueMs: number | null;
  /** Null if the delivery has not ended. */
  readonly endedMs: number | null;
}
/** How many deliveries there are. */
export interface OutboxBacklog {
  /** Those that can be taken: `pending` or `waiting` and due, or `sending` with a lease that has ended. */
  readonly due: number;
  /** Those that would be due, but whose subscription is throttled. */
  readonly throttled: number;
  /** `pending` or `waiting`, and due later. */
  readonly scheduled: number;
  /** `sending`, with a lease that has not ended. */
  readonly sending: number;
  readonly handedOver: number;
  readonly dead: number;
  /** For how long the oldest due delivery has been due, or its lease has ended, in milliseconds. 0 if none is due. */
  readonly oldestDueMs: number;
}
/** What was deleted. */
export interface OutboxPruned {
  readonly deliveries: number;
  readonly events: number;
}
