// The table of the wasm modules, for each host: how it loads them, and which of them are the files of a part.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { SMALL_TEXTS, TEXTS } from './builds.mjs';
import { FOLDERS } from './folders.mjs';

/** The main module. The names of the files of its parts begin with it. */
const MAIN = 'hookwright';

/** Returns the names of the wasm modules. */
export function modules() {
  return readdirSync(FOLDERS.glue).flatMap((file) => /^(.*)_bg\.wasm$/.exec(file)?.[1] ?? []);
}

/** Returns the size of a wasm module, in bytes. */
export function sizeOf(name) {
  return statSync(path.join(FOLDERS.glue, `${name}_bg.wasm`)).size;
}

/** How each host loads a module: the imports of the table, and the members of the source. */
const HOSTS = {
  /** Browsers: text that is downloaded when it is used, and compiled asynchronously. */
  browser: {
    imports: () =>
      `import { unpackMain, unpackPart } from './unpacked.js';\nconst mainText = () => import('../../${SMALL_TEXTS}/${MAIN}.mjs');`,
    source: (name) =>
      name === MAIN
        ? 'later: async () => unpackMain(await mainText())'
        : `later: async () => unpackPart(await import('../../${SMALL_TEXTS}/${name}.mjs'), mainText)`,
  },
  /** The edge runtime of Vercel and Next.js, which refuses to compile bytes: its bundlers compile `?module` imports. */
  edge: {
    imports: (names) => names.map((name) => `import ${name} from '../../${name}_bg.wasm?module';`).join('\n'),
    source: (name) => `now: () => ${name}`,
  },
  /** Deno, and bundles for servers: text, which is decompressed at the first call. */
  embedded: {
    imports: (names) =>
      ["import { inflate } from './inflate.js';"]
        .concat(names.map((name) => `import * as ${name} from '../../${TEXTS}/${name}.mjs';`))
        .join('\n'),
    source: (name) => `now: () => inflate(${name})`,
  },
  /**
   * Node and Bun, with CommonJS: files next to the code. The paths are literal, so that tools that copy the files of a
   * program find them. In a bundle without these files, the modules are part of the bundle.
   */
  node: {
    imports: () => "import { inflate } from './inflate.js';\nimport { read } from './hosts/node/read.js';",
    source: (name) =>
      `now: () => read(() => \`\${__dirname}/${name}_bg.wasm\`, ${sizeOf(name)}) ?? ` +
      `inflate(hostRequire('./${TEXTS}/${name}.mjs'))`,
  },
  /** Cloudflare Workers, which refuse to compile bytes: the modules are compiled when the worker is deployed. */
  workerd: {
    imports: (names) => names.map((name) => `import ${name} from '../../${name}_bg.wasm';`).join('\n'),
    source: (name) => `now: () => ${name}`,
  },
};

/** Returns the TypeScript of `internal/modules.ts` for a host. Each module has its own constant, so that bundlers remove the ones that a program does not use. */
export function table(host) {
  const { imports, source } = HOSTS[host];
  const { build, parts } = JSON.parse(readFileSync(path.join(FOLDERS.glue, 'parts.json'), 'utf8'));
  const names = [...new Set([MAIN, ...Object.values(parts).flat()])];
  const constant = (name) => (name === MAIN ? 'main' : `${name}_source`);
  const sources = names.map((name) => {
    return `export const ${constant(name)} = { file: '${name}_bg.wasm', ${source(name)} };`;
  });
  const lists = Object.entries(parts).map(([name, files]) => {
    const exported = name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    return `export const ${exported} = { name: '${name}', sources: [${files.map(constant).join(', ')}] };`;
  });
  return [imports(names), `export const build = '${build}';`, ...sources, ...lists, ''].join('\n');
}
