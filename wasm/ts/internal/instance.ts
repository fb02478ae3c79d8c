import * as glue from '../hookwright.js';

/**
 * The one instance of the module. The glue keeps it; here is how it comes to be: at the first call where the host can
 * load a file there and then, or by `init`.
 */
let ready = false;
let loading: Promise<void> | undefined;
let load: (() => Uint8Array<ArrayBuffer>) | undefined;

/** Says how this host loads the module without waiting. */
export function loadWith(loader: () => Uint8Array<ArrayBuffer>): void {
  load = loader;
}

/** The core's functions. */
export function core(): typeof glue {
  if (!ready) {
    if (load === undefined) {
      const message = 'hookwright is not initialised: `await init()` once before the first call';
      throw Object.assign(new Error(message), { code: 'not_initialized' });
    }
    glue.initSync({ module: load() });
    ready = true;
  }
  return glue;
}

/** Makes the instance if there is none. Calls that come meanwhile wait for the same one; a failure is forgotten. */
export async function start(module: unknown): Promise<void> {
  if (module === undefined && load !== undefined) core();
  if (ready) return;
  loading ??= instantiate(module).finally(() => {
    loading = undefined;
  });
  await loading;
}

async function instantiate(module: unknown): Promise<void> {
  // The glue takes anything that `fetch` or `WebAssembly` takes, and refuses the rest.
  await glue.default(module === undefined ? undefined : { module_or_path: module as glue.InitInput });
  ready = true;
}
