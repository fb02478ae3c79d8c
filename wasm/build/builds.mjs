// What the package consists of: its entries, and its builds for the different hosts.

/** The entries of the package, by the name of their file: `index` is `hookwright`, others are `hookwright/<name>`. */
export const ENTRIES = ['index', 'bullmq'];

/**
 * The builds, by the folder of their files. `host` is the file of `ts/internal/hosts` that loads the wasm modules.
 *
 * Only the build for browsers has shortened names, because others are not downloaded, and because names in stack traces
 * and logs are useful.
 */
export const BUILDS = {
  // At the root of the package, so that every kind of resolution finds it.
  '.': { host: 'node', format: 'cjs' },
  embedded: { host: 'embedded', format: 'esm' },
  browser: { host: 'browser', format: 'esm', shortNames: true },
  workerd: { host: 'workerd', format: 'esm' },
  edge: { host: 'edge', format: 'esm' },
};

/** The folder of the wasm modules as text. */
export const TEXTS = 'base64';
