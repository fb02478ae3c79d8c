import type { Deliveries } from '../../types/bullmq.js';
import type { OutboxDatabase } from '../../types/outbox-database.js';
import * as errors from './errors.js';

/** What a dispatcher or a relay uses of an outbox. */
export function databaseOf(outbox: unknown): OutboxDatabase {
  const { database } = (outbox ?? {}) as { readonly database?: OutboxDatabase };
  if (typeof database !== 'object' || database === null || typeof database.take !== 'function') {
    throw errors.notAnOutbox(outbox);
  }
  return database;
}

/** What a relay uses of the parts for BullMQ. */
export function deliveriesOf(deliveries: unknown): Deliveries {
  const { job, processor, backoffStrategy } = (deliveries ?? {}) as Partial<Deliveries>;
  if ([job, processor, backoffStrategy].some((each) => typeof each !== 'function')) {
    throw errors.notDeliveries(deliveries);
  }
  return deliveries as Deliveries;
}
