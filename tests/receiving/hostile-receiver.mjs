// A receiver in a process of its own, which reports what it has handled and its memory.

import { createServer } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import express from 'express';
import { memoryStore, webhook } from 'hookwright/express';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const [secret, maxBodyBytes, maxEntries] = process.argv.slice(2);
const calls = new Map();

function count(event) {
  const id = event.data?.id ?? 'not JSON';
  const made = (calls.get(id) ?? 0) + 1;
  calls.set(id, made);
  if (event.data?.fails && made === 1) throw new Error('the handler failed');
}

const app = express();
app.use(
  '/webhook',
  webhook({
    provider: 'github',
    secrets: secret,
    maxBodyBytes: Number(maxBodyBytes),
    name: 'load',
    // Some uploads take as long as the whole run.
    timeLimitMs: 600_000,
    store: memoryStore({ maxEntries: Number(maxEntries) }),
    on: { push: count },
    onUnknown: count,
    log: () => {},
  }),
);

/** The memory that is in use, in bytes, without garbage. */
function measure() {
  // Objects with finalizers are freed in the second collection.
  collect();
  collect();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  // `maxRSS` is in kilobytes.
  const peakRss = process.resourceUsage().maxRSS * 1024;
  return { heapUsed, external: external + arrayBuffers, rss, peakRss };
}

process.on('message', (asked) => {
  if (asked === 'memory') process.send({ memory: measure() });
  if (asked === 'calls') process.send({ calls: [...calls] });
  if (asked === 'bytesRead') process.send({ bytesRead: [...sockets].reduce((sum, each) => sum + each.bytesRead, 0) });
});
process.on('disconnect', () => process.exit());

const server = createServer(app);
// A connection must not be closed while a request is sent on it, and slow uploads may take any time.
server.keepAliveTimeout = 0;
server.requestTimeout = 0;
const sockets = new Set();
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
