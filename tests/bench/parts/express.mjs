// The same Express receiver with each library: the processor time of a request, which limits the requests per second of a
// core. The time on the clock would depend on the load generator, and on other processes.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { body } from '../body.mjs';
import { OWN } from '../contests/own.mjs';
import { deliveries } from '../deliveries.mjs';
import { summarize } from '../measure.mjs';

const CONNECTIONS = 8;
const script = fileURLToPath(new URL('../hosts/receiver.mjs', import.meta.url));

/** `hookwright/express` is a whole receiver: it also recognizes repeated deliveries, which are new ones here. */
const GITHUB = ['hookwright/express', 'hookwright', 'node:crypto', 'octokit', 'tern', 'no verification'];
const CONTESTS = [
  { sender: 'github', size: 256, libraries: GITHUB },
  { sender: 'github', size: 4096, libraries: GITHUB },
  { sender: 'stripe', size: 4096, libraries: ['hookwright', 'node:crypto', 'stripe', 'tern', 'no verification'] },
  {
    sender: 'standard',
    size: 4096,
    libraries: ['hookwright', 'node:crypto', 'standardwebhooks', 'svix', 'no verification'],
  },
];

async function receiver(library, { sender, secret }) {
  const child = fork(script, [library, sender, secret]);
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`the receiver with ${library} has ended`)));
  const reply = async () => (await Promise.race([once(child, 'message'), failed]))[0];
  // The rejection after `close` is expected.
  failed.catch(() => {});
  const port = await reply();
  return {
    library,
    url: `http://127.0.0.1:${port}/`,
    /** Resolves to the microseconds of processor time since the start. */
    async used() {
      child.send('used');
      const { user, system } = await reply();
      return user + system;
    },
    close: () => child.disconnect(),
  };
}

/** Sends a number of deliveries, all of which must be accepted, and resolves to the nanoseconds per request. */
async function load({ library, url, used }, { size, headers }, amount) {
  const before = await used();
  const requests = [{ setupRequest: withId }];
  const options = {
    url,
    method: 'POST',
    headers,
    requests,
    body: body(size),
    amount,
    connections: CONNECTIONS,
    sampleInt: 10,
  };
  const { errors, '2xx': accepted } = await autocannon(options);
  if (errors > 0 || accepted !== amount) {
    throw new Error(`the receiver with ${library} accepted ${accepted} of ${amount} deliveries, with ${errors} errors`);
  }
  return (((await used()) - before) * 1000) / amount;
}

let count = 0;

/** Gives a delivery of GitHub an id of its own. The id is not signed. */
function withId(request) {
  if (!('x-github-event' in request.headers)) return request;
  count += 1;
  return { ...request, headers: { ...request.headers, 'x-github-delivery': `delivery-${count}` } };
}

export async function express({ quick }) {
  const [rounds, amount] = quick ? [5, 400] : [11, 1200];
  const results = [];
  for (const { sender, size, libraries } of CONTESTS) {
    const [delivery] = deliveries([size], [sender]);
    const { host: _, ...headers } = delivery.headers;
    const sent = { size, headers: sender === 'github' ? { ...headers, 'x-github-event': 'push' } : headers };
    const receivers = [];
    try {
      for (const library of libraries) receivers.push(await receiver(library, delivery));
      for (const { library, url } of receivers) await refuses(library, url, delivery, size);
      for (const server of receivers) await load(server, sent, amount);
      const times = Object.fromEntries(receivers.map(({ library }) => [library, []]));
      for (let round = 0; round < rounds; round += 1) {
        for (let place = 0; place < receivers.length; place += 1) {
          const server = receivers[(round + place) % receivers.length];
          times[server.library].push(await load(server, sent, amount));
        }
      }
      results.push({ sender, size, ...summarize(times, OWN.express) });
    } finally {
      for (const { close } of receivers) close();
    }
  }
  return results;
}

async function refuses(library, url, { forged }, size) {
  const { host: _, ...headers } = forged;
  const { ok } = await fetch(url, { method: 'POST', headers, body: body(size) });
  if (ok && library !== 'no verification') throw new Error(`the receiver with ${library} accepts a forged delivery`);
}
