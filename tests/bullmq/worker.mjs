// A worker process. It receives the secrets, which must not be in Redis, from its parent.

import { bullmqDeliveries } from 'hookwright/bullmq';

process.once('message', async ({ bullmq = 'bullmq', queue, connection, name, url, policy, secrets, options }) => {
  const { Worker } = await import(bullmq);
  const deliveries = bullmqDeliveries({
    policy,
    provider: 'standard',
    allow: ['127.0.0.1/32'],
    endpoint: async (subscriptionId, job) => ({
      url: `${url}/${subscriptionId}`,
      secret: secrets[subscriptionId],
      // The receiver's script needs the name of the worker and the number of the attempt.
      headers: { 'x-worker': name, 'x-attempt': String(job.attemptsMade + 1) },
    }),
  });
  const worker = new Worker(queue, deliveries.processor, { connection, name, ...deliveries.workerOptions, ...options });
  worker.on('error', (error) => process.send({ error: error.stack }));
  await worker.waitUntilReady();
  process.send({ ready: true });
  process.once('message', async () => {
    await worker.close();
    process.disconnect();
  });
});
