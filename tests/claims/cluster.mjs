// A Redis cluster of two servers for a test, on ports of the loopback interface.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { Redis } from 'ioredis';

const HOST = '127.0.0.1';

async function freePort() {
  const server = net.createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a cluster, in which each server has half of the slots, and returns the ports. */
export async function startCluster(context) {
  const folder = mkdtempSync(join(tmpdir(), 'hookwright-cluster-'));
  const servers = [];
  const admins = [];
  context.after(async () => {
    for (const admin of admins) admin.disconnect();
    for (const { process, ended } of servers) {
      process.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const ports = [];
  for (const slots of [
    [0, 8191],
    [8192, 16383],
  ]) {
    const [port, bus] = [await freePort(), await freePort()];
    const settings = { port, bind: HOST, dir: folder, save: '', 'cluster-enabled': 'yes', 'cluster-port': bus };
    const flags = Object.entries({ ...settings, 'cluster-config-file': `nodes-${port}.conf` }).flatMap(
      ([name, value]) => [`--${name}`, String(value)],
    );
    const started = spawn(process.env.HOOKWRIGHT_REDIS ?? 'redis-server', flags, { stdio: 'ignore' });
    servers.push({ process: started, ended: once(started, 'close') });
    const admin = new Redis({ port, host: HOST, maxRetriesPerRequest: null });
    admin.on('error', () => {});
    admins.push(admin);
    await admin.cluster('ADDSLOTSRANGE', ...slots);
    ports.push({ port, bus });
  }
  await admins[0].cluster('MEET', HOST, ports[1].port, ports[1].bus);
  for (const admin of admins) {
    for (;;) {
      const state = await admin.cluster('INFO');
      if (/cluster_state:ok/.test(state) && /cluster_known_nodes:2/.test(state)) break;
      await later(20);
    }
  }
  return ports.map(({ port }) => port);
}
