/** The folder of the file, in CommonJS. */
declare const __dirname: string;

/** The `require` of CommonJS, under a name that the bundler does not replace before the conversion to CommonJS. */
declare const hostRequire: (file: string) => { readonly default: string };

/** A wasm module as text. */
declare module '*.mjs' {
  const text: string;
  export default text;
}

declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

declare module '*.wasm?module' {
  const module: WebAssembly.Module;
  export default module;
}

interface String {
  /** ES2024; older browsers do not have it. */
  isWellFormed?(): boolean;
}
