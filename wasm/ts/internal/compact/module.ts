import * as host from '../compact-host.js';
import { compile } from '../compile.js';
import * as errors from '../errors.js';
import { trapped } from '../trap.js';

/** The functions of the module. All arguments and results are numbers: see `wasm/verify/src/lib.rs`. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  buffer(length: number): number;
  add(algorithm: number, length: number): number;
  free(handle: number): void;
  start(handle: number): void;
  update(handle: number, length: number): void;
  matches(handle: number, length: number): number;
}

/** The longest content that is in the buffer at once, so that bodies do not grow the memory. */
const CHUNK = 64 * 1024;

let compiled: WebAssembly.Module | undefined;
let instance: Exports | undefined;

/** Compiles the module, if it is not compiled yet. */
export async function start(source: unknown): Promise<void> {
  const { now, later } = host.verify;
  if (compiled === undefined) compiled = await compile(source ?? now?.() ?? later?.());
}

/** The current instance. */
export function current(): Exports {
  if (instance !== undefined) return instance;
  if (compiled === undefined) {
    const module = host.verify.now?.();
    if (module === undefined) throw errors.notInitialized('init');
    compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module as BufferSource);
  }
  const imports: Record<string, Record<string, () => void>> = {};
  // The only import prepares a table that the module does not use.
  for (const { module, name } of WebAssembly.Module.imports(compiled)) imports[module] = { [name]: () => {} };
  instance = new WebAssembly.Instance(compiled, imports).exports as unknown as Exports;
  return instance;
}

/**
 * Calls a function with the instance. A call that ends in a trap leaves its instance in an unknown state, so the next call
 * creates another one.
 */
export function run<Result>(call: (exports: Exports) => Result): Result {
  const exports = current();
  try {
    return call(exports);
  } catch (error) {
    instance = undefined;
    throw trapped(error);
  }
}

/** Writes bytes into the buffer. */
export function write(exports: Exports, bytes: Uint8Array): number {
  const at = exports.buffer(bytes.length);
  if (at === 0) throw errors.noMemoryForBody(bytes.length);
  new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
  return bytes.length;
}

/** Adds content of any length. */
export function update(exports: Exports, handle: number, content: Uint8Array): void {
  for (let at = 0; at < content.length; at += CHUNK) {
    exports.update(handle, write(exports, content.subarray(at, at + CHUNK)));
  }
}
