// What a browser downloads for each entry, and that a bundle contains nothing else.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import resolve from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import webpack from 'webpack';
import { PACKAGE, SLIM_BUNDLE } from '../size-limits.mjs';

const folder = fileURLToPath(new URL('../node_modules/hookwright/', import.meta.url));
const read = (file) => readFileSync(path.join(folder, file), 'utf8');
const gzipped = (text) => gzipSync(text, { level: 9 }).length;

/** The wasm modules of each part, as text. */
const { parts } = JSON.parse(readFileSync(new URL('../../wasm/glue/parts.json', import.meta.url), 'utf8'));
const texts = (part) => parts[part].map((name) => `lzma/${name}.mjs`);

/** The files that a browser downloads for each part. Those of the main part depend on the bundler. */
const DOWNLOADS = {
  slim: ['browser/verify.mjs', 'lzma/hookwright_verify.mjs', 'senders/github.mjs'],
  'public keys': texts('public_keys'),
  explain: texts('explain'),
  service: texts('service'),
  catalog: texts('catalog'),
  imports: texts('imports'),
};

for (const [part, files] of Object.entries(DOWNLOADS)) {
  const { title, limit } = PACKAGE[part];
  test(`${title}: at most ${limit} bytes`, (t) => {
    const sizes = files.map((file) => gzipped(read(file)));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    t.diagnostic(`${title}: ${total} bytes, ${files.map((file, at) => `${file} ${sizes[at]}`).join(', ')}`);
    assert.ok(total <= limit, `${total} bytes`);
  });
}

/** A program that uses only `verify`. */
const VERIFYING = `import { init, verify } from 'hookwright';
await init();
document.title = String(verify({ provider: 'github', secrets: 'a secret', body: '{}', headers: {} }).ok);
`;

test(`${PACKAGE.main.title}: at most ${PACKAGE.main.limit} bytes`, async (t) => {
  const texts = await bundled(t, VERIFYING, BUNDLERS.esbuild);
  // The other files are only downloaded when the program needs the parts of the module.
  const ends = [...new Set(Object.values(parts).flat())].map(endOf);
  const loaded = texts.filter((text) => !ends.some((end) => text.includes(end)));
  assert.equal(loaded.length, 2);
  assert.ok(loaded.some((text) => text.includes(endOf('hookwright'))));
  const total = loaded.reduce((sum, text) => sum + gzipped(text), 0);
  t.diagnostic(`${total} bytes with gzip`);
  assert.ok(total <= PACKAGE.main.limit, `${total} bytes`);
});

/** The end of the text of a wasm module. The beginnings of some are equal. */
const endOf = (name) => /(.{40})';$/m.exec(read(`lzma/${name}.mjs`))[1];

/** Bundles a program in a folder below this one, where `hookwright` is found. */
async function bundled(t, program, bundle) {
  const project = mkdtempSync(fileURLToPath(new URL('bundle-', import.meta.url)));
  t.after(() => rmSync(project, { recursive: true }));
  const file = path.join(project, 'program.mjs');
  writeFileSync(file, program);
  return bundle(file);
}

/** A program that uses only `hookwright/verify`. */
const PROGRAM = `import { init, verify } from 'hookwright/verify';
import { schemes } from 'hookwright/senders/github';
await init();
document.title = String(verify({ scheme: schemes['github/sha256'], secrets: 'a secret', body: '{}', headers: {} }).ok);
`;

/** The bundlers, each with a function that bundles a file for browsers and returns the texts of the output. */
const BUNDLERS = {
  async esbuild(file) {
    const options = { entryPoints: [file], bundle: true, splitting: true, format: 'esm', minify: true, write: false };
    const { outputFiles } = await esbuild.build({ ...options, outdir: path.join(path.dirname(file), 'out') });
    return outputFiles.map(({ text }) => text);
  },
  async Rollup(file) {
    const bundle = await rollup({ input: file, plugins: [resolve({ browser: true, exportConditions: ['module'] })] });
    const { output } = await bundle.generate({ format: 'esm' });
    // Rollup does not minify.
    return Promise.all(output.map(async ({ code }) => (await esbuild.transform(code, { minify: true })).code));
  },
  async webpack(file) {
    const output = path.join(path.dirname(file), 'out');
    const compiler = webpack({ mode: 'production', target: 'web', entry: file, output: { path: output } });
    const stats = await promisify(compiler.run.bind(compiler))();
    assert.deepEqual(stats.toJson({ all: false, errors: true }).errors, []);
    return readdirSync(output).map((name) => readFileSync(path.join(output, name), 'utf8'));
  },
};

for (const [name, bundle] of Object.entries(BUNDLERS)) {
  test(`a bundle of ${name} with hookwright/verify contains nothing else`, async (t) => {
    const texts = await bundled(t, PROGRAM, bundle);
    const total = texts.reduce((sum, text) => sum + gzipped(text), 0);
    t.diagnostic(`${total} bytes with gzip`);
    const all = texts.join('\n');
    // Parts of the other modules, of their functions, and of the data of senders that the program does not use.
    for (const other of ['hookwright', 'hookwright_catalog', 'hookwright_imports', 'hookwright_service']) {
      assert.ok(!all.includes(endOf(other)), other);
    }
    for (const word of ['__wbg_', 'planRetries', 'createService', 'toleranceSeconds: 300', 'stripe/v1']) {
      assert.ok(!all.includes(word), word);
    }
    assert.ok(all.includes(endOf('hookwright_verify')));
    assert.ok(total <= SLIM_BUNDLE, `${total} bytes`);
  });
}
