// The folders of the build, and the packages that it uses.

import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const packages = path.join(folder, '../tests/node_modules');

export const FOLDERS = {
  /** The folder to which esbuild's paths are relative. */
  root: folder,
  sources: path.join(folder, 'ts'),
  /** The wasm modules and the code that wasm-bindgen has generated for them. */
  glue: path.join(folder, 'glue'),
  /** The package. */
  output: path.join(folder, 'pkg'),
  packages,
  /** Results that take long and depend only on their input. */
  cache: path.join(packages, '.cache/hookwright'),
};

/** Loads a package of `tests/package.json`, the only list of packages of this repository. */
export const load = createRequire(path.join(packages, 'package.json'));
