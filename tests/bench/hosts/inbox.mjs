// An Express receiver that stores each event of GitHub, and the worker that handles it in the same process: with this
// package, and with job queues for Postgres. The effect of an event is a row. It sends its port to the parent process.

import express from 'express';
import { Logger, run } from 'graphile-worker';
import { createVerifier } from 'hookwright';
import { webhook } from 'hookwright/express';
import { worker } from 'hookwright/inbox';
import { postgresInbox } from 'hookwright/postgres';
import { sqliteInbox } from 'hookwright/sqlite';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { betterSqlite } from '../../databases/sqlite-setup.mjs';

const [, , candidate, database, secret] = process.argv;
/** How many events are handled at the same time. */
const CONCURRENCY = 8;
const INSERT = 'insert into effects (event) values ($1)';

const pool = () => new pg.Pool({ connectionString: database, max: 20 }).on('error', () => {});
const options = { provider: 'github', name: 'bench', log: () => {} };

/** Receives, verifies and stores with a job queue: `add` resolves when the job is committed. */
function enqueueing(add) {
  const verifier = createVerifier({ provider: 'github', secrets: secret });
  const raw = express.raw({ type: () => true });
  return [
    raw,
    async ({ body, headers }, response) => {
      if (!verifier.verify({ body, headers }).ok) return response.sendStatus(401);
      await add(headers['x-github-delivery'], JSON.parse(body));
      return response.sendStatus(200);
    },
  ];
}

function storing(inbox, handle) {
  worker({ ...options, inbox, policy: 'standard', concurrency: CONCURRENCY, ...handle });
  return [webhook({ ...options, secrets: secret, inbox })];
}

function transacting(inbox, push) {
  return [webhook({ ...options, secrets: secret, store: inbox.transactions, on: { push } })];
}

async function sqlite() {
  const Database = betterSqlite();
  const inbox = sqliteInbox(() => new Database(database));
  await inbox.migrate();
  return inbox;
}

async function postgres(client) {
  const inbox = postgresInbox(client);
  await inbox.migrate();
  return inbox;
}

const inRow = ({ data }, { tx }) => void tx.prepare('insert into effects (event) values (?)').run(data.event);
const inTransaction = ({ data }, { tx }) => tx.query(INSERT, [data.event]);

const CANDIDATES = {
  async 'hookwright/postgres, store-then-work'() {
    const client = pool();
    return storing(await postgres(client), { on: { push: ({ data }) => client.query(INSERT, [data.event]) } });
  },
  async 'hookwright/postgres, transaction'() {
    return transacting(await postgres(pool()), inTransaction);
  },
  async 'hookwright/sqlite, store-then-work'() {
    return storing(await sqlite(), { transaction: true, on: { push: inRow } });
  },
  async 'hookwright/sqlite, transaction'() {
    return transacting(await sqlite(), inRow);
  },
  async 'pg-boss'() {
    const client = pool();
    const boss = new PgBoss({ connectionString: database, max: 20 });
    boss.on('error', () => {});
    await boss.start();
    await boss.createQueue('push');
    // Each worker handles the jobs of its batch one after the other, so that no job waits for the end of others that run at
    // the same time. As soon as a batch was full, the next one is fetched.
    const batch = { batchSize: CONCURRENCY, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true };
    await boss.work('push', { ...batch, localConcurrency: CONCURRENCY }, async (jobs) => {
      for (const { data } of jobs) await client.query(INSERT, [data.event]);
    });
    return enqueueing((id, data) => boss.send('push', data, { id }));
  },
  async 'graphile-worker'() {
    const client = pool();
    const runner = await run({
      pgPool: client,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      crontab: '',
      logger: new Logger(() => () => {}),
      taskList: { push: ({ event }) => client.query(INSERT, [event]) },
    });
    return enqueueing((id, data) => runner.addJob('push', data, { jobKey: id, jobKeyMode: 'unsafe_dedupe' }));
  },
};

const app = express();
app.post('/', ...(await CANDIDATES[candidate]()));
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.once('disconnect', () => process.exit());
