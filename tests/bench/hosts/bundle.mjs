// Bundles the comparison for a runtime other than Node, with the conditions that its tools use.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What the bundlers of each runtime pass to packages. */
const TARGETS = {
  browser: { platform: 'browser', splitting: true },
  workerd: {
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['module', 'main'],
    external: ['node:*', 'crypto'],
    // Tern is CommonJS and loads `crypto`, which a bundle of modules cannot do without this function.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
    loader: { '.wasm': 'copy' },
  },
};

/**
 * Writes the bundle of an entry into an empty folder, and returns the names of the files.
 *
 * @param {'browser' | 'workerd'} runtime
 * @param {string} entry a file of this folder, or the text of one
 * @param {string} outdir
 */
export async function bundle(runtime, entry, outdir) {
  const from = fileURLToPath(new URL('.', import.meta.url));
  const source = entry.endsWith('.mjs')
    ? { entryPoints: [path.join(from, entry)] }
    : { stdin: { contents: entry, resolveDir: from } };
  const { outputFiles } = await build({
    ...source,
    ...TARGETS[runtime],
    outdir,
    entryNames: 'bench',
    assetNames: '[name]',
    bundle: true,
    format: 'esm',
    minify: true,
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  for (const { path: file, contents } of outputFiles) writeFileSync(file, contents);
  return outputFiles.map(({ path: file }) => path.basename(file));
}
