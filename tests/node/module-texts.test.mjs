// The wasm modules as text, in the two forms that the package contains.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import * as esbuild from 'esbuild';

const folder = fileURLToPath(new URL('../node_modules/hookwright/', import.meta.url));
const modules = readdirSync(folder).flatMap((file) => /^(.*)_bg\.wasm$/.exec(file)?.[1] ?? []);
const binary = (name) => readFileSync(path.join(folder, `${name}_bg.wasm`));

/** The text of a module, as bytes, and the length of the module. */
async function read(kind, name) {
  const { text, size } = await import(pathToFileURL(path.join(folder, kind, `${name}.mjs`)));
  return { bytes: Buffer.from(text, 'base64'), size };
}

/** The function of the build for browsers. */
async function unpacking() {
  const source = fileURLToPath(new URL('../../wasm/ts/internal/lzma.ts', import.meta.url));
  const { code } = await esbuild.transform(readFileSync(source, 'utf8'), { loader: 'ts', format: 'esm' });
  const { unpack } = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  return unpack;
}

test('the texts for Node, bundles and Deno contain the modules', async () => {
  assert.ok(modules.length > 5);
  for (const name of modules) {
    const { bytes, size } = await read('base64', name);
    assert.ok(inflateRawSync(bytes).equals(binary(name)), name);
    assert.equal(size, binary(name).length);
  }
});

test('the texts for browsers contain the modules; those of parts continue the main module', async () => {
  const unpack = await unpacking();
  const main = binary('hookwright');
  for (const name of modules) {
    const { bytes, size } = await read('lzma', name);
    const isPart = !['hookwright', 'hookwright_verify'].includes(name);
    assert.ok(binary(name).equals(unpack(bytes, size, ...(isPart ? [main] : []))), name);
  }
});

test('damaged text yields other bytes of the same length, and does not hang', async () => {
  const unpack = await unpacking();
  const { bytes, size } = await read('lzma', 'hookwright_verify');
  for (const damaged of [bytes.subarray(0, 100), bytes.map((byte) => ~byte), Buffer.alloc(100, 0xff)]) {
    const unpacked = unpack(damaged, size);
    assert.equal(unpacked.length, size);
    assert.ok(!binary('hookwright_verify').equals(unpacked));
  }
});
