// A process with a receiver for Express and claims in Redis. It writes what happens to a file that all processes share.

import { setTimeout as later } from 'node:timers/promises';
import express from 'express';
import { webhook } from 'hookwright/express';
import { redisStore } from 'hookwright/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { append, monotonicMs } from './effects.mjs';

const settings = JSON.parse(process.env.HOOKWRIGHT_WORKER);
const { worker, path, effects, secret, leaseMs, keepMs, timeoutMs, timeLimitMs, library } = settings;

async function connect() {
  if (library === 'ioredis') return new Redis({ path }).on('error', () => {});
  const client = createClient({ socket: { path, tls: false } }).on('error', () => {});
  void client.connect();
  return client;
}

/** The id of the event is the end of the key. */
const eventOf = ({ key }) => key.slice(key.lastIndexOf(':') + 1);

/** Adds a line about a claim. */
const note = (what, event, fence, more) => append(effects, { what, event, worker, fence, ...more });

/** Resolves when the test releases the handlers that wait. */
const released = new Promise((resolve) => process.once('message', resolve));

/** The times at which the claims of this process were requested, by event and fence. */
const requested = new Map();

/** A store that notes the answers of another one. */
function noting(store) {
  return {
    async claim(request) {
      const sinceMs = monotonicMs();
      const claim = await store.claim(request);
      if (claim.state === 'claimed') requested.set(`${eventOf(request)} ${claim.fence}`, sinceMs);
      return claim;
    },
    async renew(held) {
      const sinceMs = monotonicMs();
      const isRenewed = await store.renew(held);
      if (isRenewed) note('renewed', eventOf(held), held.fence, { sinceMs });
      return isRenewed;
    },
    async complete(held) {
      const isCompleted = await store.complete(held);
      note(isCompleted ? 'completed' : 'refused', eventOf(held), held.fence);
      return isCompleted;
    },
    release: (held) => store.release(held),
  };
}

const receiver = webhook({
  provider: 'github',
  secrets: secret,
  name: 'faults',
  store: noting(redisStore(await connect(), { prefix: 'faults:', timeoutMs })),
  leaseMs,
  keepMs,
  timeLimitMs,
  log: ({ code }) => append(effects, { what: code, worker }),
  async onUnknown({ data: { event, takesMs, waits, fails } }, { fence }) {
    note('begin', event, fence, { sinceMs: requested.get(`${event} ${fence}`) });
    requested.delete(`${event} ${fence}`);
    await (waits ? released : later(takesMs));
    note(fails ? 'failed' : 'end', event, fence);
    if (fails) throw new Error('the handler fails');
  },
});

const server = express()
  .post('/', receiver)
  .listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
