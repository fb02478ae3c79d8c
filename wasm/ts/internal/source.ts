/** A wasm module as bytes, or compiled. */
export type Binary = Uint8Array<ArrayBuffer> | WebAssembly.Module;

/** How a host loads a wasm module. */
export interface Source {
  /** Returns the module. Missing on hosts that can only load or compile modules asynchronously. */
  readonly now?: () => Binary;
  /** Resolves to the module, on hosts without `now`. */
  readonly later?: () => Promise<Binary>;
}
