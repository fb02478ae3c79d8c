import type { ClaimStore } from './claims.js';
import type { Backlog, InboxDatabase, InboxItem, ItemSelection, Migration, ReplaySelection } from './inbox-database.js';
/**
 * An inbox: received events in a database of yours. Made by `postgresInbox` or `sqliteInbox`.
 *
 * `Tx` is the transaction in the form in which handlers get it.
 */
export interface Inbox<Tx = unknown> {
  /**
   * For the option `store` of a receiver: the event is claimed in a transaction that the handler gets as `context.tx`, so
   * that the effects of the handler are committed together with the record that the event was handled, or not at all.
   */
  readonly transactions: TransactionStore<Tx>;
  /** The statements that create the tables, for tools that execute migrations. */
  readonly migrations: readonly Migration[];
  /** What receivers and workers call. */
  readonly database: InboxDatabase<Tx>;
  /** Executes the migrations that the database does not have yet. Several processes may call it at the same time. */
  migrate(): Promise<void>;
  /**
   * Queues events again, due now and without attempts: those with an id, or all that a selection matches. The signature and
   * its timestamp are not checked again. Events that are being handled are not changed, nor are events without a stored
   * body, which the mode `transaction` records.
   *
   * The option `orderBy` of a worker applies to them: an event that is older than the last one that was handled for its object
   * is recorded as handled, without a call.
   *
   * @returns the number of events
   * @throws TypeError with a `code` if neither `id`, `type`, `state`, `since` nor `until` is given
   * @example
   * await inbox.replay({ name: 'billing', state: 'dead', since: new Date('2026-11-01') });
   */
  replay(selection: ReplayOptions): Promise<number>;
  /**
   * Lists events, those that arrived last first, without their bodies.
   *
   * @example
   * const dead = await inbox.list({ name: 'billing', state: 'dead', limit: 100 });
   */
  list(selection?: ListOptions): Promise<InboxItem[]>;
  /**
   * Counts the events that wait, of all endpoints or of one, for a gauge.
   *
   * @example
   * const { due, oldestDueMs } = await inbox.backlog({ name: 'billing' });
   */
  backlog(selection?: { readonly name?: string | undefined }): Promise<Backlog>;
  /**
   * Deletes events that were handled, or became dead, more than `days` ago. Events that the sender may still repeat are
   * kept, so that a repetition is not handled again. Call it at the start and each hour.
   *
   * @returns the number of events
   * @example
   * await inbox.prune({ days: 30 });
   */
  prune(options: { readonly days: number }): Promise<number>;
}
/** A store of claims whose claims are transactions. */
export interface TransactionStore<Tx = unknown> extends ClaimStore<Tx> {
  /** Whether a completion is a commit, which a receiver cannot repeat. */
  readonly isTransactional: true;
}
/** The period of arrival of events. */
interface Period {
  /** The first instant of arrival. */
  readonly since?: Date | number | undefined;
  /** The first instant of arrival that is not meant. */
  readonly until?: Date | number | undefined;
}
/** Which events are queued again. */
export type ReplayOptions = Omit<ReplaySelection, 'sinceMs' | 'untilMs'> & Period;
/** Which events are listed. */
export type ListOptions = Omit<ItemSelection, 'sinceMs' | 'untilMs'> &
  Period & {
    /** How many at most. By default 100. */
    readonly limit?: number | undefined;
  };
export {};
