// The layers of `wasm/ts`, each of which imports only from those before it, and from itself without a cycle. Imports of types
// count. Paths are relative to the folder that has `ts` in it: `wasm`, or the fixture of `tests/node/layers.test.mjs`.

const LAYERS = ['^ts/generated/', '^ts/types/', '^ts/internal/', '^ts/[^/]+$'];

/** What the build writes next to the bundled files, so that it is not there before a build. */
const BUILT = '^(\\.\\./)+(hookwright[a-z_]*\\.(js|wasm(\\?module)?)|(base64|lzma)/hookwright[a-z_]*\\.mjs)$';

/** What the bundle contains or imports of other packages, which are in `tests/node_modules`. */
const BUNDLED = '^(tiny-inflate|@opentelemetry/api)$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...LAYERS.map((layer, index) => ({
      name: `imports-of-${['generated', 'types', 'internal', 'public'][index]}`,
      severity: 'error',
      from: { path: layer },
      to: { path: '^ts/', pathNot: LAYERS.slice(0, index + 1) },
    })),
    { name: 'no-other-folders', severity: 'error', from: { path: '^ts/', pathNot: LAYERS }, to: {} },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: [BUILT, BUNDLED] } },
  ],
  options: {
    // TypeScript 7 has no interface for other programs.
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.d.ts'] },
  },
};
