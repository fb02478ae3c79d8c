import type { DeliveryJob } from '../../types/bullmq.js';

/**
 * The member of the data of a job that contains the id of its delivery in the outbox. Jobs that were added without a relay do
 * not have it.
 */
const MEMBER = 'outbox';

/** The data of a job, with the id of its delivery. */
export function withOutboxId<Data extends object>(data: Data, id: string): Data {
  return { ...data, [MEMBER]: id };
}

/** The id of the delivery of a job; undefined if it was added without a relay. */
export function outboxIdOf({ data }: DeliveryJob): string | undefined {
  const id = (data as { readonly [MEMBER]?: unknown } | null | undefined)?.[MEMBER];
  return typeof id === 'string' ? id : undefined;
}
