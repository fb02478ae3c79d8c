// The servers of the tests keep what was committed when they are stopped or killed, and end sessions.

import assert from 'node:assert/strict';
import test from 'node:test';
import pg from 'pg';
import postgres from 'postgres';
import { startPgbouncer } from '../databases/pgbouncer.mjs';
import { startPostgres } from '../databases/postgres.mjs';
import { deferred } from '../receiving/deliveries.mjs';

test('a server keeps what was committed', { timeout: 120_000 }, async (context) => {
  const server = await startPostgres(context);
  await server.query('create table kept (number integer)');
  for (const [number, signal] of ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGKILL'].entries()) {
    await server.query('insert into kept values ($1)', [number]);
    await server.stop(signal);
    await assert.rejects(server.query('select 1'), { code: /^(ENOENT|ECONNREFUSED)$/ });
    await server.start();
  }
  assert.equal((await server.query('select number from kept')).length, 4);
});

test('a server ends the sessions of its clients', { timeout: 120_000 }, async (context) => {
  const server = await startPostgres(context, { tcp: true });
  for (const connection of [{ connectionString: server.url }, server.options]) {
    const client = new pg.Client(connection);
    const ended = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    assert.equal(await server.terminateBackends(), 1);
    assert.equal((await ended).code, '57P01');
  }
});

test('a pooler gives each transaction any session', { timeout: 120_000 }, async (context) => {
  const server = await startPostgres(context);
  const pooler = await startPgbouncer(context, server, { default_pool_size: 2 });
  const sql = postgres({ ...pooler.options, max: 4, prepare: false });
  context.after(() => sql.end());
  const pid = (query) => query`select pg_backend_pid() as pid`.then(([row]) => row.pid);
  // Two transactions at the same time, so that there are two sessions.
  let begun = 0;
  const together = deferred();
  // If there is only one, the number of sessions is reported.
  setTimeout(together.resolve, 30_000).unref();
  const all = await Promise.all(
    Array.from({ length: 20 }, () =>
      sql.begin(async (tx) => {
        const first = await pid(tx);
        begun += 1;
        if (begun === 2) together.resolve();
        await together.promise;
        return [first, await pid(tx)];
      }),
    ),
  );
  for (const [first, second] of all) assert.equal(first, second);
  assert.equal(new Set(all.flat()).size, 2);
});
