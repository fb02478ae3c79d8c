// What a browser downloads for each part of the package: a bundle is loaded in Chromium, the parts are used one after the
// other, and the server records which files are requested.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as hookwright from 'hookwright';
import { chromium } from 'playwright-core';
import { body } from '../body.mjs';
import { deliveries } from '../deliveries.mjs';
import { bundle } from './bundle.mjs';
import { served } from './chromium.mjs';

const installed = fileURLToPath(new URL('../../node_modules/hookwright', import.meta.url));

/** Each step uses another part of the package. `a` and `d` are deliveries of Awell and GitHub. */
function steps() {
  const verified = (provider, one) =>
    `if (!verify({ provider: '${provider}', secrets: ${one}.secret, headers: ${one}.headers, body: ${one}.body }).ok) throw new Error('rejected');`;
  const main = { name: 'main', imports: ['init', 'verify'], run: `await init(); ${verified('github', 'd')}` };
  const parts = [
    { name: 'public keys', prepare: 'initPublicKeys', imports: ['verify'], run: verified('awell', 'a') },
    { name: 'catalog', prepare: 'initCatalog', imports: ['parseEvent'], run: "parseEvent('{}');" },
    {
      name: 'explain',
      // It uses the public keys, which are a part of their own.
      after: 'public keys',
      prepare: 'initExplain',
      imports: ['explain'],
      run: "explain({ provider: 'github', secrets: d.secret, headers: d.headers, body: d.body });",
    },
    { name: 'imports', prepare: 'initImport', imports: ['importRequest'], run: "importRequest('{}');" },
    {
      name: 'service',
      prepare: 'initService',
      imports: ['createService'],
      run: "createService({ provider: 'generic', token: 'token' });",
    },
  ];
  // Parts that are not loaded on demand are in the first step.
  const onDemand = parts.filter(({ prepare }) => prepare in hookwright);
  return [
    main,
    ...onDemand.map(({ name, after, prepare, imports, run }) => ({
      name,
      after,
      imports: [...imports, prepare],
      run: `await ${prepare}(); ${run}`,
    })),
  ];
}

/** The slim entry, if the package has it. */
const SLIM = {
  name: 'slim',
  imports: ['init', 'verify'],
  from: 'hookwright/verify',
  run: "await init(); if (!verify({ scheme: schemes['github/sha256'], secrets: d.secret, headers: d.headers, body: d.body }).ok) throw new Error('rejected');",
};

/** A program with some steps, and nothing else. */
function program(steps, data, { from = 'hookwright', more = '' } = {}) {
  const names = [...new Set(steps.flatMap(({ imports }) => imports))].join(', ');
  const functions = steps.map(({ name, run }) => `${JSON.stringify(name)}: async () => { ${run} }`);
  return `import { ${names} } from '${from}'; ${more}${data}\nglobalThis.steps = { ${functions.join(', ')} };`;
}

/**
 * Resolves to the files that each step downloads: those of the main part, and of each other part in addition to it.
 *
 * @param {string} folder an empty folder for the bundle
 * @param {string} executablePath the browser
 * @returns {Promise<Array<[step: string, files: Buffer[]]>>}
 */
export async function downloadsOf(folder, executablePath) {
  const [d, a] = deliveries([256], ['github', 'awell']).map((one) => ({ ...one, body: body(one.size) }));
  const data = `const [d, a] = ${JSON.stringify([d, a])};`;
  const all = steps();
  const [main] = all;
  const request = (given, script) =>
    requested(
      folder,
      script,
      given.map(({ name }) => name),
      executablePath,
    );
  // A page that only verifies contains none of the code for the other steps.
  const found = await request([main], program([main], data));
  for (const step of all.slice(1)) {
    const before = all.filter(({ name }) => name === step.after);
    found.push((await request([main, ...before, step], program(all, data))).at(-1));
  }
  if (!existsSync(path.join(installed, 'verify.d.mts'))) return found;
  const more = "import { schemes } from 'hookwright/senders/github'; ";
  return [...(await request([SLIM], program([SLIM], data, { from: SLIM.from, more }))), ...found];
}

async function requested(folder, script, names, executablePath) {
  await bundle('browser', script, folder);
  const server = await served(folder);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  try {
    const page = await browser.newPage();
    const files = new Set();
    page.on('requestfinished', (request) => {
      const name = path.basename(new URL(request.url()).pathname);
      if (name) files.add(name);
    });
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.addScriptTag({ url: '/bench.js', type: 'module' });
    const known = new Set();
    const found = [];
    for (const name of names) {
      await page.evaluate((step) => globalThis.steps[step](), name);
      const added = [...files].filter((file) => !known.has(file));
      for (const file of added) known.add(file);
      found.push([name, added.map((file) => readFileSync(path.join(folder, file)))]);
    }
    return found;
  } finally {
    await browser.close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}
