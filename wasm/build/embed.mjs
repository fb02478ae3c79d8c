// The wasm modules as text that JavaScript can contain: base64 of what DEFLATE has compressed.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { FOLDERS, load } from './folders.mjs';

const { deflateAsync } = load('@gfx/zopfli');

/** More iterations save less than 10 bytes. */
const OPTIONS = { numiterations: 5 };

/**
 * Returns the text of a module. The compressor is compiled to WebAssembly, so it yields the same text on every machine.
 * It takes seconds, so its results are kept.
 */
export async function toText(module) {
  const hash = createHash('sha256').update(module).digest('hex');
  const file = path.join(FOLDERS.cache, 'base64', `${hash}.txt`);
  const text = kept(file) ?? Buffer.from(await deflateAsync(module, OPTIONS)).toString('base64');
  if (!inflateRawSync(Buffer.from(text, 'base64')).equals(module)) {
    throw new Error(`${file} does not contain the module; delete it and build again`);
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return text;
}

function kept(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
