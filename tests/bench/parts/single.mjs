// Comparisons that run only in Node: signing, events and many tenants.

import { OWN } from '../contests/own.mjs';
import { deliveries } from '../deliveries.mjs';
import { merge } from './merge.mjs';
import { runIn } from './process.mjs';

async function inProcesses({ processes }, own, job) {
  const runs = [];
  for (let process = 0; process < processes; process += 1) runs.push(await runIn('node', job()));
  return merge(runs, own);
}

export const sign = (context) =>
  inProcesses(context, OWN.sign, () => ({
    contest: 'sign',
    deliveries: deliveries(context.sizes, ['github', 'stripe', 'standard']),
    bodies: ['string', 'bytes'],
    plan: context.plan,
  }));

export const events = (context) => inProcesses(context, OWN.events, () => ({ contest: 'events', plan: context.plan }));

/** One process: the memory is the one of a process that has verified nothing else. */
export async function tenants({ plan, quick }) {
  const results = await runIn('node', { contest: 'tenants', plan: quick ? plan : { ...plan, turns: plan.turns * 3 } });
  return { speed: merge([results.filter(({ times }) => times)], OWN.tenants), memory: results.at(-1) };
}
