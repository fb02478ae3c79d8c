import type { InstanceOf } from './types/input.js';
type WasmModule = typeof globalThis extends {
  WebAssembly: {
    Module: {
      prototype: infer Type;
    };
  };
}
  ? Type
  : never;
/** The source of a WebAssembly module: its URL, a request or response for it, its bytes, or the compiled module. */
export type ModuleSource =
  | string
  | Uint8Array
  | ArrayBuffer
  | InstanceOf<'URL'>
  | InstanceOf<'Request'>
  | InstanceOf<'Response'>
  | WasmModule;
/**
 * Loads the WebAssembly module. Browsers need it: await it once before the first call. On all other hosts, the first
 * call loads the module.
 *
 * Further calls do nothing, and concurrent calls share one promise. After a failure, it can be called again.
 *
 * @param module the source of the module. By default the one in this package
 * @example
 * await init();
 */
export declare function init(module?: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;
/**
 * Loads the WebAssembly module of {@link createService}, as {@link init} does for all other functions. It is a separate
 * module, so that receivers of webhooks do not load it.
 *
 * @param module the source of the module. By default the one in this package
 * @example
 * await initService();
 */
export declare function initService(module?: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;
export {};
