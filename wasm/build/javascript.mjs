// The JavaScript of a build: a file per entry, and the files that several entries share.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PEERS, SMALL_TEXTS, TEXTS } from './builds.mjs';
import { FOLDERS, load } from './folders.mjs';
import { modules, sizeOf, table } from './modules.mjs';
import { EMPTY, schemeTable } from './scheme-table.mjs';

const esbuild = load('esbuild');

export const COMMON = {
  target: 'es2022',
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};

/**
 * Changes the glue code.
 *
 * Checks of classes accept objects of any realm: edge runtimes compile modules outside the realm of the program, and test
 * environments have their own global classes. `Symbol.dispose` is not used, and its assignment would prevent bundlers from
 * removing classes that a program does not use.
 */
function adapted(text) {
  const check = /\b(\w+) instanceof (WebAssembly\.(?:Module|Instance)|Uint8Array|ArrayBuffer)\b/g;
  const disposal = /^if \(Symbol\.dispose\) .*$/gm;
  for (const pattern of [check, disposal]) {
    if (text.search(pattern) < 0) throw new Error(`the code of wasm-bindgen does not contain ${pattern}`);
  }
  const once = onlyOnce(
    onlyOnce(text, /^import \* as import\d+ from "\.\/split\.js"\n/gm),
    /^ +"\.\/split\.js": import\d+,\n/gm,
  );
  return once.replaceAll(check, "Object.prototype.toString.call($1) === '[object $2]'").replaceAll(disposal, '');
}

/** Removes all matches after the first one: wasm-bindgen imports a module once for each part. */
function onlyOnce(text, pattern) {
  let count = 0;
  return text.replaceAll(pattern, (match) => {
    count += 1;
    return count === 1 ? match : '';
  });
}

/** Converts a CommonJS module with one export to an ES module, because esbuild would wrap every module that it uses. */
function asEsModule(text) {
  const exported = /^module\.exports = (\w+);$/m;
  if (text.search(exported) < 0) throw new Error(`the CommonJS module does not contain ${exported}`);
  return text.replace(exported, 'export default $1;');
}

/**
 * Resolves what is not a file of the sources: the glue code, and the wasm modules, which are not part of the bundle. A
 * file in the folder of the host replaces the one with the same name in `internal`. `root` is the path from the files of
 * the build to the root of the package. Without `isComplete`, the table of schemes is empty.
 */
export function resolution(host, root, { isComplete = true } = {}) {
  const external = (file) => ({ path: `${root}${file}`, external: true });
  const internal = path.join(FOLDERS.sources, 'internal');
  return {
    name: 'resolution',
    setup(build) {
      build.onResolve({ filter: /^\.\.\/hookwright[a-z_]*\.js$/ }, (given) => ({
        path: path.join(FOLDERS.glue, path.basename(given.path)),
      }));
      build.onLoad({ filter: /[\\/]glue[\\/][^\\/]+\.js$/ }, ({ path: file }) => {
        return { contents: adapted(readFileSync(file, 'utf8')), loader: 'js' };
      });
      build.onLoad({ filter: /[\\/]tiny-inflate[\\/]index\.js$/ }, ({ path: file }) => ({
        contents: asEsModule(readFileSync(file, 'utf8')),
        loader: 'js',
      }));
      // The glue code imports what the split tool would generate.
      build.onResolve({ filter: /^\.\/split\.js$/ }, () => ({ path: path.join(internal, 'parts.ts') }));
      build.onLoad({ filter: /[\\/]internal[\\/]modules\.ts$/ }, () => ({ contents: table(host), loader: 'ts' }));
      build.onLoad({ filter: /[\\/]internal[\\/]scheme-table\.ts$/ }, async () => ({
        contents: isComplete ? await schemeTable(resolution(host, root, { isComplete: false }), constants()) : EMPTY,
        loader: 'js',
      }));
      build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, (given) => {
        const file = path.join(given.resolveDir, given.path.replace(/\.js$/, '.ts'));
        const replacement = path.join(internal, 'hosts', host, path.basename(file));
        return path.dirname(file) === internal && existsSync(replacement) ? { path: replacement } : undefined;
      });
      build.onResolve({ filter: /\.wasm(\?module)?$/ }, (given) => external(path.basename(given.path)));
      for (const texts of [TEXTS, SMALL_TEXTS]) {
        build.onResolve({ filter: new RegExp(`/${texts}/[a-z_]+\\.mjs$`) }, (given) =>
          external(`${texts}/${path.basename(given.path)}`),
        );
      }
    },
  };
}

/** Returns the expressions that are replaced by constants. */
export function constants() {
  const sizes = modules().map((name) => [`MODULE_SIZES.${name}`, String(sizeOf(name))]);
  // Only the glue code uses the address: it would fetch a module that it does not get, and bundlers would add that file
  // to programs.
  return { 'import.meta.url': 'undefined', ...Object.fromEntries(sizes) };
}

/** The options of a bundle for a host. `folder` is the folder of the output. */
export function options(host, folder) {
  return {
    ...COMMON,
    absWorkingDir: FOLDERS.root,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    nodePaths: [FOLDERS.packages],
    outdir: path.join(FOLDERS.output, folder),
    plugins: [resolution(host, folder === '.' ? './' : '../')],
    external: PEERS,
    inject: [path.join(FOLDERS.sources, 'internal/text-coding.ts')],
    define: constants(),
    write: false,
  };
}

/** Returns a build of ES modules: a file per entry, and the files that entries share. */
export async function esModules(entries, host, { shortNames = false }, entryNames = '[name]') {
  const { outputFiles } = await esbuild.build({
    ...options(host, host),
    entryPoints: entries.map((entry) => path.join(FOLDERS.sources, `${entry}.ts`)),
    splitting: true,
    outExtension: { '.js': '.mjs' },
    entryNames,
    chunkNames: 'shared-[hash]',
    minifyIdentifiers: shortNames,
  });
  return outputFiles.map(({ path: file, text }) => ({ name: path.relative(FOLDERS.output, file), text }));
}

/** Converts a file of TypeScript without imports to both kinds of modules: `[ES module, CommonJS]`. */
export async function convert(text) {
  const options = { ...COMMON, loader: 'ts' };
  const made = await Promise.all([
    esbuild.transform(text, { ...options, format: 'esm' }),
    esbuild.transform(text, { ...options, format: 'cjs', platform: 'node' }),
  ]);
  return made.map(({ code }) => code);
}
