import { builtin } from '../../builtin.js';
import { inflate } from '../../inflate.js';
import type { Source } from '../../source.js';

export { listen } from '../../listener.js';

/**
 * Node with CommonJS. The modules are files next to this one. Their paths are literal, so that tools that copy the files
 * of a program find them. In a bundle without these files, the modules are part of the bundle.
 */
export const receive: Source = {
  now: () => read(() => `${__dirname}/hookwright_bg.wasm`) ?? inflate(hostRequire('./base64/hookwright.mjs')),
};

export const service: Source = {
  now: () =>
    read(() => `${__dirname}/hookwright_service_bg.wasm`) ?? inflate(hostRequire('./base64/hookwright_service.mjs')),
};

/** Reads a file, if there is a file system and the file exists. The path may use a variable that does not exist. */
function read(path: () => string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return builtin('node:fs')?.readFileSync(path());
  } catch {
    return undefined;
  }
}
