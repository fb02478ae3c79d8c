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

const folder = fileURLToPath(new URL('../node_modules/hookwright/', import.meta.url));
const read = (file) => readFileSync(path.join(folder, file), 'utf8');
const gzipped = (text) => gzipSync(text, { level: 9 }).length;

/** The bytes that a browser downloads for an entry: the files, and the maximum with gzip. */
const DOWNLOADS = {
  'hookwright/verify': {
    files: ['browser/verify.mjs', 'base64/hookwright_verify.mjs', 'senders/github.mjs'],
    most: 25_000,
  },
};

for (const [entry, { files, most }] of Object.entries(DOWNLOADS)) {
  test(`${entry} takes at most ${most} bytes`, (t) => {
    const sizes = files.map((file) => gzipped(read(file)));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    t.diagnostic(`${entry}: ${total} bytes, ${files.map((file, at) => `${file} ${sizes[at]}`).join(', ')}`);
    assert.ok(total <= most, `${total} bytes`);
  });
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
    const project = mkdtempSync(fileURLToPath(new URL('bundle-', import.meta.url)));
    t.after(() => rmSync(project, { recursive: true }));
    const file = path.join(project, 'program.mjs');
    writeFileSync(file, PROGRAM);
    const texts = await bundle(file);
    const total = texts.reduce((sum, text) => sum + gzipped(text), 0);
    t.diagnostic(`${total} bytes with gzip`);
    const all = texts.join('\n');
    // Parts of the other modules, of their functions, and of the data of senders that the program does not use.
    for (const other of ['hookwright', 'hookwright_catalog', 'hookwright_service']) {
      const { 1: start } = /text='(.{40})/.exec(read(`base64/${other}.mjs`));
      assert.ok(!all.includes(start), other);
    }
    for (const word of ['__wbg_', 'planRetries', 'createService', 'toleranceSeconds: 300', 'stripe/v1']) {
      assert.ok(!all.includes(word), word);
    }
    assert.ok(all.includes(/text='(.{40})/.exec(read('base64/hookwright_verify.mjs'))[1]));
    assert.ok(total <= 26_000, `${total} bytes`);
  });
}
