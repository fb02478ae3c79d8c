import { builtin } from '../../builtin.js';

/** Reads a file, if there is a file system and the file exists. The path may use a variable that does not exist. */
export function read(path: () => string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return builtin('node:fs')?.readFileSync(path());
  } catch {
    return undefined;
  }
}
