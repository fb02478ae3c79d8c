// The software bills of materials of `cargo xtask sbom`, in the folder HOOKWRIGHT_SBOM.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const folder = process.env.HOOKWRIGHT_SBOM;
const read = (name) => readFileSync(path.join(folder, name), 'utf8');

const LISTS = {
  'hookwright.cdx.json': ['hmac', 'rsa', 'serde_json'],
  'hookwright-wasm.cdx.json': ['hookwright', 'curve25519-dalek', 'wasm-bindgen'],
  'hookwright-wasm-verify.cdx.json': ['hmac', 'sha2', 'md-5'],
  'hookwright-playground.cdx.json': ['hookwright', 'leptos', 'web-sys'],
  'hookwright-npm.cdx.json': [],
};

test('there is a bill of materials for each published artifact', () => {
  assert.deepEqual(readdirSync(folder).sort(), Object.keys(LISTS).sort());
});

for (const [name, dependencies] of Object.entries(LISTS)) {
  test(`${name} is CycloneDX and names its subject and dependencies`, () => {
    const { bomFormat, specVersion, metadata, components } = JSON.parse(read(name));
    assert.equal(bomFormat, 'CycloneDX');
    assert.equal(specVersion, '1.5');
    assert.equal(metadata.component.name, name === 'hookwright-npm.cdx.json' ? 'hookwright' : name.split('.')[0]);
    const names = components.map((component) => component.name);
    assert.deepEqual(
      dependencies.filter((dependency) => !names.includes(dependency)),
      [],
    );
    for (const other of ['proptest', 'express', 'bullmq']) assert.ok(!names.includes(other), `${other} is not shipped`);
  });

  test(`${name} contains no paths of this machine`, () => {
    assert.ok(!read(name).includes(process.cwd()));
    assert.deepEqual(read(name).match(/file:\/\/\/(?!hookwright\/)[^"#]*/g), null);
  });
}
