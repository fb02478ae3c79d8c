// Worker processes that can be killed, suspended and started again, and a sender that delivers to them until it succeeds.

import { fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const claims = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** The exit code of a worker that a library has ended. The fleet starts another one, as a service manager does. */
export const CRASHED = 70;

/** A generator of numbers from 0 to 1 that depend on a seed only (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Starts workers, which are killed at the end of the test.
 *
 * @param file what the workers execute; they send a message with their port when they listen
 * @param libraries the clients that they use, in turn
 * @param variables the environment of a worker, by its index
 * @param onMessage receives further messages of the workers
 */
export async function startFleet(
  context,
  count,
  settings,
  { file = claims, libraries = ['redis', 'ioredis'], variables = () => ({}), onMessage = () => {} } = {},
) {
  const workers = Array.from({ length: count }, (_, index) => ({ index, starts: 0, child: undefined, port: 0 }));
  const fleet = { workers, crashes: 0 };
  let isOver = false;
  const start = async (worker) => {
    const port = await listening(worker);
    worker.port = port;
    worker.child.on('message', onMessage);
    worker.child.once('exit', (code) => {
      if (code !== CRASHED || isOver) return;
      fleet.crashes += 1;
      worker.starting = start(worker);
    });
  };
  /** Starts the process of a worker, again if a library ends it at once, and returns the port at which it listens. */
  const listening = async (worker) => {
    for (;;) {
      worker.starts += 1;
      worker.name = `${worker.index}.${worker.starts}`;
      const library = libraries[worker.index % libraries.length];
      const env = {
        ...process.env,
        ...variables(worker.index),
        HOOKWRIGHT_WORKER: JSON.stringify({ ...settings, secret: Sender.secret, worker: worker.name, library }),
      };
      worker.child = fork(file, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const message = new Promise((resolve) => {
        // Other messages can come first.
        worker.child.on('message', ({ port }) => port !== undefined && resolve({ port }));
      });
      const exit = once(worker.child, 'exit').then(([code]) => ({ code }));
      const { port, code } = await Promise.race([message, exit]);
      if (port !== undefined) return port;
      if (code !== CRASHED) throw new Error(`worker ${worker.name} ended before it listened`);
      fleet.crashes += 1;
    }
  };
  const kill = async (worker, signal = 'SIGKILL') => {
    await worker.starting;
    if (worker.child.exitCode !== null || worker.child.signalCode !== null) return;
    const ended = once(worker.child, 'exit');
    worker.child.kill(signal);
    await ended;
  };
  context.after(async () => {
    isOver = true;
    await Promise.all(workers.map((worker) => kill(worker)));
  });
  await Promise.all(workers.map(start));
  return Object.assign(fleet, { start, kill });
}

/** Sends requests to workers with connections that are kept. */
export class Sender {
  /** The secret of all deliveries. */
  static secret = 'the secret of the tests of claims';
  #agent = new http.Agent({ keepAlive: true });
  #isClosed = false;
  /** The number of responses by status. 0 is a request without a response. */
  statuses = {};

  /** Sends one signed delivery, and returns the status of the response, or 0. */
  async send(port, body, timeoutMs) {
    const status = await new Promise((resolve) => {
      const headers = {
        'Content-Type': 'application/json',
        'X-GitHub-Event': 'push',
        'X-GitHub-Delivery': JSON.parse(body).event,
        'X-Hub-Signature-256': `sha256=${createHmac('sha256', Sender.secret).update(body).digest('hex')}`,
      };
      const options = { headers, port, host: '127.0.0.1', method: 'POST', agent: this.#agent, timeout: timeoutMs };
      const request = http.request(options, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
        response.on('error', () => resolve(0));
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(0));
      request.end(body);
    });
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    return status;
  }

  /**
   * Delivers an event again and again until a worker answers with 2xx, as senders do.
   *
   * @param pick returns the port of the worker for an attempt, and its work
   */
  async deliver(pick, { timeoutMs, retryMs }) {
    while (!this.#isClosed) {
      const { port, body } = pick();
      if ((await this.send(port, body, timeoutMs)) === 200) return;
      await later(retryMs());
    }
  }

  close() {
    this.#isClosed = true;
    this.#agent.destroy();
  }
}
