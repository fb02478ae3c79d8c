// A process with a dispatcher, which ends when its parent closes the channel.

import { dispatcher } from 'hookwright/outbox';
import { postgresOutbox } from 'hookwright/postgres';
import pg from 'pg';
import { secretOf } from './receiver.mjs';

process.once('message', async ({ database, url, name, policy, leaseMs }) => {
  const pool = new pg.Pool({ ...database, max: 8 });
  pool.on('error', () => {});
  const outbox = postgresOutbox(pool, { timeoutMs: 60_000 });
  const sending = {
    provider: 'standard',
    policy,
    endpoint: (id) => ({ url: `${url}/${id}`, secret: secretOf(id), headers: { 'x-sender': name } }),
    allow: ['127.0.0.1/32'],
    // For longer than the parent takes to stop this process.
    timeoutMs: 60_000,
  };
  const log = ({ code }) => process.send({ code });
  dispatcher({ outbox, ...sending, pollMs: 50, leaseMs, concurrency: 16, log });
  process.send({ code: 'started' });
});
process.once('disconnect', () => process.exit());
