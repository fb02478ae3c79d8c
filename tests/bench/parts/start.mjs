// The time from the start of a process to the first verdict, minus the one of an empty script, in Node, Bun and workerd;
// and for each library that a receiver could use instead, in Node.

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { body } from '../body.mjs';
import { deliveries } from '../deliveries.mjs';
import { bundle } from '../hosts/bundle.mjs';
import { openWorkerd } from '../hosts/workerd.mjs';
import { rounded } from '../measure.mjs';
import { bun, workerd } from '../programs.mjs';

const accept = (expression) => `if (!(${expression})) process.exit(9);`;

/** Scripts that import a library and verify one delivery. `d` is the delivery. */
const SCRIPTS = {
  empty: () => '',
  hookwright: () => `import { verify } from 'hookwright';
${accept("verify({ provider: 'github', secrets: d.secret, headers: d.headers, body: d.body }).ok")}`,
  'hookwright, require': () => `const { verify } = require('hookwright');
${accept("verify({ provider: 'github', secrets: d.secret, headers: d.headers, body: d.body }).ok")}`,
  'node:crypto': () => `import { createHmac, timingSafeEqual } from 'node:crypto';
const mac = createHmac('sha256', d.secret).update(d.body).digest();
${accept("timingSafeEqual(mac, Buffer.from(d.headers['x-hub-signature-256'].slice(7), 'hex'))")}`,
  octokit: () => `import { verify } from '@octokit/webhooks-methods';
${accept("await verify(d.secret, d.body, d.headers['x-hub-signature-256'])")}`,
  stripe: () => `import Stripe from 'stripe';
${accept("Stripe.webhooks.signature.verifyHeader(s.body, s.headers['stripe-signature'], s.secret, 300)")}`,
  standardwebhooks: () => `import { Webhook } from 'standardwebhooks';
new Webhook(w.secret).verify(w.body, w.headers);`,
  svix: () => `import { Webhook } from 'svix';
new Webhook(w.secret).verify(w.body, w.headers);`,
  tern: () => `import { WebhookVerificationService as Service } from '@hookflo/tern';
const r = new Request('https://localhost/', { method: 'POST', headers: d.headers, body: d.body });
${accept("(await Service.verify(r, { platform: 'github', secret: d.secret })).isValid")}`,
};

const IN_BUN = ['empty', 'hookwright', 'node:crypto', 'octokit', 'standardwebhooks', 'svix'];

export async function start(context, skip) {
  // Next to the other scripts, so that imports resolve to the same packages.
  const folder = fileURLToPath(new URL('../node_modules/.cache/hookwright-start', import.meta.url));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [d, s, w] = deliveries([256], ['github', 'stripe', 'standard']).map((one) => ({
    ...one,
    body: body(one.size),
  }));
  const files = {};
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const text = script();
    files[name] = path.join(folder, `${name.replaceAll(/\W+/g, '-')}.${text.includes('require(') ? 'cjs' : 'mjs'}`);
    writeFileSync(files[name], `const [d, s, w] = ${JSON.stringify([d, s, w])};\n${text}`);
  }
  const turns = context.quick ? 7 : 15;
  const results = { turns, node: processes(process.execPath, files, turns) };
  if (bun) {
    results.bun = processes(bun, Object.fromEntries(IN_BUN.map((name) => [name, files[name]])), turns);
  } else skip('Bun has no package for this system');
  if (workerd) results.workerd = await workers(context, d, turns);
  else skip('workerd has no package for this system');
  return results;
}

/** The least milliseconds of a process with each script, minus those of the empty one. The scripts take turns. */
function processes(program, files, turns) {
  const least = Object.fromEntries(Object.keys(files).map((name) => [name, Infinity]));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [name, file] of Object.entries(files)) {
      const began = performance.now();
      const { status, stderr } = spawnSync(program, [file], { stdio: ['ignore', 'ignore', 'pipe'] });
      least[name] = Math.min(least[name], performance.now() - began);
      if (status !== 0) throw new Error(`the start with ${name} failed with ${status}: ${stderr}`);
    }
  }
  return above(least);
}

const above = ({ empty, ...others }) =>
  Object.fromEntries([
    ['empty', rounded(empty)],
    ...Object.entries(others).map(([name, ms]) => [name, rounded(ms - empty)]),
  ]);

/** The least milliseconds from the start of workerd to the response of its first request. */
async function workers(context, { secret, headers, body }, turns) {
  const respond = (expression) => `export default { fetch: async () => new Response(String(${expression})) };`;
  const workers = {
    empty: respond('true'),
    hookwright: `import { verify } from 'hookwright';
${respond(`verify(${JSON.stringify({ provider: 'github', secrets: secret, headers, body })}).ok`)}`,
  };
  const least = {};
  const folders = {};
  for (const [name, script] of Object.entries(workers)) {
    const folder = path.join(context.work, `start-${name}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    folders[name] = { folder, files: await bundle('workerd', script, folder) };
    least[name] = Infinity;
  }
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [name, { folder, files }] of Object.entries(folders)) {
      const began = performance.now();
      const worker = await openWorkerd(folder, files);
      const answer = await (await fetch(worker.address)).text();
      least[name] = Math.min(least[name], performance.now() - began);
      await worker.close();
      if (answer !== 'true') throw new Error(`the worker with ${name} responds ${answer}`);
    }
  }
  return above(least);
}
