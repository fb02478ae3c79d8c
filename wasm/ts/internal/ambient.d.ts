/** The folder of the file, in CommonJS. */
declare const __dirname: string;

/** The `require` of CommonJS, under a name that the bundler does not replace before the conversion to CommonJS. */
declare function hostRequire(file: `${string}.mjs`): { readonly text: string; readonly size: number };
declare function hostRequire<Builtin>(name: `node:${string}`): Builtin;

/** The lengths of the modules in bytes, which the bundler inserts. */
declare const MODULE_SIZES: Readonly<Record<'hookwright' | 'hookwright_verify', number>>;

/** A wasm module as text. */
declare module '*.mjs' {
  export const text: string;
  export const size: number;
}

/** A small implementation, for hosts that have none. */
declare module 'tiny-inflate' {
  export default function inflate(from: Uint8Array, to: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
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

/** The parts of the optional peer that are used, so that its types are not needed to build this package. */
declare module '@opentelemetry/api' {
  interface SpanContext {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags: number;
    readonly isRemote?: boolean;
  }
  interface Span {
    recordException(error: Error | string): void;
    setAttribute(name: string, value: string): unknown;
    setStatus(status: { readonly code: number }): unknown;
    end(): void;
  }
  interface Tracer {
    startSpan(
      name: string,
      options: {
        readonly kind: number;
        readonly attributes: Record<string, string | number>;
        readonly links: readonly { readonly context: SpanContext }[];
      },
    ): Span;
  }
  interface Context {
    readonly active: unique symbol;
  }
  export const context: { active(): Context; with<Result>(active: Context, call: () => Result): Result };
  export const trace: { getTracer(name: string): Tracer; setSpan(context: Context, span: Span): Context };
  export function isSpanContextValid(context: SpanContext): boolean;
  export const SpanKind: { readonly CONSUMER: number };
  export const SpanStatusCode: { readonly ERROR: number };
}
