// The CommonJS build, which Node loads, also for `import`: then both yield the same classes.
//
// `index.js` is the file of `hookwright`, with all code that it shares with other entries. These are in a few files, each
// for the entries that are used together: reading the code of all entries takes longer than everything else at the start
// of a program, and so would loading many files.

import path from 'node:path';
import { NODE, NODE_FILES } from './builds.mjs';
import { FOLDERS, load } from './folders.mjs';
import { COMMON, options } from './javascript.mjs';

const esbuild = load('esbuild');

/** What only files at the root of the package can contain: the place of the wasm modules. */
const PLACES = /__dirname|hostRequire\(['"`]\./;

/** Returns the files of the entries. */
export async function commonJs() {
  const files = await filesFor(NODE_FILES);
  for (const [file, those] of Object.entries(NODE_FILES)) {
    for (const entry of those) {
      const name = exported(entry);
      files.push({ name: `${entry}.js`, text: `module.exports=require('./${NODE}/${file}.js').${name};\n` });
      files.push(...(await named(entry, entry, `require('./${file}.js').${name}`)));
    }
  }
  return [...files, ...(await named('index', 'index'))];
}

/** Returns the files of an entry that shares nothing with others. */
export async function separateCommonJs(entry, source) {
  const entryPoints = [path.join(FOLDERS.sources, `${source}.ts`)];
  const { outputFiles } = await esbuild.build({ ...options(NODE, '.'), entryPoints });
  return [{ name: `${entry}.js`, text: await toCommonJs(outputFiles[0].text) }, ...(await named(entry, source))];
}

/** Returns `index.js`, the file of the core, and a file for each group of entries. Each can use the ones before it. */
async function filesFor(groups) {
  const index = path.join(FOLDERS.sources, 'index.ts');
  const { outputFiles, metafile } = await esbuild.build({
    ...options(NODE, '.'),
    plugins: [grouping(groups), loadingLater, ...options(NODE, '.').plugins],
    entryPoints: [
      { in: index, out: 'index' },
      { in: path.join(FOLDERS.sources, 'internal/main-instance.ts'), out: CORE },
      ...Object.keys(groups).map((name) => ({ in: `group:${name}`, out: name })),
    ],
    splitting: true,
    chunkNames: 'shared-[hash]',
    metafile: true,
  });
  const texts = new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
  const imports = Object.fromEntries(
    Object.entries(metafile.outputs).map(([file, { imports }]) => [
      path.basename(file),
      imports.filter(({ external }) => !external).map(({ path: imported }) => path.basename(imported)),
    ]),
  );
  const files = [];
  // The files in which the shared ones are.
  const owners = new Map();
  for (const name of ['index.js', ...[CORE, ...Object.keys(groups)].map((group) => `${group}.js`)]) {
    const own = [...reachable(name, imports)].filter((file) => !owners.has(file));
    for (const file of own) owners.set(file, name);
    const text = (await toCommonJs(await joined(name, own, texts))).replace(
      /require\("\.\/(shared-\w+\.js)"\)/g,
      (_, file) => {
        return `require("${pathOf(owners.get(file))}").${sharedName(file)}`;
      },
    );
    if (name !== 'index.js' && PLACES.test(text))
      throw new Error(`${name} contains a path from the root of the package`);
    files.push({ name: name === 'index.js' ? name : `${NODE}/${name}`, text });
  }
  return files;
}

/** The path of a file with shared code, in its folder. */
function pathOf(owner) {
  if (owner === `${CORE}.js`) throw new Error('code that others share with the core must be used by `index.js`');
  return owner === 'index.js' ? '../index.js' : `./${owner}`;
}

/** The file with the core and what only the core needs, which is read when it is first used. */
const CORE = 'core';

/** Replaces the import of that file. */
const loadingLater = {
  name: 'loading later',
  setup(build) {
    const filter = /^\.\/main-instance\.js$/;
    build.onResolve({ filter }, () => ({ path: 'main-instance', namespace: 'later' }));
    build.onLoad({ filter: /./, namespace: 'later' }, () => ({
      contents: `export const makeInstance = () => hostRequire('./${NODE}/${CORE}.js').makeInstance();`,
    }));
  },
};

/** Makes a module of each group, which exports its entries. */
function grouping(groups) {
  return {
    name: 'grouping',
    setup(build) {
      build.onResolve({ filter: /^group:/ }, ({ path: given }) => ({ path: given.slice(6), namespace: 'group' }));
      build.onLoad({ filter: /./, namespace: 'group' }, ({ path: group }) => ({
        contents: groups[group].map((entry) => `export * as ${exported(entry)} from './${entry}.js';`).join('\n'),
        resolveDir: FOLDERS.sources,
      }));
    },
  };
}

/** A file and those that it imports, also indirectly. */
function reachable(file, imports, found = new Set()) {
  if (!found.has(file)) {
    found.add(file);
    for (const imported of imports[file]) reachable(imported, imports, found);
  }
  return found;
}

/** Joins a file with the shared ones that only it contains, whose exports other files use. */
async function joined(name, own, texts) {
  const lines = own.map((file) => `export *${file === name ? '' : ` as ${sharedName(file)}`} from './${file}';`);
  const memory = {
    name: 'memory',
    setup(build) {
      build.onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path: given }) => {
        const file = path.basename(given);
        return own.includes(file) ? { path: file, namespace: 'memory' } : { path: given, external: true };
      });
      build.onLoad({ filter: /./, namespace: 'memory' }, ({ path: file }) => ({ contents: texts.get(file) }));
    },
  };
  const { outputFiles } = await esbuild.build({
    ...options(NODE, '.'),
    inject: [],
    plugins: [memory],
    stdin: { contents: lines.join('\n'), resolveDir: FOLDERS.sources },
  });
  return outputFiles[0].text;
}

/** The name under which a file of a group exports an entry. */
function exported(entry) {
  return `__${entry.replaceAll('-', '_')}`;
}

/** The name under which `index.js` exports what is in a shared file. */
function sharedName(file) {
  return `__${path.basename(file, '.js').replaceAll('-', '_')}`;
}

/**
 * The ES module of an entry on Node, and the file from which it imports the names of the exports. That file has no other
 * code: Node searches files of CommonJS for the names of their exports, and this takes longer than loading the package.
 */
async function named(entry, source, all = `require('../${entry}.js')`) {
  const names = (await exportsOf(source)).join(',');
  const text = `const all=${all};module.exports=all;0&&(module.exports={${names}});\n`;
  return [
    { name: `${NODE}/${entry}.js`, text },
    { name: `${entry}.mjs`, text: `export{${names}}from'./${NODE}/${entry}.js';\n` },
  ];
}

/** Returns the names that an entry exports. */
async function exportsOf(entry) {
  const entryPoints = [path.join(FOLDERS.sources, `${entry}.ts`)];
  const { metafile } = await esbuild.build({ ...options(NODE, '.'), entryPoints, metafile: true });
  return Object.values(metafile.outputs)[0].exports.sort();
}

/** Converts an ES module to CommonJS. The sources contain `hostRequire` because esbuild would replace `require`. */
async function toCommonJs(text) {
  const define = { hostRequire: 'require' };
  return (await esbuild.transform(text, { ...COMMON, format: 'cjs', platform: 'node', define })).code;
}
