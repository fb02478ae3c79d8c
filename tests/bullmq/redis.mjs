// A Redis server for a test, on a socket in a temporary folder and without persistence. It is stopped at the end of the
// test.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts a server, and returns the options of its connection. No port is opened. */
export async function startRedis(context) {
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-redis-'));
  const path = join(folder, 'redis.sock');
  const options = { port: 0, unixsocket: path, unixsocketperm: 700, dir: folder, save: '', appendonly: 'no' };
  // A client that monitors every command may be slow to read.
  const limits = ['--client-output-buffer-limit', 'replica 0 0 0', '--client-output-buffer-limit', 'normal 0 0 0'];
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn(process.env.HOOKWRIGHT_REDIS ?? 'redis-server', [...flags, ...limits], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => server.once('close', resolve));
  context.after(async () => {
    server.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await Promise.race([once(server, 'spawn'), ended]);
  const log = [];
  await new Promise((resolve, reject) => {
    const lines = createInterface({ input: server.stdout });
    lines.on('line', (line) => {
      log.push(line);
      if (line.includes('eady to accept connections')) resolve();
    });
    lines.once('close', () => reject(new Error(`Redis did not start:\n${log.join('\n')}`)));
  });
  return { path, maxRetriesPerRequest: null };
}

/**
 * Monitors every command of a server, including those of scripts. BullMQ overwrites what it stores, and this sees every
 * value.
 *
 * @param see called with each line: the time, the client, and the command with its arguments quoted
 */
export async function watchRedis(context, { path }, see) {
  const socket = net.connect(path);
  const closed = once(socket, 'close');
  context.after(async () => {
    socket.destroy();
    await closed;
  });
  await once(socket, 'connect');
  // One character per byte, because Redis escapes bytes that are not ASCII.
  socket.setEncoding('latin1');
  let rest = '';
  await new Promise((watching) => {
    socket.on('data', (part) => {
      const lines = (rest + part).split('\r\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line === '+OK') watching();
        else see(line);
      }
    });
    socket.write('MONITOR\r\n');
  });
}
