// What the package consists of: its entries, and its builds for the different hosts.

/** The entries of the package, by the name of their file: `index` is `hookwright`, others are `hookwright/<name>`. */
export const ENTRIES = [
  'index',
  'bullmq',
  'receiver',
  'express',
  'fastify',
  'fetch',
  'lambda',
  'node',
  'redis',
  'inbox',
  'postgres',
  'sqlite',
  'outbox',
  'safe-fetch',
];

/**
 * The entries that share nothing with others, so that programs that use only one of them contain nothing else: the name of
 * the file, and that of its source.
 */
export const SEPARATE = { verify: 'compact', opentelemetry: 'opentelemetry' };

/**
 * The builds of ES modules, by the folder of their files, which is also a folder of `ts/internal/hosts`. Its files replace
 * those of `ts/internal`.
 *
 * Only the build for browsers has shortened names, because others are not downloaded, and because names in stack traces
 * and logs are useful.
 */
export const BUILDS = {
  browser: { shortNames: true },
  edge: {},
  embedded: {},
  workerd: {},
};

/** The folder of `ts/internal/hosts` for the build of CommonJS modules, which is at the root of the package. */
export const NODE = 'node';

/**
 * The files of that build, for the entries that are used together, in their order: each can use those before it.
 * `hookwright` itself is `index.js`.
 */
export const NODE_FILES = {
  'all-receivers': ['receiver', 'express', 'fastify', 'fetch', 'lambda', 'node', 'redis'],
  'all-senders': ['bullmq', 'safe-fetch'],
  'all-databases': ['inbox', 'postgres', 'sqlite', 'outbox'],
};

/** The folder of the wasm modules as text: base64 of DEFLATE, which Node has. */
export const TEXTS = 'base64';

/** The folder of the wasm modules as text for browsers: base64 of LZMA, which is smaller. */
export const SMALL_TEXTS = 'lzma';

/** The optional peers that an entry imports. */
export const PEERS = ['@opentelemetry/api'];
