// Values that cross the boundary between JavaScript and the core have generated types, and the TypeScript code does not
// cast them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const biome = fileURLToPath(new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url));

/** Biome's report on a file with this text in a folder of the package. */
function lint(context, text) {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookwright-lint-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const needed of ['biome.jsonc', 'wasm/lint']) {
    cpSync(path.join(root, needed), path.join(folder, needed), { recursive: true });
  }
  mkdirSync(path.join(folder, 'wasm/ts/internal'), { recursive: true });
  writeFileSync(path.join(folder, 'wasm/ts/internal/made-up.ts'), text);
  const options = { cwd: folder, encoding: 'utf8' };
  const { stderr } = spawnSync(process.execPath, [biome, 'lint', '--vcs-enabled=false', '.'], options);
  assert.match(stderr, /Checked [1-9]\d* file/);
  return stderr;
}

describe('the boundary', () => {
  test('types every value of the module', () => {
    const text = readFileSync(new URL('../../wasm/glue/hookwright.d.ts', import.meta.url), 'utf8');
    // Below, wasm-bindgen declares the exports of the module itself.
    const [declared] = text.split('export type InitInput');
    const signatures = declared.replaceAll(/\/\*\*.*?\*\//gs, '').match(/^.*\(.*\).*;$/gm) ?? [];
    assert.ok(signatures.length >= 50, `${signatures.length} signatures`);
    assert.deepEqual(
      signatures.filter((signature) => /\b(any|unknown)\b/.test(signature)),
      [],
    );
  });

  for (const text of [
    'export const verdict = core().verify() as Verdict;',
    'export const all = freeze(core().senders() as Sender[]);',
    'export const { data } = core().parseEvent(bytes) as { data: string };',
    'export const verdict = keys.use((core) => core.verify(request, bytes, 0) as Verdict);',
    'export const made = serving.keep(({ Service }) => new Service()) as Made;',
    'export const verdict = keys.use((prepared) => prepared.verify(request, bytes, 0)) as Verdict;',
    'export const { eventId } = service.emit(type) as Emitted;',
    'export const found = providers().find((each) => each.id === id) as Found;',
  ]) {
    test(`rejects the type assertion ${text}`, (context) => {
      assert.match(lint(context, `${text}\n`), /an assertion about a value of the core/);
    });
  }

  test('rejects public functions that return unknown', (context) => {
    const overloads =
      'export function of(id: string): string;\nexport function of(id: string): unknown {\n  return id;\n}';
    assert.match(lint(context, `${overloads}\n`), /a public function that returns `unknown`/);
  });

  test('allows other assertions', (context) => {
    const text = 'export const nothing = { code: undefined } as const;\n';
    assert.doesNotMatch(lint(context, text), /assertion/);
  });

  test('rejects inline imports of types', (context) => {
    assert.match(
      lint(context, "export type Id = import('../generated/ids.js').ProviderId;\n"),
      /a type that is imported in place/,
    );
  });
});
