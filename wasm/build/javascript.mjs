// The JavaScript of a build: a file per entry, and the files that several entries share.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TEXTS } from './builds.mjs';
import { FOLDERS, load } from './folders.mjs';

const esbuild = load('esbuild');

const COMMON = {
  target: 'es2022',
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};

/**
 * Makes checks of the glue code accept objects of any realm: edge runtimes compile modules outside the realm of the
 * program, and test environments have their own global classes.
 */
function acceptingAnyRealm(text) {
  const check = /\b(\w+) instanceof (WebAssembly\.(?:Module|Instance)|Uint8Array|ArrayBuffer)\b/g;
  if (!check.test(text)) throw new Error('wasm-bindgen generates other checks of classes; change the pattern');
  return text.replaceAll(check, "Object.prototype.toString.call($1) === '[object $2]'");
}

/**
 * Resolves what is not a file of the sources: the glue code, and the wasm modules, which are not part of the bundle. A
 * file in the folder of the host replaces the one with the same name in `internal`. `root` is the path from the files of
 * the build to the root of the package.
 */
export function resolution(host, root) {
  const external = (file) => ({ path: `${root}${file}`, external: true });
  const internal = path.join(FOLDERS.sources, 'internal');
  return {
    name: 'resolution',
    setup(build) {
      build.onResolve({ filter: /^\.\.\/hookwright[a-z_]*\.js$/ }, (given) => ({
        path: path.join(FOLDERS.glue, path.basename(given.path)),
      }));
      build.onLoad({ filter: /[\\/]glue[\\/][^\\/]+\.js$/ }, ({ path: file }) => {
        return { contents: acceptingAnyRealm(readFileSync(file, 'utf8')), loader: 'js' };
      });
      build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, (given) => {
        const file = path.join(given.resolveDir, given.path.replace(/\.js$/, '.ts'));
        const replacement = path.join(internal, 'hosts', host, path.basename(file));
        return path.dirname(file) === internal && existsSync(replacement) ? { path: replacement } : undefined;
      });
      build.onResolve({ filter: /\.wasm(\?module)?$/ }, (given) => external(path.basename(given.path)));
      build.onResolve({ filter: new RegExp(`/${TEXTS}/[a-z_]+\\.mjs$`) }, (given) =>
        external(`${TEXTS}/${path.basename(given.path)}`),
      );
    },
  };
}

/**
 * Bundles entries for a host into ES modules.
 *
 * @param entries the files of the sources, by the name of the output
 * @param folder the folder of the output in the package
 * @returns the files, and the exports of each entry
 */
export async function bundle(entries, folder, { host, format = 'esm', shortNames = false }) {
  const { outputFiles, metafile } = await esbuild.build({
    ...COMMON,
    entryPoints: entries,
    absWorkingDir: FOLDERS.root,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module'],
    nodePaths: [FOLDERS.packages],
    outdir: path.join(FOLDERS.output, folder),
    outExtension: { '.js': format === 'cjs' ? '.js' : '.mjs' },
    chunkNames: 'shared-[hash]',
    plugins: [resolution(host, folder === '.' ? './' : '../')],
    inject: [path.join(FOLDERS.sources, 'internal/text-coding.ts')],
    // Only the glue code uses it: it would fetch a module that it does not get. Bundlers would add that file to programs.
    define: { 'import.meta.url': 'undefined' },
    minifyIdentifiers: shortNames,
    metafile: true,
    write: false,
  });
  const exports = Object.values(metafile.outputs).flatMap(({ entryPoint, exports }) =>
    entryPoint === undefined ? [] : [[path.basename(entryPoint, '.ts'), exports.sort()]],
  );
  const files = await Promise.all(
    outputFiles.map(async ({ path: file, text }) => ({
      name: path.relative(FOLDERS.output, file),
      text: format === 'cjs' ? await toCommonJs(text) : text,
    })),
  );
  return { files, exports: Object.fromEntries(exports) };
}

/** Converts an ES module to CommonJS. The sources contain `hostRequire` because esbuild would replace `require`. */
async function toCommonJs(text) {
  const define = { hostRequire: 'require' };
  return (await esbuild.transform(text, { ...COMMON, format: 'cjs', platform: 'node', define })).code;
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
