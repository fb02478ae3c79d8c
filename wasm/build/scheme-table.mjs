// The table of the schemes that Node can use before the core is loaded: HMAC schemes of senders whose deliveries are simple,
// and whose keys `hookwright/verify` can read. The values are those of the core.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FOLDERS, load } from './folders.mjs';

/** The position of the form of the keys in the record of a compact scheme, after its texts: see `core/src/signature/compact`. */
const KEY_FORM = 1;

let table;

/**
 * Returns the JavaScript of the table.
 *
 * @param plugin resolves what is not a file of the sources, with an empty table
 * @param define the constants of the sources
 */
export async function schemeTable(plugin, define) {
  table ??= makeTable(plugin, define);
  return table;
}

/** The table without schemes, with which the core is loaded. */
export const EMPTY = "export const providers = '', schemes = '';";

async function makeTable(plugin, define) {
  const { core } = await imported(`export { core } from './internal/instance.js';`, plugin, {
    ...define,
    __dirname: JSON.stringify(FOLDERS.glue),
  });
  const [providers, schemes] = [{}, {}];
  for (const file of readdirSync(path.join(FOLDERS.sources, 'generated/senders')).sort()) {
    const text = readFileSync(path.join(FOLDERS.sources, 'generated/senders', file), 'utf8');
    const sender = await imported(text, plugin, define);
    for (const [id, { compact }] of Object.entries(sender.schemes ?? {})) {
      const scheme = core().scheme(undefined, id);
      const isUsable = scheme.simple !== null && scheme.staged && scheme.algorithm.startsWith('hmac-');
      if (compact !== undefined && isUsable) schemes[id] = toText([{ ...scheme, id: null }, keyForm(compact)]);
    }
    const provider = path.basename(file, '.ts');
    const id = defaultOf(core(), provider);
    if (schemes[id] !== undefined) providers[provider] = id;
  }
  return `export const providers = ${JSON.stringify(lines(providers))}, schemes = ${JSON.stringify(lines(schemes))};`;
}

/** A line for each entry. */
function lines(entries) {
  return Object.entries(entries).reduce((text, [name, value]) => `${text}${name} ${value}\n`, '\n');
}

/** The JSON text of a row. */
function toText(row) {
  return JSON.stringify(row, (_, value) => (isNothing(value) ? undefined : value));
}

/** Whether a value is what readers of the table add. */
function isNothing(value) {
  return value === false || value === null || (Array.isArray(value) && value.length === 0);
}

/** The id of the scheme that a sender uses if none is given; undefined if one must be given. */
function defaultOf(core, provider) {
  try {
    return core.scheme(provider, undefined).id;
  } catch {
    return undefined;
  }
}

function keyForm(compact) {
  const bytes = Buffer.from(compact, 'base64');
  let at = 2;
  for (let count = bytes[1]; count > 0; count -= 1) at += 1 + bytes[at];
  return bytes[at + KEY_FORM];
}

/** Bundles a module and imports it. */
async function imported(contents, plugin, define) {
  const { outputFiles } = await load('esbuild').build({
    stdin: { contents, loader: 'ts', resolveDir: FOLDERS.sources },
    bundle: true,
    format: 'esm',
    nodePaths: [FOLDERS.packages],
    plugins: [plugin],
    define,
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
