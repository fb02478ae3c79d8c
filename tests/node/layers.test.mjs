// The rules of `cargo xtask test lint` for the layers of wasm/ts: a small tree follows them, and one reversed import
// breaks them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = path.join(here, '../node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const rules = path.join(here, '../../wasm/lint/layers.mjs');

/** The names of the rules that a copy of the tree violates after a change. */
function broken(context, change = () => {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookwright-layers-'));
  context.after(() => rmSync(folder, { recursive: true }));
  cpSync(path.join(here, 'layers'), folder, { recursive: true });
  change((file, line) => appendFileSync(path.join(folder, 'ts', file), `${line}\n`), folder);
  const options = { cwd: folder, encoding: 'utf8' };
  const { stdout, stderr } = spawnSync(process.execPath, [program, '--config', rules, '-T', 'json', 'ts'], options);
  assert.equal(stderr, '');
  const { violations, error, totalCruised } = JSON.parse(stdout).summary;
  assert.ok(totalCruised >= 4, `${totalCruised} files were read`);
  assert.equal(error, violations.length);
  return [...new Set(violations.map(({ rule }) => rule.name))].sort();
}

describe('the layers of TypeScript', () => {
  test('may import from lower layers', (context) => {
    assert.deepEqual(broken(context), []);
  });

  for (const [rule, file, line] of [
    ['imports-of-generated', 'generated/ids.ts', "import type { Key } from '../types/key.js';"],
    ['imports-of-types', 'types/key.ts', "import { write } from '../internal/write.js';"],
    ['imports-of-internal', 'internal/write.ts', "import { sign } from '../sign.js';"],
    ['imports-of-internal', 'internal/write.ts', "export type { Signed } from '../sign.js';"],
    ['no-cycles', 'types/key.ts', "import type { Name } from './name.js';"],
    ['resolvable', 'internal/write.ts', "import { gone } from './gone.js';"],
  ]) {
    test(`violate ${rule} with ${line}`, (context) => {
      const change = (append) => {
        append('types/key.ts', 'export type Key = string;');
        append('types/name.ts', "export type { Key as Name } from './key.js';");
        append('internal/write.ts', 'export const write = () => {};');
        append('sign.ts', 'export type Signed = string;\nexport const sign = () => {};');
        append(file, line);
      };
      assert.deepEqual(broken(context, change), [rule]);
    });
  }

  test('are the only folders', (context) => {
    const change = (_, folder) => {
      mkdirSync(path.join(folder, 'ts/helpers'));
      writeFileSync(
        path.join(folder, 'ts/helpers/a.ts'),
        "import type { Id } from '../generated/ids.js';\n\nexport type A = Id;\n",
      );
    };
    assert.deepEqual(broken(context, change), ['no-other-folders']);
  });
});
