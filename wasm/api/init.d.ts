import type { Instance } from './types/input.js';
type WasmModule = typeof globalThis extends {
  WebAssembly: {
    Module: {
      prototype: infer Type;
    };
  };
}
  ? Type
  : never;
/** Where the module comes from: its address, a response that brings it, its bytes, or the module as compiled. */
export type ModuleSource =
  | string
  | Uint8Array
  | ArrayBuffer
  | Instance<'URL'>
  | Instance<'Request'>
  | Instance<'Response'>
  | WasmModule;
/**
 * Makes the package ready. Node, Bun and Deno do not need it. Elsewhere, wait for it once, before the first call;
 * further calls do nothing, and calls at the same time share one promise. If it fails, it can be called again.
 *
 * @param module where the module comes from; without it, `hookwright_bg.wasm` is fetched from beside this file
 */
export declare function init(module?: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;
/**
 * Makes {@link createService} ready, as {@link init} does the rest: it is a module of its own, which who only receives
 * webhooks does not load.
 *
 * @param module where the module comes from; without it, `hookwright_service_bg.wasm` is fetched from beside this file
 */
export declare function initService(module?: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;
export {};
