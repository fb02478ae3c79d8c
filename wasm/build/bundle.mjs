// Bundles the JavaScript of the package into `pkg`: a file per entry and build, and the files that they share. Called by
// `cargo xtask build`, after wasm-bindgen has written the glue code and the types have been checked.

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILDS, ENTRIES, TEXTS } from './builds.mjs';

const wasm = fileURLToPath(new URL('..', import.meta.url));
const packages = path.join(wasm, '../tests/node_modules');
const require = createRequire(path.join(packages, 'package.json'));
const esbuild = require('esbuild');
const { deflateSync } = require('fflate');

const sources = path.join(wasm, 'ts');
const glue = path.join(wasm, 'glue');
const output = path.join(wasm, 'pkg');

const TARGET = 'es2022';
const LOG_LEVEL = 'warning';

/** Writes a file of the package. */
function write(file, text) {
  const absolute = path.join(output, file);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

/**
 * Resolves what is not a file of the sources: the glue code, the code of the host, and the wasm modules, which are not
 * part of the bundle. Builds other than the one at the root are in a folder.
 */
function resolution(folder, host) {
  const root = folder === '.' ? './' : '../';
  return {
    name: 'resolution',
    setup(build) {
      build.onResolve({ filter: /^\.\.\/hookwright[a-z_]*\.js$/ }, (given) => ({
        path: path.join(glue, path.basename(given.path)),
      }));
      build.onResolve({ filter: /^\.\/host\.js$/ }, () => ({ path: path.join(sources, 'internal/hosts', `${host}.ts`) }));
      build.onResolve({ filter: /\.wasm(\?module)?$/ }, (given) => ({
        path: root + path.basename(given.path),
        external: true,
      }));
      build.onResolve({ filter: new RegExp(`/${TEXTS}/[a-z_]+\\.mjs$`) }, (given) => ({
        path: `${root}${TEXTS}/${path.basename(given.path)}`,
        external: true,
      }));
    },
  };
}

/** Returns the files of a build as ES modules: one per entry, and those that several entries share. */
export async function bundle(folder, { host, format, shortNames = false }, entries = ENTRIES) {
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: Object.fromEntries(entries.map((entry) => [entry, path.join(sources, `${entry}.ts`)])),
    absWorkingDir: wasm,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: TARGET,
    platform: 'neutral',
    mainFields: ['module'],
    nodePaths: [packages],
    outdir: path.join(output, folder),
    outExtension: { '.js': format === 'cjs' ? '.js' : '.mjs' },
    chunkNames: 'shared-[hash]',
    plugins: [resolution(folder, host)],
    inject: [path.join(sources, 'internal/hosts/text-coding.ts')],
    // The glue code would fetch its module from its folder by default, which is never used.
    define: { 'import.meta.url': 'undefined' },
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: shortNames,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: LOG_LEVEL,
  });
  return { files: outputFiles, metafile };
}

/** Converts an ES module to CommonJS. `hostRequire` is in the sources because esbuild would replace `require`. */
async function toCommonJs(text) {
  const { code } = await esbuild.transform(text, {
    format: 'cjs',
    platform: 'node',
    target: TARGET,
    define: { hostRequire: 'require' },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: LOG_LEVEL,
  });
  return code;
}

/** Writes a build. */
async function writeBuild(folder, build) {
  const { files, metafile } = await bundle(folder, build);
  for (const { path: file, text } of files) {
    write(path.relative(output, file), build.format === 'cjs' ? await toCommonJs(text) : text);
  }
  for (const entry of build.format === 'cjs' ? ENTRIES : []) {
    const { exports } = metafile.outputs[path.relative(wasm, path.join(output, folder, `${entry}.js`))];
    // Node loads one copy, so that `import` and `require` yield the same classes.
    write(path.join(folder, `${entry}.mjs`), `export{${exports.sort().join(',')}}from'./${entry}.js';\n`);
  }
}

/** Writes the declarations of an entry, for both kinds of modules. */
function writeDeclarations(entry) {
  for (const extension of ['ts', 'mts']) {
    write(`${entry}.d.${extension}`, `export * from './declarations/${entry}.js';\n`);
  }
}

/** Writes a wasm module, its types, and its text. */
function writeModule(name) {
  const file = `${name}_bg.wasm`;
  cpSync(path.join(glue, file), path.join(output, file));
  // Without the types of a browser, there is no `WebAssembly`.
  const types = `type Modules = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Type } } } ? Type : unknown;
declare const module: Modules;
export default module;
`;
  for (const extension of ['ts', 'mts']) write(`${file}.d.${extension}`, types);
  // The same compressor on every machine, so that the text depends only on the module.
  const deflated = deflateSync(readFileSync(path.join(glue, file)), { level: 9, mem: 12 });
  write(`${TEXTS}/${name}.mjs`, `export default'${Buffer.from(deflated).toString('base64')}';\n`);
}

/** Writes the data modules of the senders, each as an ES module and as CommonJS. */
async function writeSenders() {
  const folder = path.join(sources, 'generated/senders');
  for (const file of readdirSync(folder)) {
    const name = path.basename(file, '.ts');
    const text = readFileSync(path.join(folder, file), 'utf8');
    const options = { loader: 'ts', target: TARGET, minifyWhitespace: true, logLevel: LOG_LEVEL };
    const { code } = await esbuild.transform(text, { ...options, format: 'esm' });
    write(`senders/${name}.mjs`, code);
    write(`senders/${name}.js`, (await esbuild.transform(text, { ...options, format: 'cjs', platform: 'node' })).code);
    cpSync(path.join(output, 'declarations/generated/senders', `${name}.d.ts`), path.join(output, `senders/${name}.d.ts`));
    write(`senders/${name}.d.mts`, `export * from './${name}.js';\n`);
  }
}

const names = readdirSync(glue).flatMap((file) => (file.endsWith('_bg.wasm') ? [file.slice(0, -'_bg.wasm'.length)] : []));
for (const name of names) writeModule(name);
for (const entry of ENTRIES) writeDeclarations(entry);
for (const [folder, build] of Object.entries(BUILDS)) await writeBuild(folder, build);
await writeSenders();
