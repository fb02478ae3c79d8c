import type { Claim, ClaimRequest, EventOrder, HeldClaim } from './claims.js';
/**
 * What a database does for an inbox. Each operation is one transaction, and uses the clock of the database. The state
 * machine is `inbox` in the core; every database passes the same test vectors.
 *
 * `Tx` is the transaction in the form in which handlers get it.
 *
 * Every operation rejects with the code `store_unavailable` if the database does not answer in time.
 */
export interface InboxDatabase<Tx = unknown> {
  /** The statements that create the tables, in order. */
  readonly migrations: readonly Migration[];
  /**
   * How many transactions can be open at the same time so that other statements need not wait for them. Undefined if that is
   * not known. The workers of a process share it.
   */
  readonly maxTransactions?: number | undefined;
  /** What has these transactions, such as a pool, if other inboxes of the process use it too. */
  readonly client?: object | undefined;
  /** Executes the migrations that the database does not have yet. Several processes may call it at the same time. */
  migrate(): Promise<void>;
  /** Stores an event, committed. False, without a change, if there is an item with this key. */
  add(item: NewItem): Promise<boolean>;
  /**
   * Leases items of an endpoint that are due: queued, or working with a lease that has ended. Those whose attempts have
   * reached the limit become dead instead.
   */
  take(request: TakeRequest): Promise<Taken>;
  /** Extends the lease of an item by `leaseMs` from now. False if the item is no longer held. */
  renew(held: HeldItem, leaseMs: number): Promise<boolean>;
  /** Ends the handling of an item. False, without a change, if the item is no longer held. */
  settle(held: HeldItem, settlement: Settlement): Promise<boolean>;
  /** The position of the newest handled event of an object. Undefined if none is known. */
  newest(object: string): Promise<number | undefined>;
  /**
   * Queues items again: due now, without attempts. Items that are being handled are not changed, nor are items without a
   * body, which the mode `transaction` writes.
   *
   * @returns the number of items
   */
  replay(selection: ReplaySelection): Promise<number>;
  /** Lists items, those that arrived last first. */
  list(selection: ListSelection): Promise<InboxItem[]>;
  /** Counts the items that wait. */
  backlog(name: string | undefined): Promise<Backlog>;
  /**
   * Deletes items that were handled, or became dead, more than `olderThanMs` ago, if their event is not to be remembered
   * any more.
   *
   * @returns the number of items
   */
  prune(olderThanMs: number): Promise<number>;
  /** Begins a transaction. Nothing of it is visible to others before its commit. */
  begin(limits: TransactionLimits): Promise<InboxTransaction<Tx>>;
}
/** A transaction of a handler. After `commit` or `rollback`, it must not be used. */
export interface InboxTransaction<Tx = unknown> {
  /** What the handler gets. */
  readonly tx: Tx;
  /**
   * Claims an event for the mode `transaction`, without waiting for others: `busy` if another transaction holds the claim.
   * `claimed` and `outdated` have written the item as handled, which counts from the commit on.
   */
  claim(request: EndpointClaim): Promise<Claim>;
  /**
   * Checks, after the handler, that the transaction still works and contains the claim, and notes the position of the
   * event.
   *
   * @throws with the code `transaction_aborted` if a statement of the handler has failed, or if the handler has ended the
   * transaction
   */
  complete(held: HeldClaim): Promise<void>;
  /**
   * Ends the handling of an item of a worker. False, without a change, if the item is no longer held.
   *
   * @throws with the code `transaction_aborted` if a statement of the handler has failed, or if the handler has ended the
   * transaction
   */
  settle(held: HeldItem, settlement: Settlement): Promise<boolean>;
  /** Keeps the session from being idle. False if the session has ended, so that nothing can be committed any more. */
  touch(): Promise<boolean>;
  /**
   * Commits.
   *
   * @throws with the code `transaction_aborted` if the database has rolled back, because a statement of the handler has
   * failed; with `commit_failed` if the commit failed, or if its answer was lost
   */
  commit(): Promise<void>;
  /** Rolls back. It never rejects: a session that does not answer is closed, which the database answers with a rollback. */
  rollback(): Promise<void>;
}
/** A request to claim an event for the mode `transaction`. The key is at most 512 characters. */
export interface EndpointClaim extends ClaimRequest {
  /** The name of the endpoint. */
  readonly endpoint: string;
  readonly tenant: string | null;
}
/** The time limits of a transaction. */
export interface TransactionLimits {
  /** How long the session may be idle before the database ends it, in milliseconds. */
  readonly idleMs: number;
  /** How long to wait for a free connection, or for other transactions, in milliseconds. By default that of the database. */
  readonly waitMs?: number | undefined;
  /**
   * Whether the transaction is that of a worker. It must be able to change the item although its lease was renewed in other
   * sessions, so it is `read committed` in Postgres. It may wait for those of the same process for as long as a lease.
   */
  readonly isOfWorker?: boolean | undefined;
}
/** A numbered change of the tables. */
export interface Migration {
  /** From 1, without gaps. */
  readonly version: number;
  /** What it does, such as `create the inbox`. */
  readonly name: string;
  /** The statements. */
  readonly sql: string;
}
/** An event that is stored. */
export interface NewItem {
  /** The name of the endpoint, the tenant, a colon, and the id or a digest of the delivery. At most 512 characters. */
  readonly key: string;
  /** The name of the endpoint. */
  readonly endpoint: string;
  readonly tenant: string | null;
  readonly eventId: string | null;
  readonly eventType: string | null;
  /** When the request arrived, in milliseconds since the epoch, by the clock of the receiver. */
  readonly receivedAtMs: number;
  /** The body, byte for byte. */
  readonly body: Uint8Array;
  /** The header fields that the sender's row names for the type and the id, and the content type. Never credentials. */
  readonly headers: {
    readonly [name: string]: string;
  };
  /** What the verification found, which the worker needs to make the event. */
  readonly verdict: StoredVerdict;
  /** How long the event is remembered from now, in milliseconds: as long as the sender may repeat it. */
  readonly keepMs: number;
}
/** What is kept of a verdict. */
export interface StoredVerdict {
  readonly key: {
    readonly index: number;
    readonly name?: string | undefined;
  };
  readonly id?: string | undefined;
  readonly idSigned?: boolean | undefined;
  readonly timestampMs?: number | undefined;
  readonly unsigned?: readonly string[] | undefined;
}
/** A request for items to handle. */
export interface TakeRequest {
  readonly endpoint: string;
  /** A random text that identifies this request, at least 128 bits. */
  readonly token: string;
  readonly leaseMs: number;
  /** How many items at most. */
  readonly limit: number;
  /** How many attempts an item has at most. Undefined if there is no limit. */
  readonly maxAttempts?: number | undefined;
}
/** The items that a request got. */
export interface Taken {
  readonly items: readonly TakenItem[];
  /** The items that have become dead, because their attempts have reached the limit without an end: their workers died. */
  readonly buried: readonly InboxItem[];
}
/** What identifies the handling of an item. */
export interface HeldItem {
  readonly key: string;
  readonly token: string;
  /** The fencing token: it is larger for each later handling of the event. */
  readonly fence: number;
}
/** An item that is held. */
export interface TakenItem extends HeldItem, Omit<NewItem, 'keepMs'> {
  /** The number of this attempt, from 1. */
  readonly attempts: number;
  /** How often the handler has deferred the event. */
  readonly deferrals: number;
  /** When the first attempt was due, since the last replay, in milliseconds since the epoch. */
  readonly firstAtMs: number;
  /** The time of the database when the item was taken, in milliseconds since the epoch. */
  readonly takenAtMs: number;
}
/** How a handling ends. */
export type Settlement =
  /** The event has been handled, or is outdated. `order` notes its position, if the handler has run. */
  | {
      readonly op: 'complete';
      readonly order?: EventOrder | undefined;
    }
  /** The handler has failed; the next attempt is due after the delay. */
  | {
      readonly op: 'retry';
      readonly delayMs: number;
      readonly error: string;
    }
  /** The handler has deferred the event, which does not count as an attempt. */
  | {
      readonly op: 'defer';
      readonly delayMs: number;
    }
  /** The event will not be attempted again. */
  | {
      readonly op: 'bury';
      readonly error: string;
    }
  /**
   * The worker stops, or the database has prevented the handling, which does not count as an attempt. The event is due after
   * the delay, or now.
   */
  | {
      readonly op: 'release';
      readonly delayMs?: number | undefined;
    };
