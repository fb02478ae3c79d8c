// Uses with the types of BullMQ, without casts.

import { type BackoffStrategy, type JobsOptions, type Processor, Queue, Worker, type WorkerOptions } from 'bullmq';
import {
  type AttemptReport,
  bullmqDeliveries,
  checkRedis,
  type Deferral,
  type Deliveries,
  type DeliveryData,
  DeliveryError,
  type DeliveryResult,
  type Endpoint,
  type RedisProblem,
} from 'hookwright/bullmq';

const connection = { host: '127.0.0.1', port: 6379 };
const endpoints = new Map<string, Endpoint>();

export const deliveries: Deliveries = bullmqDeliveries({
  policy: 'standard',
  provider: 'standard',
  endpoint: async (subscriptionId, job) => (job.attemptsMade < 3 ? endpoints.get(subscriptionId) : null),
  onDisable: async (subscriptionId: string, reason: string) => void [subscriptionId, reason],
  onAttempt: ({ attempt, status, next }: AttemptReport) => {
    const delayMs: number | undefined = next.action === 'retry' && next.throttled ? next.delayMs : undefined;
    console.log(attempt, status, delayMs);
  },
  onDeferred: ({ jobId, attempt, error, untilMs }: Deferral) => {
    console.error(jobId ?? '', attempt, error instanceof Error ? error.message : error, new Date(untilMs));
  },
  onWarning: ({ code, message }: RedisProblem) => console.warn(code, message),
  timeoutMs: 5_000,
  fetch,
  now: () => Date.now(),
});

export const processor: Processor<DeliveryData, DeliveryResult> = deliveries.processor;
export const backoffStrategy: BackoffStrategy = deliveries.backoffStrategy;
export const workerOptions: Partial<WorkerOptions> = deliveries.workerOptions;

export const worker = new Worker('webhooks', deliveries.processor, { connection, ...deliveries.workerOptions });
export const typedWorker = new Worker<DeliveryData, DeliveryResult>('webhooks', deliveries.processor, {
  connection,
  concurrency: 50,
  ...deliveries.workerOptions,
  settings: { ...deliveries.workerOptions.settings },
});
typedWorker.on('failed', (job, error) => {
  if (error instanceof DeliveryError) console.log(job?.data.subscriptionId, error.status, error.next.action);
});

export const problems: Promise<RedisProblem[]> = checkRedis(new Queue('webhooks', { connection }));

export const queue = new Queue<DeliveryData, DeliveryResult>('webhooks', { connection });
export const untypedQueue = new Queue('webhooks', { connection });

export async function produce(eventId: string, body: Uint8Array): Promise<number> {
  const plain = deliveries.job({ eventId, subscriptionId: 'sub_1', body: '{}' });
  const kept = { removeOnComplete: { age: 86_400 }, priority: 2 } satisfies JobsOptions;
  const full = deliveries.job({
    eventId,
    subscriptionId: 'sub_2',
    body,
    contentType: 'application/octet-stream',
    id: `again-${eventId}`,
    due: new Date(),
    name: 'user.created',
    opts: kept,
  });
  await queue.add(plain.name, plain.data, plain.opts);
  await untypedQueue.addBulk([plain, full]);
  const [job] = await queue.addBulk([plain, full]);
  const status: number | undefined = job?.returnvalue.status;
  return status ?? full.opts.priority + full.opts.stackTraceLimit;
}

// @ts-expect-error the factory sets it
deliveries.job({ eventId: 'evt_1', subscriptionId: 'sub_1', body: '{}', opts: { attempts: 3 } });
// @ts-expect-error a missing subscription
deliveries.job({ eventId: 'evt_1', body: '{}' });
// @ts-expect-error neither a provider nor a scheme
bullmqDeliveries({ policy: 'standard', endpoint: () => undefined });
// @ts-expect-error an unknown policy
bullmqDeliveries({ policy: 'standart', provider: 'standard', endpoint: () => undefined });
