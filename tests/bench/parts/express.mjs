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

/** Sends a number of deliveries, and resolves to the nanoseconds per request. All must be accepted. */
async function load({ library, url }, headers, amount) {
  const method = 'POST';
  const { requests, errors, non2xx, '2xx': accepted, start, finish } = await autocannon({
    ...{ url, method, headers, body: body(SIZE), amount, connections: CONNECTIONS },
  });
  if (errors > 0 || non2xx > 0 || accepted !== amount) {
    throw new Error(`${library} accepted ${accepted} of ${requests.sent} deliveries, with ${errors} errors`);
  }
  return ((finish - start) * 1e6) / amount;
}

export async function express({ quick }) {
  const [rounds, amount] = quick ? [5, 400] : [15, 1200];
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
