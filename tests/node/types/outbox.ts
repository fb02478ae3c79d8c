// The types of outboxes, with those of BullMQ.

import { Queue, Worker } from 'bullmq';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { dispatcher, type OutboxLogEntry, relay, relayed } from 'hookwright/outbox';
import { type Outbox, postgresOutbox } from 'hookwright/postgres';

const client = {
  query: async (_text: string, _parameters: readonly (string | Uint8Array | null)[], _tx?: { id: number }) => [],
  transaction: async (_work: (tx: { id: number }) => Promise<void>) => undefined,
};
const outbox: Outbox<object> = postgresOutbox(client, { prefix: 'hooks_', timeoutMs: 1_000 });

const added = await outbox.enqueue({ id: 1 }, { event: { id: 'evt_1', body: '{}' }, subscriptions: ['sub_1'] });
const ids: string[] = added.map(({ id }) => id);
// @ts-expect-error A transaction is an object.
await outbox.enqueue(1, { event: { id: 'evt_1', body: '{}' }, subscriptions: ids });
// @ts-expect-error A delivery that has not ended is not replayed.
await outbox.replay({ state: 'pending' });
const [delivery] = await outbox.list({ state: 'dead', since: new Date(), limit: 10 });
const reason: string | null | undefined = delivery?.reason;
const { oldestDueMs }: { oldestDueMs: number } = await outbox.backlog();

const endpoint = (id: string) => ({ url: 'https://receiver.example', secret: `${id} ${reason} ${oldestDueMs}` });
const running = dispatcher({
  outbox,
  provider: 'standard',
  policy: 'standard',
  endpoint,
  onAttempt: ({ next }) => (next.action === 'retry' ? next.throttled : next.reason),
  onDead: ({ reason: why }) => why.length,
  log: ({ code, error }: OutboxLogEntry) => [code === 'database_failed', error],
});
running.wake();
await running.stop();
// @ts-expect-error The policy is required.
dispatcher({ outbox, provider: 'standard', endpoint });
// @ts-expect-error Either a provider or a scheme.
dispatcher({ outbox, provider: 'standard', scheme: 'standard/v1', policy: 'standard', endpoint });

const connection = { host: '127.0.0.1' };
const deliveries = bullmqDeliveries({ provider: 'standard', policy: 'standard', endpoint });
const queue = new Queue('webhooks', { connection });
relay({ outbox, queue, deliveries, opts: { removeOnComplete: true } });
const { processor, workerOptions } = relayed({ outbox, deliveries });
new Worker('webhooks', processor, { connection, ...workerOptions });
