import * as glue from '../hookwright.js';
import { compile, compileNow } from './compile.js';
import * as errors from './errors.js';
import type { Part, Source } from './source.js';
import { ofThisBuild } from './this-build.js';

/** What a part shares with the main module: its memory, its table of functions, and its stack pointer. */
type Shared = WebAssembly.Exports & { readonly __indirect_function_table: WebAssembly.Table };

const REMEDIES: { readonly [Name in Part['name']]: string } = {
  catalog: 'initCatalog',
  explain: 'initExplain',
  imports: 'initImport',
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

/**
 * The modules that are in an instance of the main module, or being added to it. Each is added once, because it initializes
 * its memory.
 */
const modulesIn = new WeakMap<object, Map<Source, 'adding' | 'added'>>();

/** Parts are added one after the other, because they share modules. */
let adding: Promise<unknown> = Promise.resolve();

/** Makes a part available to the main module. Throws an error if the host cannot load it now. */
export function provide(part: Part): void {
  if (used.has(part.name)) return;
  for (const source of part.sources) {
    // It is compiled, but perhaps not added yet.
    if (source.now === undefined) throw errors.notInitialized(remedyFor(part));
    if (!compiled.has(source)) compiled.set(source, ofThisBuild(compileNow(source.now())));
  }
  used.set(part.name, part);
}

/**
 * Makes a part available to the main module, which is ready.
 *
 * @param load returns the source of a module, by the name of its file; undefined for the module of this package
 */
export async function provideLater(part: Part, load: (file: string) => unknown): Promise<void> {
  const compiling = part.sources.map(async (source) => {
    if (compiled.has(source)) return;
    const module = await compile(load(source.file) ?? source.now?.() ?? source.later?.());
    compiled.set(source, ofThisBuild(module));
  });
  await Promise.all(compiling);
  if (part.sources.every(({ now }) => now !== undefined)) {
    provide(part);
    return;
  }
  const added = adding.then(() => addLater(part));
  adding = added.catch(() => {});
  await added;
  used.set(part.name, part);
}

/** Adds the modules of a part asynchronously: browsers may refuse to create an instance of a large module now. */
async function addLater(part: Part): Promise<void> {
  const { shared, modules } = current();
  for (const source of part.sources) {
    const module = compiled.get(source);
    if (module === undefined || modules.has(source)) continue;
    modules.set(source, 'adding');
    try {
      await WebAssembly.instantiate(module, { __wasm_split: shared });
      modules.set(source, 'added');
    } catch (error) {
      modules.delete(source);
      throw error;
    }
  }
}

/** Adds a part to the current instance, and calls a function in its table. */
function load(name: Part['name'], callback: number, data: number): void {
  const part = used.get(name);
  // The functions of the package provide the parts that they use.
  if (part === undefined) throw errors.notInitialized(remedyFor({ name }));
  const { shared, modules } = current();
  for (const source of part.sources) {
    const state = modules.get(source);
    // Another part is being loaded, after a trap.
    if (state === 'adding') throw errors.notInitialized(remedyFor(part));
    const module = compiled.get(source);
    if (module === undefined || state === 'added') continue;
    new WebAssembly.Instance(module, { __wasm_split: shared });
    modules.set(source, 'added');
  }
  shared.__indirect_function_table.get(callback)(data, 1);
}

/** The current instance of the main module. */
function current() {
  // There is an instance, so the argument is not used.
  const shared = glue.initSync({ module: new Uint8Array() }) as unknown as Shared;
  const modules = modulesIn.get(shared) ?? new Map<Source, 'adding' | 'added'>();
  modulesIn.set(shared, modules);
  return { shared, modules };
}

// The main module imports these functions, by these names, and calls each of them once.

export const __wasm_split_load_catalog = (callback: number, data: number) => load('catalog', callback, data);
export const __wasm_split_load_explain = (callback: number, data: number) => load('explain', callback, data);
export const __wasm_split_load_imports = (callback: number, data: number) => load('imports', callback, data);
export const __wasm_split_load_public_keys = (callback: number, data: number) => load('public_keys', callback, data);
export const __wasm_split_load_service = (callback: number, data: number) => load('service', callback, data);
