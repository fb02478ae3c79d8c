import * as host from '../compact-host.js';
import { compile } from '../compile.js';
import * as errors from '../errors.js';
import { trapped } from '../trap.js';

/** The functions of the module. All arguments and results are numbers: see `wasm/verify/src/lib.rs`. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  buffer(length: number): number;
  create(length: number): number;
  free(handle: number): void;
  add(handle: number, length: number, isKey: number): number;
  tolerate(handle: number, pastMs: number, futureMs: number): number;
  begin(handle: number, length: number, nowMs: number): number;
  update(handle: number, length: number): void;
  finish(handle: number, isUtf8: number): number;
}

/** The memory that an instance may keep between calls, in bytes. */
const MAX_IDLE_MEMORY = 64 * 2 ** 20;

let compiled: WebAssembly.Module | undefined;
let instance: Exports | undefined;

/** Compiles the module, if it is not compiled yet. */
export async function start(source: unknown): Promise<void> {
  const { now, later } = host.verify;
  const given = source ?? now?.() ?? later?.();
  if (compiled === undefined) compiled = await compile(given);
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
  } finally {
    if (exports.memory.buffer.byteLength > MAX_IDLE_MEMORY) instance = undefined;
  }
}

/** The current instance, for comparison. */
export function current(): Exports {
  if (instance !== undefined) return instance;
  if (compiled === undefined) {
    const module = host.verify.now?.();
    if (module === undefined) throw errors.notInitialized('init');
    compiled = module instanceof Uint8Array ? new WebAssembly.Module(module) : module;
  }
  const imports: Record<string, Record<string, () => void>> = {};
  // The only import prepares a table that the module does not use.
  for (const { module, name } of WebAssembly.Module.imports(compiled)) imports[module] = { [name]: () => {} };
  instance = new WebAssembly.Instance(compiled, imports).exports as unknown as Exports;
  return instance;
}

/** The buffer of an instance, which has at least this length. Valid until the next call. */
export function view(exports: Exports, length: number): Uint8Array {
  const at = exports.buffer(length);
  if (at === 0) throw errors.bodyTooLarge(length);
  return new Uint8Array(exports.memory.buffer, at, length);
}
