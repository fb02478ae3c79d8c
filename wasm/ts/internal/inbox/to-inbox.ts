import type { Inbox } from '../../types/inbox.js';
import type { InboxDatabase } from '../../types/inbox-database.js';
import * as errors from '../sql/errors.js';

/** The options that have no effect in a receiver that stores events: they are those of workers, or of other stores. */
const OF_WORKERS = [
  'on',
  'onUnknown',
  'orderBy',
  'store',
  'ack',
  'waitUntil',
  'ifStoreFails',
  'leaseMs',
  'maxHandlingMs',
  'tracing',
] as const;

/** Checks the option `inbox` of a receiver, and refuses the options that have no effect with it. */
export function toInbox(
  given: { readonly inbox?: unknown } & { readonly [Name in (typeof OF_WORKERS)[number]]?: unknown },
): InboxDatabase | undefined {
  if (given.inbox === undefined) return undefined;
  for (const name of OF_WORKERS) if (given[name] !== undefined) throw errors.optionOfWorker(name);
  return databaseOf(given.inbox);
}

/** The database of an inbox. */
export function databaseOf(inbox: unknown): InboxDatabase {
  const { database } = (inbox ?? {}) as Partial<Inbox>;
  if (typeof database?.add !== 'function' || typeof database.take !== 'function') throw errors.notAnInbox(inbox);
  return database;
}

/** Whether the claims of a store are transactions. */
export function isTransactional(store: unknown): boolean {
  return (store as { readonly isTransactional?: unknown } | null | undefined)?.isTransactional === true;
}
