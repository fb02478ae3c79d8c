import * as glue from '../hookwright.js';
import { compile, compileNow } from './compile.js';
import * as errors from './errors.js';
import type { Part, Source } from './source.js';

/** What a part shares with the main module: its memory, its table of functions, and its stack pointer. */
type Shared = WebAssembly.Exports & { readonly __indirect_function_table: WebAssembly.Table };

const REMEDIES: { readonly [Name in Part['name']]: string } = {
  catalog: 'initCatalog',
  explain: 'initExplain',
  public_keys: 'initPublicKeys',
  service: 'initService',
};

/** The function that loads a part in browsers, or the main module. */
export function remedyFor(part?: Pick<Part, 'name'>): string {
  return part === undefined ? 'init' : REMEDIES[part.name];
}

/** The parts that the program uses. Bundlers remove all others. */
const used = new Map<Part['name'], Part>();

const compiled = new Map<Source, WebAssembly.Module>();

/** The modules that are in an instance of the main module. Each is added once, because it initializes its memory. */
const added = new WeakMap<object, Set<Source>>();

/** Modules are added one after the other, because parts share some of them. */
let adding: Promise<unknown> = Promise.resolve();

/** Makes a part available to the main module. Throws an error if the host cannot load it now. */
export function provide(part: Part): void {
  if (used.has(part.name)) return;
  for (const source of part.sources) {
    if (compiled.has(source)) continue;
    if (source.now === undefined) throw errors.notInitialized(remedyFor(part));
    compiled.set(source, compileNow(source.now()));
  }
  used.set(part.name, part);
}

/**
 * Makes a part available to the main module, which is ready.
 *
 * @param load returns the source of a module, by the name of its file; undefined for the module of this package
 */
export async function provideLater(part: Part, load: (file: string) => unknown): Promise<void> {
  const missing = part.sources.filter((source) => !compiled.has(source));
  const modules = missing.map(async (source) => {
    const given = load(source.file);
    compiled.set(source, await compile(given ?? source.now?.() ?? source.later?.()));
  });
  await Promise.all(modules);
  const last = adding;
  adding = last.then(async () => {
    // Browsers may refuse to create an instance of a large module synchronously.
    for (const { source, module, shared, present } of absent(part)) {
      await WebAssembly.instantiate(module, { __wasm_split: shared });
      present.add(source);
    }
  });
  await adding;
  used.set(part.name, part);
}

function* absent(part: Part) {
  const shared = glue.initSync(UNUSED_SOURCE) as unknown as Shared;
  const present = added.get(shared) ?? new Set();
  added.set(shared, present);
  for (const source of part.sources) {
    const module = compiled.get(source);
    if (module !== undefined && !present.has(source)) yield { source, module, shared, present };
  }
}

/** The argument of `initSync` for an instance that exists already. */
const UNUSED_SOURCE = { module: new Uint8Array() };

/** Adds a part to the current instance of the main module, and calls a function in its table. */
function load(name: Part['name'], callback: number, data: number): void {
  const part = used.get(name);
  // The functions of the package provide the parts that they use.
  if (part === undefined) throw errors.notInitialized(remedyFor({ name }));
  for (const { source, module, shared, present } of absent(part)) {
    new WebAssembly.Instance(module, { __wasm_split: shared });
    present.add(source);
  }
  const { __indirect_function_table: table } = glue.initSync(UNUSED_SOURCE) as unknown as Shared;
  table.get(callback)(data, 1);
}

// The main module imports these functions, by these names, and calls each of them once.

export const __wasm_split_load_catalog = (callback: number, data: number) => load('catalog', callback, data);
export const __wasm_split_load_explain = (callback: number, data: number) => load('explain', callback, data);
export const __wasm_split_load_public_keys = (callback: number, data: number) => load('public_keys', callback, data);
export const __wasm_split_load_service = (callback: number, data: number) => load('service', callback, data);
