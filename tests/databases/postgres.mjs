// A Postgres server for a test, on a socket in a temporary folder, that can be stopped and started again with its data.

import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgresFolder, startProgram, unprivileged } from './programs.mjs';

/** The name of the superuser, who needs no password. */
const USER = 'hookwright';
/** The name of the file of the socket contains the port, also if the server does not listen on it. */
const SOCKET_PORT = 5432;

/** A time limit that is long enough on a machine that is slow, or is interrupted for seconds. */
export const PATIENT_MS = 20_000;

/**
 * Starts a server. It is stopped, and its data are removed, at the end of the test.
 *
 * @param context the context of the test, or anything with `after`
 * @param tcp whether the server also listens on a free port of the loopback interface
 * @param settings settings of `postgresql.conf` that differ from those for tests
 */
export async function startPostgres(context, { tcp = false, settings = {} } = {}) {
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-pg-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const bin = (name) => join(postgresFolder(), name);
  const data = join(folder, 'data');
  const create = ['-D', data, '-U', USER, '-A', 'trust', '--no-sync', '--locale=C', '--encoding=UTF8'];
  execFileSync(bin('initdb'), create, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });

  const port = tcp ? await freePort() : SOCKET_PORT;
  const all = {
    listen_addresses: tcp ? '127.0.0.1' : '',
    port,
    unix_socket_directories: folder,
    // What is committed survives the end of the server, whose writes the kernel keeps. Only a crash of the machine
    // would need these.
    fsync: 'off',
    full_page_writes: 'off',
    shared_buffers: '32MB',
    max_connections: 200,
    ...settings,
  };
  const flags = ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];

  let running;
  const start = async () => {
    running = await startProgram(bin('postgres'), flags, { user, ready: 'ready to accept connections' });
  };
  const stop = async (signal = 'SIGINT') => {
    running.server.kill(signal);
    // A server that is killed leaves its processes behind for a moment.
    await running.closed;
  };
  context.after(async () => {
    running.server.kill('SIGCONT');
    await stop('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });
  await start();

  const options = { host: folder, port, user: USER, database: 'postgres' };
  /** Runs one statement with a connection of its own. */
  const query = async (text, values, database = options.database) => {
    const client = new pg.Client({ ...options, database });
    // The error of the statement says it, too, if the session is ended.
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    folder,
    /** The options of the connection for `pg` and `postgres`: the socket. */
    options,
    /** The URL of the connection: the port with `tcp`, otherwise the socket. */
    url: tcp
      ? `postgres://${USER}@127.0.0.1:${port}/postgres`
      : `postgres://${USER}@localhost/postgres?host=${encodeURIComponent(folder)}`,
    start,
    /**
     * Stops the server. SIGTERM waits for the clients, SIGINT ends their transactions, SIGQUIT ends without writing, and
     * SIGKILL ends the main process only, as a crash does.
     */
    stop,
    /** Suspends the main process: nothing can connect. */
    suspend: () => running.server.kill('SIGSTOP'),
    resume: () => running.server.kill('SIGCONT'),
    query,
    /** Ends the sessions of clients as an administrator does: `limit` of them at random. Returns how many. */
    async terminateBackends({ limit = 1_000_000 } = {}) {
      const rows = await query(
        `select pg_terminate_backend(pid) from (
           select pid from pg_stat_activity
           where backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit $1
         ) as sessions`,
        [limit],
      );
      return rows.length;
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
