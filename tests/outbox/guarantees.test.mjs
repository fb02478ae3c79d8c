// Each statement of docs/OUTBOX.md names a test that exists.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const document = read('docs/OUTBOX.md');

test('each cell of the table of guarantees names its test, and each test exists', () => {
  const [table] = document.match(/^\| what happens .*\n(\|.*\n)+/m);
  const cells = table
    .split('\n')
    .slice(2)
    .flatMap((row) => row.split(' | ').slice(1))
    .filter((cell) => !cell.startsWith('–'));
  assert.ok(cells.length > 20);
  for (const cell of cells) assert.match(cell, /\[O\d+\]( \|)?$/, cell);
  const listed = [...document.matchAll(/^- \[(O\d+)\] `(.+)`: (.+)$/gm)];
  const used = new Set([...table.matchAll(/\[(O\d+)\]/g)].map(([, mark]) => mark));
  assert.deepEqual([...used].sort(), listed.map(([, mark]) => mark).sort());
  for (const [, mark, file, title] of listed) assert.ok(read(file).includes(title), `${mark}: ${file}: ${title}`);
});

test('no document promises what cannot be promised', () => {
  for (const path of ['docs/OUTBOX.md', 'wasm/ts/outbox.ts', 'wasm/ts/types/outbox.ts', 'wasm/ts/postgres.ts']) {
    assert.doesNotMatch(read(path), /exactly[ -]once/i, path);
  }
});
