// Sizes: the files of the package, and what a browser downloads for an import, bundled with esbuild, next to the bundles
// of other libraries.

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundle } from '../hosts/bundle.mjs';
import { downloadsOf } from '../hosts/downloads.mjs';
import { chromium } from '../programs.mjs';

const installed = fileURLToPath(new URL('../../node_modules/hookwright', import.meta.url));

/** The raw, gzip and brotli size of some files, each compressed separately, as servers do. */
function size(files) {
  const total = { raw: 0, gzip: 0, brotli: 0 };
  for (const contents of files) {
    total.raw += contents.length;
    total.gzip += gzipSync(contents, { level: 9 }).length;
    total.brotli += brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  }
  return total;
}

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isDirectory()) yield* filesIn(file);
    else yield file;
  }
}

/** What receivers import from other libraries. */
const IMPORTS = {
  octokit: "import { verify } from '@octokit/webhooks-methods'; globalThis.used = [verify];",
  stripe: "import Stripe from 'stripe'; globalThis.used = [Stripe];",
  standardwebhooks: "import { Webhook } from 'standardwebhooks'; globalThis.used = [Webhook];",
  svix: "import { Webhook } from 'svix'; globalThis.used = [Webhook];",
};

function emptied(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

export async function sizes({ work }, skip) {
  const modules = {};
  let total = 0;
  for (const file of filesIn(installed)) {
    total += statSync(file).size;
    if (file.endsWith('.wasm')) modules[path.basename(file)] = size([readFileSync(file)]);
  }
  const bundles = {};
  for (const [name, script] of Object.entries(IMPORTS)) {
    const folder = emptied(path.join(work, 'sizes'));
    const files = await bundle('browser', script, folder);
    bundles[name] = size(files.map((file) => readFileSync(path.join(folder, file))));
  }
  const results = { package: total, modules, bundles, page: pageParts() };
  if (!chromium) {
    skip('Chromium is not installed, so its downloads are unknown');
    return results;
  }
  const downloads = {};
  for (const [step, files] of await downloadsOf(emptied(path.join(work, 'downloads')), chromium)) {
    downloads[step] = size(files);
  }
  return { ...results, downloads };
}

/** The files of the page, if it has been built. */
function pageParts() {
  const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
  try {
    const all = [...filesIn(dist)].filter((file) => /\.(html|js|css|wasm|svg)$/.test(file));
    return Object.fromEntries(
      all.map((file) => [path.relative(dist, file).replace(/-[0-9a-f]{8,}/, ''), size([readFileSync(file)])]),
    );
  } catch {
    return null;
  }
}
