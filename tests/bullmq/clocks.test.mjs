// Workers with wrong clocks next to one with a correct clock, on Redis: they send nothing, and no delivery is lost.

import './patience.mjs';
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import * as newest from 'bullmq';
import * as oldest from 'bullmq5';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { startReceiver } from './receiver.mjs';
import { startRedis } from './redis.mjs';
import { secretOf } from './script.mjs';

const timeout = 120_000;
const YEARS = 10 * 365 * 86_400_000;
const EVENTS = 20;
const file = fileURLToPath(new URL('skewed.mjs', import.meta.url));

for (const [name, { Queue, Worker }] of Object.entries({ bullmq: newest, bullmq5: oldest })) {
  for (const [side, apartMs] of [
    ['ahead', YEARS],
    ['behind', -YEARS],
  ]) {
    test(`${name}: a worker whose clock is years ${side} loses nothing`, { timeout }, async (context) => {
      const connection = await startRedis(context);
      const receiver = await startReceiver(context, secretOf, () => 204);
      const policy = { id: 'mine', schedule: { kind: 'table', delaysMs: [0, 50] }, stop: { maxElapsedMs: 3_600_000 } };
      const deliveries = bullmqDeliveries({
        policy,
        provider: 'standard',
        allow: ['127.0.0.1/32'],
        endpoint: (to) => ({ url: `${receiver.url}/${to}`, secret: secretOf(to), headers: { 'x-worker': 'right' } }),
      });
      const queue = new Queue('clocks', { connection });
      context.after(() => queue.close());
      const settings = { bullmq: name, queue: 'clocks', connection, apartMs, url: receiver.url, policy };
      const child = fork(file, [JSON.stringify({ ...settings, secrets: { sub_1: secretOf('sub_1') } })]);
      const ended = once(child, 'exit');
      context.after(async () => {
        child.kill('SIGKILL');
        await ended;
      });
      const messages = [];
      const five = new Promise((resolve) => {
        child.on('message', (message) => {
          messages.push(message);
          if (messages.length === 5) resolve();
        });
      });
      await queue.addBulk(
        Array.from({ length: EVENTS }, (_, index) => {
          return deliveries.job({ eventId: `evt_${index}`, subscriptionId: 'sub_1', body: '{}' });
        }),
      );
      await five;
      const worker = new Worker('clocks', deliveries.processor, {
        connection,
        concurrency: 5,
        ...deliveries.workerOptions,
      });
      const all = new Promise((resolve) => {
        const done = new Set();
        worker.on('completed', (job) => done.add(job.id).size === EVENTS && resolve());
      });
      await all;
      await worker.close();
      for (const message of messages)
        assert.match(message.deferred ?? JSON.stringify(message), /315360000 s (ahead of|behind)/);
      assert.ok(receiver.requests.every(({ worker: by, verdict }) => by === 'right' && verdict.ok));
      const jobs = await queue.getJobs(['completed']);
      assert.deepEqual(new Set(jobs.map(({ attemptsMade }) => attemptsMade)), new Set([1]));
      assert.deepEqual(await queue.getJobCounts('failed', 'delayed', 'completed'), {
        failed: 0,
        delayed: 0,
        completed: EVENTS,
      });
    });
  }
}
