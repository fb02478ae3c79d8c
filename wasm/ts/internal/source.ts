/** A wasm module as bytes, or compiled. */
export type Binary = Uint8Array<ArrayBuffer> | WebAssembly.Module;

/** A wasm module of the package, and how a host loads it. */
export interface Source {
  /** The name of its file. */
  readonly file: string;
  /** Returns the module. Missing on hosts that can only load or compile modules asynchronously. */
  readonly now?: () => Binary;
  /** Resolves to the module, on hosts without `now`. */
  readonly later?: () => Promise<Binary>;
}

/** A part of the main module: modules that share its memory, and are loaded when they are used. */
export interface Part {
  /** The name, as in `#[wasm_split]`. */
  readonly name: 'catalog' | 'explain' | 'imports' | 'public_keys' | 'service';
  readonly sources: readonly Source[];
}
