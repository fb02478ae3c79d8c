// A worker with a wrong clock, in another process with a changed `Date.now`.

import './patience.mjs';

const { bullmq, queue, connection, apartMs, url, policy, secrets } = JSON.parse(process.argv[2]);
const now = Date.now;
Date.now = () => now() + apartMs;

const { bullmqDeliveries } = await import('hookwright/bullmq');
const { Worker } = await import(bullmq);
const deliveries = bullmqDeliveries({
  policy,
  provider: 'standard',
  allow: ['127.0.0.1/32'],
  endpoint: (to) => ({ url: `${url}/${to}`, secret: secrets[to], headers: { 'x-worker': 'skewed' } }),
  onDeferred: ({ error }) => process.send({ deferred: error.message }),
});
const worker = new Worker(queue, deliveries.processor, { connection, concurrency: 5, ...deliveries.workerOptions });
worker.on('error', () => {});
worker.on('failed', (job) => process.send({ failed: job?.id }));
