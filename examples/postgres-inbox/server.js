import express from 'express';
import { webhook } from 'hookwright/express';
import { worker } from 'hookwright/inbox';
import { postgresInbox } from 'hookwright/postgres';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
// An idle connection that fails is replaced. Without a listener, it would end the process.
pool.on('error', (error) => console.error(error.message));

const inbox = postgresInbox(pool);
await inbox.migrate();
await pool.query('create table if not exists payments (invoice text not null, amount bigint not null)');
await pool.query('create table if not exists pushes (commit text not null)');

const app = express();
const secrets = process.env.WEBHOOK_SECRET;

// The handler runs in a transaction, which also records that the event was handled.
app.use(
  '/webhook',
  webhook({
    provider: 'stripe',
    secrets,
    name: 'payments',
    store: inbox.transactions,
    on: {
      'invoice.paid': async ({ data: event }, { tx }) => {
        const { id, amount_paid } = event.data.object;
        await tx.query('insert into payments (invoice, amount) values ($1, $2)', [id, amount_paid]);
      },
    },
  }),
);

// The event is stored, and the sender gets its answer. A worker handles the event after that.
app.use('/github', webhook({ provider: 'github', secrets, name: 'pushes', inbox }));

const running = worker({
  inbox,
  provider: 'github',
  name: 'pushes',
  policy: 'standard',
  transaction: true,
  on: {
    push: async ({ data: push }, { tx }) => {
      await tx.query('insert into pushes (commit) values ($1)', [push.after]);
    },
  },
});

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on port ${server.address().port}`);
});

process.once('SIGTERM', async () => {
  server.close();
  // Handlers that run end first. Other events stay in the database.
  await running.stop();
  await pool.end();
});
