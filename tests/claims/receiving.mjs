// A receiver for Express in the process of the test.

import { once } from 'node:events';
import express from 'express';
import { memoryStore, webhook } from 'hookwright/express';
import { Sender } from './fleet.mjs';

export const timeout = 60_000;

/** Starts a receiver, and returns functions that deliver an event and count handlings. */
export async function start(context, handle, { store = memoryStore(), ...options } = {}) {
  const calls = [];
  const receiver = webhook({
    provider: 'github',
    secrets: Sender.secret,
    name: 'github',
    store,
    timeLimitMs: timeout,
    log: () => {},
    async onUnknown({ data }, handler) {
      calls.push(data.event);
      await handle?.(data, handler, calls.length);
    },
    ...options,
  });
  const server = express().post('/', receiver).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sender = new Sender();
  context.after(() => {
    sender.close();
    server.close();
  });
  const { port } = server.address();
  const send = (event, more) => sender.send(port, JSON.stringify({ event, ...more }), timeout);
  return { calls, send, port };
}
