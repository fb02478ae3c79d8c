// Verification in Node, Bun, workerd and Chromium.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { OWN } from '../contests/own.mjs';
import { deliveries } from '../deliveries.mjs';
import { bundle } from '../hosts/bundle.mjs';
import { openChromium } from '../hosts/chromium.mjs';
import { openWorkerd } from '../hosts/workerd.mjs';
import { bun, chromium, workerd } from '../programs.mjs';
import { merge } from './merge.mjs';
import { runIn } from './process.mjs';

/** The clock of workerd has ticks of a millisecond, and the one of Chromium is coarse, too. */
const LONGER = { turns: 9, turnMs: 8 };

/** A folder for the bundle of a runtime, which is emptied first. */
function emptied(context, name) {
  const folder = path.join(context.work, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

const RUNTIMES = {
  node: { open: () => ({ run: (job) => runIn('node', job), close() {} }) },
  bun: {
    missing: !bun && 'Bun has no package for this system',
    open: () => ({ run: (job) => runIn('bun', job), close() {} }),
  },
  workerd: {
    missing: !workerd && 'workerd has no package for this system',
    coarse: true,
    async open(context) {
      const folder = emptied(context, 'workerd');
      return openWorkerd(folder, await bundle('workerd', 'worker.mjs', folder));
    },
  },
  chromium: {
    missing: !chromium && 'Chromium is not installed',
    coarse: true,
    async open(context) {
      const folder = emptied(context, 'chromium');
      await bundle('browser', 'web.mjs', folder);
      return openChromium(folder, chromium);
    },
  },
};

export async function verify(context, skip) {
  const results = {};
  for (const [runtime, { missing, ...about }] of Object.entries(RUNTIMES)) {
    if (missing) {
      skip(missing);
      continue;
    }
    try {
      results[runtime] = await inRuntime(context, runtime, about);
    } catch (error) {
      // The other runtimes are still worth measuring. The command fails at its end.
      console.error(`${runtime}:`, error);
      process.exitCode = 1;
    }
  }
  return results;
}

async function inRuntime(context, runtime, { coarse, open }) {
  const runs = [];
  const plan = coarse && !context.quick ? { ...context.plan, ...LONGER } : context.plan;
  const processes = runtime === 'node' ? context.processes : Math.min(2, context.processes);
  const bodies = context.quick && runtime !== 'node' ? ['bytes'] : ['string', 'bytes'];
  for (let count = 0; count < processes; count += 1) {
    const host = await open(context);
    try {
      // Signed again for each process, because timestamps expire.
      runs.push(await host.run({ contest: 'verify', deliveries: deliveries(context.sizes), bodies, plan }));
    } finally {
      await host.close();
    }
  }
  return merge(runs, OWN.verify);
}
