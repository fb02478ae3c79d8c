// The inbox in Postgres passes the vectors, and does what that in SQLite does.

import test from 'node:test';
import pg from 'pg';
import { startPostgres } from '../databases/postgres.mjs';
import { source } from '../sources.mjs';
import behaviors from './database-behaviors.mjs';

const { PostgresInbox } = await source('internal/inbox/postgres-inbox.ts');
const { Limiter } = await source('internal/sql/limits.ts');
const { connectionsOf } = await source('internal/sql/postgres-client.ts');
const { toPostgresSettings } = await source('internal/sql/postgres-names.ts');

test('the inbox in Postgres', async (context) => {
  const server = await startPostgres(context);
  const pool = new pg.Pool(server.options);
  pool.on('error', () => {});
  context.after(() => pool.end());
  let tests = 0;
  for (const [name, run] of Object.entries(behaviors)) {
    tests += 1;
    const settings = toPostgresSettings('tests', { prefix: `t${tests}_`, timeoutMs: 60_000 });
    const connections = connectionsOf('tests', pool, new Limiter(settings.timeoutMs));
    const again = async (now) => new PostgresInbox(connections, settings, now);
    const place = {
      again,
      async make(now) {
        const database = await again(now);
        await database.migrate();
        return database;
      },
      execute: (sql) => server.query(sql.replace(/:(\w+)/g, (_, table) => settings.names.table(table))),
    };
    await context.test(name, () => run(place));
  }
});
