// A Redis server of one's own: on a socket in a folder of its own, keeping nothing on disk, and gone with the test.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts a server, and gives how to connect to it. No port is opened. */
export async function startRedis(context) {
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-redis-'));
  const path = join(folder, 'redis.sock');
  const options = { port: 0, unixsocket: path, unixsocketperm: 700, dir: folder, save: '', appendonly: 'no' };
  // Who watches every command may lag behind for a while.
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
 * Watches every command that a server carries out, those of scripts included: what BullMQ stores is only there to be read
 * until it stores the next thing, and here nothing is missed.
 *
 * @param see called with each line: the time, whose command it is, and the command with its arguments quoted
 */
export async function watchRedis(context, { path }, see) {
  const socket = net.connect(path);
  const closed = once(socket, 'close');
  context.after(async () => {
    socket.destroy();
    await closed;
  });
  await once(socket, 'connect');
  // One character a byte: what is no text in UTF-8 is escaped anyway.
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
