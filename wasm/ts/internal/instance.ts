import * as receiveGlue from '../hookwright.js';
import * as serviceGlue from '../hookwright_service.js';

/** What wasm-bindgen makes beside a module. */
interface Glue {
  initSync(options: { module: Uint8Array<ArrayBuffer> }): unknown;
  default(options?: { module_or_path: receiveGlue.InitInput }): Promise<unknown>;
}

/**
 * The one instance of a module. The glue keeps it; here is how it comes to be: at the first call where the host can load
 * a file there and then, or by `start`.
 */
export class Instance<Functions extends Glue> {
  readonly #glue: Functions;
  readonly #remedy: string;
  #ready = false;
  #loading: Promise<void> | undefined;
  #load: (() => Uint8Array<ArrayBuffer>) | undefined;

  constructor(glue: Functions, remedy: string) {
    this.#glue = glue;
    this.#remedy = remedy;
  }

  /** Says how this host loads the module without waiting. */
  loadWith(loader: () => Uint8Array<ArrayBuffer>): void {
    this.#load = loader;
  }

  /** The module's functions. */
  functions(): Functions {
    if (!this.#ready) {
      if (this.#load === undefined) {
        const message = `hookwright is not initialised: \`await ${this.#remedy}()\` once before the first call`;
        throw Object.assign(new Error(message), { code: 'not_initialized' });
      }
      this.#glue.initSync({ module: this.#load() });
      this.#ready = true;
    }
    return this.#glue;
  }

  /** Makes the instance if there is none. Calls that come meanwhile wait for the same one; a failure is forgotten. */
  async start(module: unknown): Promise<void> {
    if (module === undefined && this.#load !== undefined) this.functions();
    if (this.#ready) return;
    this.#loading ??= this.#instantiate(module).finally(() => {
      this.#loading = undefined;
    });
    await this.#loading;
  }

  async #instantiate(module: unknown): Promise<void> {
    // The glue takes anything that `fetch` or `WebAssembly` takes, and refuses the rest.
    const source = module === undefined ? undefined : { module_or_path: module as receiveGlue.InitInput };
    await this.#glue.default(source);
    this.#ready = true;
  }
}

/** What receivers call. */
export const receiving = new Instance(receiveGlue, 'init');

/** A provider's own API, which is larger than all the rest and loaded only when it is used. */
export const serving = new Instance(serviceGlue, 'initService');

/** The core's functions for receivers. */
export function core(): typeof receiveGlue {
  return receiving.functions();
}
