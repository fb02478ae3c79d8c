// A Redis server for a test that can be stopped and started again with its data, on a socket in a temporary folder.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Starts a server that writes a log of all changes, before it answers. The kernel keeps what a killed process has written.
 * With `everysec`, Redis answers first while an earlier part is being flushed to a slow disk.
 */
export async function startServer(context) {
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-claims-'));
  const path = join(folder, 'redis.sock');
  const settings = { port: 0, unixsocket: path, dir: folder, save: '', appendonly: 'yes', appendfsync: 'no' };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let server;
  let ended;

  const start = async () => {
    server = spawn(process.env.HOOKWRIGHT_REDIS ?? 'redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] });
    ended = once(server, 'close');
    const log = [];
    await new Promise((resolve, reject) => {
      const lines = createInterface({ input: server.stdout });
      lines.on('line', (line) => {
        log.push(line);
        if (line.includes('eady to accept connections')) resolve();
      });
      lines.once('close', () => reject(new Error(`Redis did not start:\n${log.join('\n')}`)));
    });
  };
  const stop = async (signal) => {
    server.kill(signal);
    await ended;
  };

  context.after(async () => {
    await stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return {
    path,
    folder,
    start,
    stop,
    /** Suspends the server: it accepts connections and does not answer. */
    suspend: () => server.kill('SIGSTOP'),
    resume: () => server.kill('SIGCONT'),
  };
}
