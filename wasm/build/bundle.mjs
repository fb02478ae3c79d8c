// Writes the JavaScript of the package, and the declarations at its root, to `pkg`. Called by `cargo xtask build`, after
// wasm-bindgen has written the glue code, and TypeScript the declarations.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BUILDS, ENTRIES, SEPARATE, SMALL_TEXTS, TEXTS } from './builds.mjs';
import { commonJs, separateCommonJs } from './common-js.mjs';
import { toText } from './embed.mjs';
import { FOLDERS } from './folders.mjs';
import { convert, esModules } from './javascript.mjs';
import { modules } from './modules.mjs';

const { sources, glue, output } = FOLDERS;

/** The types of a wasm module that is imported. Without the types of a browser, there is no `WebAssembly`. */
const MODULE_TYPES = `type Compiled = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Type } } } ? Type : unknown;
declare const module: Compiled;
export default module;
`;

/** Writes a file of the package. */
function write(file, text) {
  const absolute = path.join(output, file);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

/** Copies a file into the package. */
function copy(source, file) {
  mkdirSync(path.dirname(path.join(output, file)), { recursive: true });
  copyFileSync(source, path.join(output, file));
}

/** Writes a wasm module, as a file and as texts. */
async function writeModule(name) {
  const file = `${name}_bg.wasm`;
  copy(path.join(glue, file), file);
  for (const extension of ['ts', 'mts']) write(`${file}.d.${extension}`, MODULE_TYPES);
  const bytes = readFileSync(path.join(glue, file));
  const asText = (text) => `export const size=${bytes.length},text='${text}';\n`;
  write(`${TEXTS}/${name}.mjs`, asText(await toText(bytes)));
  // `cargo xtask build` has compressed it.
  write(`${SMALL_TEXTS}/${name}.mjs`, asText(readFileSync(path.join(glue, `${name}_bg.lzma`), 'base64')));
}

/** Writes the declarations of an entry. They are at the root, where every kind of resolution finds them. */
function writeDeclarations(entry, source = entry) {
  for (const extension of ['ts', 'mts'])
    write(`${entry}.d.${extension}`, `export * from './declarations/${source}.js';\n`);
}

/** Writes the data of a sender, which is not bundled, because programs import the senders that they use. */
async function writeSender(file) {
  const name = path.basename(file, '.ts');
  const [esModule, commonJs] = await convert(readFileSync(path.join(sources, 'generated/senders', file), 'utf8'));
  write(`senders/${name}.mjs`, esModule);
  write(`senders/${name}.js`, commonJs);
  copy(path.join(output, 'declarations/generated/senders', `${name}.d.ts`), `senders/${name}.d.ts`);
  write(`senders/${name}.d.mts`, `export * from './${name}.js';\n`);
}

for (const name of modules()) await writeModule(name);
for (const [host, build] of Object.entries(BUILDS)) {
  for (const { name, text } of await esModules(ENTRIES, host, build)) write(name, text);
}
for (const { name, text } of await commonJs()) write(name, text);
for (const entry of ENTRIES) writeDeclarations(entry);
for (const [entry, source] of Object.entries(SEPARATE)) {
  for (const [host, build] of Object.entries(BUILDS)) {
    for (const { name, text } of await esModules([source], host, build, entry)) write(name, text);
  }
  for (const { name, text } of await separateCommonJs(entry, source)) write(name, text);
  writeDeclarations(entry, source);
}
for (const file of readdirSync(path.join(sources, 'generated/senders'))) await writeSender(file);
