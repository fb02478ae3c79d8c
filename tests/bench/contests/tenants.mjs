// Many tenants: each delivery has one of 100,000 secrets, and one-shot `verify` receives the secret with the delivery.
// `spread` takes the tenants in an order that no cache helps with, `few` has 50 tenants in turns.

import { createHmac } from 'node:crypto';
import * as octokit from '@octokit/webhooks-methods';
import { body } from '../body.mjs';
import { byHand } from '../hosts/by-hand.mjs';
import { measure } from '../measure.mjs';

const SIZE = 1024;
const GROUPS = { spread: 100_000, few: 50 };
// A prime that does not divide the number of tenants, so that every tenant is visited before one is again.
const STEP = 60_013;

function tenantsOf(count, text) {
  return Array.from({ length: count }, (_, tenant) => {
    const secret = `the secret of tenant ${String(tenant).padStart(6, '0')}, at least 32 bytes`;
    const signature = createHmac('sha256', secret).update(text).digest('hex');
    return { secret, headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` } };
  });
}

function candidates({ hookwright, text }) {
  const bytes = Buffer.from(text);
  const expected = (secret) => byHand('github', secret)['node:crypto'][0];
  return {
    verify: ({ secret, headers }) =>
      hookwright.verify({ provider: 'github', secrets: secret, body: bytes, headers }).ok,
    'node:crypto': ({ secret, headers }) => expected(secret)(bytes, headers),
    octokit: [({ secret, headers }) => octokit.verify(secret, text, headers['x-hub-signature-256']), 'async'],
  };
}

/** Compares the candidates, and counts the memory that verifying with all secrets adds to the process. */
export async function tenants({ hookwright, interruptions }, { plan }) {
  const text = body(SIZE);
  const all = tenantsOf(GROUPS.spread, text);
  const results = [];
  for (const [group, count] of Object.entries(GROUPS)) {
    const contestants = Object.entries(candidates({ hookwright, text })).map(([name, entry]) => {
      const [call, mode] = [entry].flat();
      let at = 0;
      const run = () => {
        at = (at + STEP) % count;
        return call(all[at]);
      };
      return { name, async: mode === 'async', run };
    });
    for (const { name, run } of contestants) {
      if ((await run()) !== true) throw new Error(`${name} rejects a delivery of a tenant`);
    }
    results.push({ group, tenants: count, size: SIZE, times: await measure(contestants, { ...plan, interruptions }) });
  }
  return [...results, { group: 'memory', ...memory({ hookwright, text, all }) }];
}

/** The memory of the process after the first and after the second visit of all tenants. */
function memory({ hookwright, text, all }) {
  const bytes = Buffer.from(text);
  const visit = () => {
    for (const { secret, headers } of all)
      hookwright.verify({ provider: 'github', secrets: secret, body: bytes, headers });
    globalThis.gc?.();
    return process.memoryUsage.rss();
  };
  const [first, second] = [visit(), visit()];
  return { firstMiB: Math.round(first / 2 ** 20), growthMiB: Math.round((second - first) / 2 ** 20) };
}
