import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import express from 'express';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { relay, relayed } from 'hookwright/outbox';
import { postgresOutbox } from 'hookwright/postgres';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
// A connection that fails is replaced. Without listeners, it would end the process.
pool.on('error', (error) => console.error(error.message));
pool.on('connect', (client) => client.on('error', (error) => console.error(error.message)));

const outbox = postgresOutbox(pool);
await outbox.migrate();
await pool.query(`
  create table if not exists orders (id text primary key, amount bigint not null check (amount > 0));
  create table if not exists subscriptions (id text primary key, url text not null, secret text not null);
`);

/** Stores an order, and in the same transaction the event that it was created. */
async function createOrder({ amount }) {
  const client = await pool.connect();
  let error;
  try {
    await client.query('begin');
    const id = randomUUID();
    const { rows } = await client.query('select id from subscriptions');
    const body = JSON.stringify({ type: 'order.created', data: { id, amount } });
    await outbox.enqueue(client, { event: { id, body }, subscriptions: rows.map((row) => row.id) });
    await client.query('insert into orders (id, amount) values ($1, $2)', [id, amount]);
    await client.query('commit');
    return id;
  } catch (thrown) {
    error = thrown;
    throw thrown;
  } finally {
    // The end of the connection rolls the transaction back.
    client.release(error);
  }
}

const connection = { url: process.env.REDIS_URL, maxRetriesPerRequest: null };
const deliveries = bullmqDeliveries({
  provider: 'standard',
  policy: 'standard',
  // Looked up before each attempt, so that no secret is stored in Redis.
  endpoint: async (id) => (await pool.query('select url, secret from subscriptions where id = $1', [id])).rows[0],
  // Only for receivers on this machine.
  allow: process.env.ALLOW?.split(','),
});

// Hands the deliveries over that were committed.
const queue = new Queue('webhooks', { connection });
// How long jobs are kept, in seconds: the relay reads from them how deliveries ended whose end could not be recorded.
const opts = { removeOnComplete: { age: 3600 }, removeOnFail: { age: 86_400 } };
const handingOver = relay({ outbox, queue, deliveries, opts });

// Makes the attempts, and records how they end.
const { processor, workerOptions } = relayed({ outbox, deliveries });
const worker = new Worker('webhooks', processor, { connection, concurrency: 20, ...workerOptions });
for (const each of [queue, worker]) each.on('error', (error) => console.error(error.message));

const app = express();
app.use(express.json());
app.post('/orders', async (request, response) => {
  const id = await createOrder(request.body);
  // The order is committed: deliver its event now, and not only when the outbox is searched the next time.
  handingOver.wake();
  response.status(201).json({ id });
});

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on port ${server.address().port}`);
});

process.once('SIGTERM', async () => {
  server.close();
  await handingOver.stop();
  await worker.close();
  await queue.close();
  await pool.end();
});
