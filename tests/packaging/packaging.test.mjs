// Runs the packed package in the tools and runtimes of its users.
//
//   HOOKWRIGHT_ROWS  `quick` (the default), `all`, or a part of the names of rows, such as `next 15`
//
// With `all`, it also writes docs/RUNTIMES.md.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';

import { allRows, groups } from './harness/matrix.mjs';
import { closeBrowser } from './harness/pages.mjs';
import { Project } from './harness/project.mjs';
import { document, path } from './harness/runtimes.mjs';
import { expected } from './scenario.mjs';

const selection = process.env.HOOKWRIGHT_ROWS ?? 'quick';

function isSelected(row) {
  if (selection === 'all') return true;
  if (selection === 'quick') return row.quick;
  return `${row.tool} ${row.version} ${row.name}`.includes(selection);
}

const matrix = await allRows();
const selected = matrix.filter(isSelected);
const results = new Map();

// The reference machine has two cores.
describe('the packed package', { concurrency: 2 }, () => {
  after(closeBrowser);
  for (const [name, rows] of groups(selected)) {
    describe(name, { concurrency: 1 }, () => {
      const [{ tool, version }] = rows;
      const project = new Project(tool, version);
      before(() => project.prepare());
      for (const row of rows) {
        it(row.name, { timeout: 600_000 }, async () => {
          results.set(row, false);
          assert.deepEqual(await row.run(project, version), expected);
          results.set(row, true);
        });
      }
    });
  }
  after(() => {
    if (selection === 'all') writeFileSync(path, document(matrix, results));
  });
});

it('runs exact versions', () => {
  const ranges = matrix.flatMap(({ manifest }) => Object.entries(manifest.devDependencies ?? {}));
  assert.deepEqual(
    ranges.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
    [],
  );
});

it('has its rows in docs/RUNTIMES.md', { skip: selection !== 'quick' }, () => {
  const works = new Map(matrix.map((row) => [row, true]));
  const hint = 'run `cargo xtask test packaging --all`, which writes the file';
  assert.equal(readFileSync(path, 'utf8'), document(matrix, works), hint);
});
