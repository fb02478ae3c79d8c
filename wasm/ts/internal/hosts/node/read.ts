import { builtin } from '../../builtin.js';

/**
 * Reads the file of a module. Returns undefined if there is no file system, no variable for the path, no file, or another
 * one: a bundle of Bun contains the path on the machine that built it, where another version may have been installed.
 */
export function read(path: () => string, size: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = builtin('node:fs')?.readFileSync(path());
    return bytes?.byteLength === size ? bytes : undefined;
  } catch {
    return undefined;
  }
}
