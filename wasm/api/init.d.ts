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
/** Returns the source of a WebAssembly module of this package, by the name of its file. */
export type ModuleLoader = (file: string) => ModuleSource | PromiseLike<ModuleSource>;
/**
 * Loads the main WebAssembly module, which verifies and signs deliveries. Browsers need it: await it once before the first
 * call. On all other hosts, the first call loads what it needs.
 *
 * Once the module is loaded, further calls do nothing and ignore their argument. Concurrent calls share one promise. After a
 * failure, it can be called again.
 *
 * @param module the source of the module, or a function that returns the source of each module, also for the other
 * functions that load modules. By default, the modules are those in this package
 * @example
 * await init();
 * @example
 * await init((file) => new URL(`/wasm/${file}`, location.href));
 */
export declare function init(module?: ModuleSource | PromiseLike<ModuleSource> | ModuleLoader): Promise<void>;
/**
 * Loads the WebAssembly modules for senders, events, handshakes and retries, and for custom schemes and policies, as
 * {@link init} does for the main module. It calls `init` if that has not been done.
 *
 * @example
 * await initCatalog();
 * parseEvent(body);
 */
export declare function initCatalog(): Promise<void>;
/**
 * Loads the WebAssembly modules for schemes with public keys, as {@link init} does for the main module. It calls `init` if
 * that has not been done.
 *
 * @example
 * await initPublicKeys();
 * verify({ provider: 'discord', … });
 */
export declare function initPublicKeys(): Promise<void>;
/**
 * Loads the WebAssembly modules of {@link explain}, with those for public keys, as {@link init} does for the main module.
 * It calls `init` if that has not been done.
 *
 * @example
 * await initExplain();
 */
export declare function initExplain(): Promise<void>;
/**
 * Loads the WebAssembly modules of {@link importRequest}, as {@link init} does for the main module. It calls `init` if that
 * has not been done.
 *
 * @example
 * await initImport();
 * importRequest(pasted);
 */
export declare function initImport(): Promise<void>;
/**
 * Loads the WebAssembly modules of {@link createService}, as {@link init} does for the main module. It calls `init` if that
 * has not been done.
 *
 * @example
 * await initService();
 */
export declare function initService(): Promise<void>;
export {};
