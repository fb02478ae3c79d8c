import { builtin } from '../../builtin.js';
import { inflate } from '../../inflate.js';
import type { Source } from '../../source.js';

export { listen } from '../../listener.js';

/**
 * Node and Bun, with CommonJS. The modules are files next to this one. Their paths are literal, so that tools that copy the
 * files of a program find them. In a bundle without these files, the modules are part of the bundle.
 */
export const receive: Source = {
  now: () =>
    read(() => `${__dirname}/hookwright_bg.wasm`, MODULE_SIZES.hookwright) ??
    inflate(hostRequire('./base64/hookwright.mjs')),
};

export const service: Source = {
  now: () =>
    read(() => `${__dirname}/hookwright_service_bg.wasm`, MODULE_SIZES.hookwright_service) ??
    inflate(hostRequire('./base64/hookwright_service.mjs')),
};

/**
 * Reads the file of a module. Returns undefined if there is no file system, no variable for the path, no file, or another
 * one: a bundle of Bun contains the path on the machine that built it, where another version may have been installed.
 */
function read(path: () => string, size: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = builtin('node:fs')?.readFileSync(path());
    return bytes?.byteLength === size ? bytes : undefined;
  } catch {
    return undefined;
  }
}
