// PgBouncer in transaction mode in front of a Postgres server of a test: the statements of one client outside a
// transaction run in different sessions of the server.

import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram, unprivileged } from './programs.mjs';

const PORT = 6432;

/** For runs in which the server is stopped, so that clients need not wait for long. */
export const QUICK = { server_connect_timeout: 2, query_wait_timeout: 5 };

/**
 * Starts a pooler. It is stopped at the end of the test.
 *
 * @param postgres the server of `startPostgres`
 * @param settings settings of the section `[pgbouncer]` that differ from those for tests
 */
export async function startPgbouncer(context, postgres, settings = {}) {
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-bouncer-'));
  const file = join(folder, 'pgbouncer.ini');
  const { host, port, user: name, database } = postgres.options;
  const all = {
    pool_mode: 'transaction',
    auth_type: 'any',
    unix_socket_dir: folder,
    listen_port: PORT,
    default_pool_size: 20,
    max_client_conn: 500,
    // A failed connection to the server is repeated after this number of seconds. The default is 15.
    server_login_retry: 1,
    ...settings,
  };
  const lines = Object.entries(all).map(([setting, value]) => `${setting} = ${value}`);
  writeFileSync(
    file,
    `[databases]\n${database} = host=${host} port=${port} user=${name}\n[pgbouncer]\n${lines.join('\n')}\n`,
  );
  if (user.uid !== undefined) {
    chownSync(folder, user.uid, user.gid);
    chownSync(file, user.uid, user.gid);
  }

  const program = process.env.HOOKWRIGHT_PGBOUNCER ?? 'pgbouncer';
  let running;
  const start = async () => {
    running = await startProgram(program, [file], { user, ready: 'process up' });
  };
  const stop = async (signal = 'SIGINT') => {
    running.server.kill(signal);
    await running.closed;
  };
  context.after(async () => {
    await stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return { options: { host: folder, port: PORT, user: name, database }, start, stop };
}
