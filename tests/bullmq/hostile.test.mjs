// The user's code throws errors with a mark in every place, and no Redis command contains the mark.

import assert from 'node:assert/strict';
import test from 'node:test';
import * as newest from 'bullmq';
import * as oldest from 'bullmq5';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { Redis } from 'ioredis';
import { startReceiver } from './receiver.mjs';
import { startRedis } from './redis.mjs';
import { secretOf } from './script.mjs';
import { watchQueue } from './stored.mjs';

const MARK = 'SENTINEL-7d20';
const errors = [
  () => Object.assign(new TypeError(MARK), { code: 'invalid_headers' }),
  () => Object.assign(new RangeError(MARK), { code: 'body_too_large' }),
  () => Object.assign(new Error(MARK), { name: 'UnrecoverableError' }),
  () => MARK,
];
const places = {
  endpoint: (fail) => fail(),
  thenable: (fail) => ({ then: fail }),
  proxy: (fail) => new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : fail()) }),
  url: (fail, to) => ({ ...to, url: { toString: fail } }),
  headers: (fail, to) => ({ ...to, headers: { [Symbol.iterator]: fail } }),
  header: (fail, to) => ({ ...to, headers: Object.defineProperty({}, 'X-A', { get: fail, enumerable: true }) }),
  secrets: (fail, to) => ({ ...to, secret: Object.defineProperty([to.secret], 0, { get: fail, enumerable: true }) }),
  value: (fail, to) => ({
    ...to,
    secret: {
      name: 'n',
      get value() {
        return fail();
      },
    },
  }),
  now: (_fail, to) => ({ ...to, headers: { 'x-place': 'now' } }),
  fetch: (_fail, to) => ({ ...to, headers: { 'x-place': 'fetch' } }),
  answer: (_fail, to) => ({ ...to, headers: { 'x-place': 'answer' } }),
};

for (const [name, { Queue, Worker }] of Object.entries({ bullmq: newest, bullmq5: oldest })) {
  test(`${name}: Redis contains no text of errors of the user’s code`, { timeout: 120_000 }, async (context) => {
    const connection = await startRedis(context);
    const redis = new Redis(connection);
    context.after(() => redis.disconnect());
    const receiver = await startReceiver(context, secretOf, () => 204);
    let here;
    const queue = new Queue('hostile', { connection });
    context.after(() => queue.close());
    /** The current attempt. They run one at a time. */
    let current;
    const failing = (place) => current?.place === place && current.isFirst;
    const options = {
      policy: { id: 'mine', schedule: { kind: 'fixed', delayMs: 1 } },
      provider: 'standard',
      now: () => {
        if (failing('now')) current.fail();
        return Date.now();
      },
      endpoint: (to, job) => {
        const [, place, kind] = job.data.eventId.split('-');
        const fail = () => {
          throw errors[kind]();
        };
        current = { place, fail, isFirst: !seen.has(job.id) };
        seen.add(job.id);
        const good = { url: `${receiver.url}/${to}`, secret: secretOf(to) };
        return current.isFirst ? places[place](fail, good) : good;
      },
      fetch: async (url, init) => {
        if (failing('fetch')) current.fail();
        const response = await fetch(url, init);
        return failing('answer')
          ? Object.defineProperty({ headers: {}, body: null }, 'status', { get: current.fail })
          : response;
      },
      onDeferred: async ({ jobId }) => {
        current = undefined;
        const job = await here.getJob(jobId);
        await job?.promote().catch(() => {});
      },
    };
    here = queue;
    const seen = new Set();
    const deliveries = bullmqDeliveries(options);
    const events = Object.keys(places).flatMap((place) => errors.map((_, kind) => `evt-${place}-${kind}`));
    const jobs = events.map((eventId) => deliveries.job({ eventId, subscriptionId: 'sub_1', body: '{}' }));
    let broken;
    const failed = new Promise((_, reject) => (broken = reject));
    failed.catch(() => {});
    let finish;
    const finished = new Promise((resolve) => (finish = resolve));
    const onEnd = ({ completed, failed }) => completed.size + failed.size === jobs.length && finish();
    await watchQueue(context, connection, 'hostile', { never: [MARK], onEnd, fail: broken });
    await queue.addBulk(jobs);
    const worker = new Worker('hostile', deliveries.processor, { connection, ...deliveries.workerOptions });
    worker.on('error', () => {});
    await Promise.race([finished, failed]);
    await worker.close();
    assert.deepEqual(await queue.getJobCounts('failed', 'completed'), { failed: 0, completed: jobs.length });
    // Redis does not contain the mark at the end, either.
    for (const key of await redis.keys('*')) {
      const kind = await redis.type(key);
      if (kind === 'hash') assert.ok(!JSON.stringify(await redis.hgetall(key)).includes(MARK), key);
    }
  });
}
