// Loads single files of `wasm/ts` and the code of wasm-bindgen, for tests of what the package does not export.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { FOLDERS } from '../wasm/build/folders.mjs';
import { constants, resolution } from '../wasm/build/javascript.mjs';

const installed = fileURLToPath(new URL('node_modules/hookwright', import.meta.url));

/** The code of a file of `wasm/ts` with the files that it imports. */
export async function bundled(file) {
  const { outputFiles } = await build({
    entryPoints: [`${FOLDERS.sources}/${file}`],
    bundle: true,
    format: 'esm',
    nodePaths: [FOLDERS.packages],
    plugins: [resolution('node', './')],
    define: { ...constants(), __dirname: JSON.stringify(installed) },
    write: false,
  });
  return outputFiles[0].contents;
}

/**
 * Imports a file of `wasm/ts` with the files that it imports. They are copies of those in the package, so that classes
 * and instances are not the same.
 */
export async function source(file) {
  return import(`data:text/javascript;base64,${Buffer.from(await bundled(file)).toString('base64')}`);
}
