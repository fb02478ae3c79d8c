import type { InboxDatabase } from '../../types/inbox-database.js';

/** The workers of this process that wait for events, by the database and the name of the endpoint. */
const waiting = new WeakMap<object, Map<string, Set<() => void>>>();

/** Wakes the workers of this process that wait for events of an endpoint, so that they need not wait for their next poll. */
export function announce(database: InboxDatabase, endpoint: string): void {
  for (const wake of waiting.get(database)?.get(endpoint) ?? []) wake();
}

/** Calls a function when this process has stored an event of an endpoint. Returns the function that ends this. */
export function listen(database: InboxDatabase, endpoint: string, wake: () => void): () => void {
  let byEndpoint = waiting.get(database);
  if (byEndpoint === undefined) {
    byEndpoint = new Map();
    waiting.set(database, byEndpoint);
  }
  const wakes = byEndpoint.get(endpoint) ?? new Set();
  byEndpoint.set(endpoint, wakes.add(wake));
  return () => wakes.delete(wake);
}
