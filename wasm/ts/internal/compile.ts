import type { Binary } from './source.js';

/**
 * Compiles a module from a source of `init`: an address, a request, a response, bytes, or the compiled module. Promises
 * of them are awaited.
 */
export async function compile(source: unknown): Promise<WebAssembly.Module> {
  const given = await source;
  if (isModule(given)) return given as WebAssembly.Module;
  if (isA('Response', given)) return compileResponse(given);
  if (typeof given === 'string' || isA('URL', given) || isA('Request', given)) {
    return compileResponse(await fetch(given));
  }
  // Everything except bytes is refused here.
  return WebAssembly.compile(given as BufferSource);
}

/** Compiles a module synchronously. */
export function compileNow(given: Binary): WebAssembly.Module {
  return isModule(given) ? (given as WebAssembly.Module) : new WebAssembly.Module(given as BufferSource);
}

async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  const { ok, status, statusText, url } = response;
  if (!ok) throw new Error(`failed to fetch the WebAssembly module: ${status} ${statusText} from ${url}`);
  // Runtimes refuse to compile a response of another type while it arrives, and many servers do not send this one.
  const isStreamable = response.headers.get('Content-Type') === 'application/wasm';
  if (isStreamable && typeof WebAssembly.compileStreaming === 'function') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Whether a value is a compiled module, of any realm: edge runtimes compile modules outside the realm of the program. */
function isModule(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object WebAssembly.Module]';
}

/** Whether a value is an instance of this global class, which some runtimes do not have. */
function isA<Name extends 'Request' | 'Response' | 'URL'>(
  name: Name,
  value: unknown,
): value is InstanceType<(typeof globalThis)[Name]> {
  return typeof globalThis[name] === 'function' && value instanceof globalThis[name];
}
