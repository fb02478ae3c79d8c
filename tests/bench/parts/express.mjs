// The same Express receiver with each library: how long a request takes, over connections that are kept open.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { body } from '../body.mjs';
import { OWN } from '../contests/own.mjs';
import { deliveries } from '../deliveries.mjs';
import { summarize } from '../measure.mjs';

const SIZE = 4096;
const CONNECTIONS = 8;
const script = fileURLToPath(new URL('../hosts/receiver.mjs', import.meta.url));

const LIBRARIES = {
  github: ['hookwright', 'node:crypto', 'octokit', 'tern', 'no verification'],
  stripe: ['hookwright', 'node:crypto', 'stripe', 'tern', 'no verification'],
  standard: ['hookwright', 'node:crypto', 'standardwebhooks', 'svix', 'no verification'],
};

async function receiver(library, { sender, secret }) {
  const child = spawn(process.execPath, [script, library, sender, secret], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await new Promise((listening, failed) => {
    createInterface({ input: child.stdout }).once('line', (line) => listening([line]));
    child.once('exit', (code) => failed(new Error(`the receiver with ${library} ended with code ${code}`)));
  });
  return { library, url: `http://127.0.0.1:${port}/`, close: () => child.stdin.end() };
}

/**
 * Sends a number of deliveries, and resolves to the nanoseconds per request, without the time for the connections. All
 * deliveries must be accepted. The result of autocannon itself is rounded to its samples.
 */
async function load({ library, url }, headers, amount) {
  const sent = { method: 'POST', headers, body: body(SIZE) };
  let first;
  let last;
  const { errors, '2xx': accepted } = await new Promise((done, failed) => {
    const run = autocannon({ ...sent, url, amount, connections: CONNECTIONS, sampleInt: 10 }, (error, result) => {
      if (error) failed(error);
      else done(result);
    });
    run.on('response', () => {
      last = performance.now();
      first ??= last;
    });
  });
  if (errors > 0 || accepted !== amount) {
    throw new Error(`the receiver with ${library} accepted ${accepted} of ${amount} deliveries, with ${errors} errors`);
  }
  return ((last - first) * 1e6) / (amount - 1);
}

export async function express({ quick }) {
  const [rounds, amount] = quick ? [5, 400] : [11, 1200];
  const results = [];
  for (const delivery of deliveries([SIZE], Object.keys(LIBRARIES))) {
    const { host: _, ...headers } = delivery.headers;
    const receivers = [];
    try {
      for (const library of LIBRARIES[delivery.sender]) receivers.push(await receiver(library, delivery));
      for (const { library, url } of receivers) await refuses(library, url, delivery);
      for (const server of receivers) await load(server, headers, amount);
      const times = Object.fromEntries(receivers.map(({ library }) => [library, []]));
      for (let round = 0; round < rounds; round += 1) {
        for (let place = 0; place < receivers.length; place += 1) {
          const server = receivers[(round + place) % receivers.length];
          times[server.library].push(await load(server, headers, amount));
        }
      }
      results.push({ sender: delivery.sender, size: SIZE, ...summarize(times, OWN.express) });
    } finally {
      for (const { close } of receivers) close();
    }
  }
  return results;
}

async function refuses(library, url, { forged }) {
  const { host: _, ...headers } = forged;
  const { ok } = await fetch(url, { method: 'POST', headers, body: body(SIZE) });
  if (ok && library !== 'no verification') throw new Error(`the receiver with ${library} accepts a forged delivery`);
}