/** The state of an item. */
export type ItemState = 'queued' | 'working' | 'handled' | 'dead';
/** An item, without its body. */
export interface InboxItem {
  readonly key: string;
  /** The name of the endpoint. */
  readonly name: string;
  readonly tenant: string | null;
  readonly id: string | null;
  readonly type: string | null;
  readonly state: ItemState;
  readonly attempts: number;
  readonly deferrals: number;
  readonly receivedAtMs: number;
  /** When the next attempt is due. Null unless the item is queued. */
  readonly dueAtMs: number | null;
  /** When the item was handled or became dead. Null unless it was. */
  readonly endedAtMs: number | null;
  /** The name and the code of the last error. Null if there was none. */
  readonly lastError: string | null;
}
/** Which items are meant. */
export interface ItemSelection {
  /** The name of the endpoint. */
  readonly name?: string | undefined;
  /** The id of the event. */
  readonly id?: string | undefined;
  /** The type of the event. */
  readonly type?: string | undefined;
  readonly state?: ItemState | undefined;
  /** The first instant of arrival, in milliseconds since the epoch. */
  readonly sinceMs?: number | undefined;
  /** The first instant of arrival that is not meant, in milliseconds since the epoch. */
  readonly untilMs?: number | undefined;
}
/** Which items are queued again. */
export interface ReplaySelection extends ItemSelection {
  readonly state?: 'dead' | 'handled' | 'queued' | undefined;
}
/** Which items are listed. */
export interface ListSelection extends ItemSelection {
  readonly limit: number;
}
/** How many items wait. */
export interface Backlog {
  /** Items that a worker can take: queued and due, or left by a worker that died. */
  readonly due: number;
  /** Items that are queued for later. */
  readonly scheduled: number;
  /** Items that are being handled. */
  readonly working: number;
  readonly dead: number;
  /** How long the oldest due item has been due, in milliseconds. 0 if none is. */
  readonly oldestDueMs: number;
}
