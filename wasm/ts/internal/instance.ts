import * as receiveGlue from '../hookwright.js';
import * as serviceGlue from '../hookwright_service.js';
import { errors } from './errors.js';
import { readOwn } from './options.js';
import { isRefusal, trapped } from './trap.js';

/** What an instance may keep of its memory between calls, in bytes. WebAssembly cannot give single pages back. */
const MOST_KEPT = 64 * 2 ** 20;

/** What `initSync` gets where there is an instance already: it does not look at it then. */
const NOTHING = { module: new Uint8Array() };

/** An object in an instance that is made again after the instance has been replaced. */
export interface Prepared<Object> {
  use<Result>(call: (object: Object) => Result): Result;
  /** Frees it. It must not be used again. */
  free(): void;
}

/** What wasm-bindgen makes next to a module. */
interface Glue {
  /** Makes the first instance. Later, it only returns what the present one exports. */
  initSync(options: { module: Uint8Array<ArrayBuffer> }): { readonly memory: { readonly buffer: ArrayBufferLike } };
  default(options?: { module_or_path: receiveGlue.InitInput }): Promise<unknown>;
  /** Makes a new instance of the module that is compiled already. */
  __wbg_reset_state(): void;
}

/**
 * The one instance of a module. The glue keeps it; here is how it comes to be: at the first call where the host can load
 * a file at once, or by `start`. And here is how it is replaced.
 *
 * A call that ends in a trap leaves its instance in an unknown state: locks held, the stack pointer displaced, memory
 * allocated. Such an instance is never used again. The next one is made of the compiled module, which needs neither a file
 * nor the network.
 */
export class Instance<Functions extends Glue> {
  readonly #glue: Functions;
  readonly #guarded: Functions;
  readonly #remedy: string;
  #ready = false;
  #loading: Promise<void> | undefined;
  #load: (() => Uint8Array<ArrayBuffer>) | undefined;
  /** How many calls are inside: a setter in `Object.prototype` can make one from within another. */
  #depth = 0;
  /** Whether a call has ended in a trap and the instance has not been replaced since. */
  #isDamaged = false;
  /** Counts what becomes of the instance, so that objects know whether they still live in it. */
  #generation = 0;
  /** How many objects live in the instance. */
  #kept = 0;
  /** What a call inside of another one has refused: to the outer one, it is an error of somebody else. */
  #refusedInside: unknown;

  constructor(glue: Functions, remedy: string) {
    this.#glue = glue;
    this.#remedy = remedy;
    this.#guarded = this.#guard(glue);
  }

  /** Says how this host loads the module without waiting. */
  loadWith(loader: () => Uint8Array<ArrayBuffer>): void {
    this.#load = loader;
  }

  /** The module's functions. A trap in one of them replaces the instance. */
  functions(): Functions {
    this.#open();
    return this.#guarded;
  }

  /**
   * An object that lives in the instance, with its methods. Once the instance has been replaced, they throw
   * `service_lost`.
   */
  keep<Kept extends { free(): void }>(make: (glue: Functions) => Kept): Kept {
    this.#open();
    const kept = this.#run(() => make(this.#glue));
    const generation = this.#generation;
    let isFreed = false;
    this.#kept += 1;
    const call = (method: (...args: unknown[]) => unknown, args: unknown[]): unknown => {
      if (generation !== this.#generation) throw errors.serviceLost();
      return this.#run(() => method.apply(kept, args));
    };
    const guarded: Record<string, unknown> = Object.create(null);
    const { prototype } = kept.constructor;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const { get, value } = readOwn(Object.getOwnPropertyDescriptor(prototype, name) ?? {}, ['get', 'value']);
      if (get !== undefined)
        Object.defineProperty(guarded, name, { __proto__: null, get: () => call(get, []) } as object);
      else if (typeof value === 'function') guarded[name] = (...args: unknown[]) => call(value, args);
    }
    guarded.free = () => {
      // What was lost is freed already, and its address may be another object's by now.
      if (isFreed || generation !== this.#generation) return;
      isFreed = true;
      this.#kept -= 1;
      this.#run(() => kept.free());
    };
    return guarded as unknown as Kept;
  }

  /**
   * An object in the instance that can be made again: once the instance has been replaced, the next use makes it in the new
   * one. Throws what `make` throws.
   */
  prepare<Object extends { free(): void }>(make: (glue: Functions) => Object): Prepared<Object> {
    let object: Object | undefined;
    let generation: number | undefined;
    const use = <Result>(call: (object: Object) => Result): Result => {
      this.#open();
      return this.#run(() => {
        if (object === undefined || generation !== this.#generation) {
          object = make(this.#glue);
          generation = this.#generation;
        }
        return call(object);
      });
    };
    const free = (): void => {
      const freed = object;
      object = undefined;
      // What was lost with its instance is freed already, and its address may be another object's by now.
      if (freed !== undefined && generation === this.#generation) this.#run(() => freed.free());
    };
    use(() => {});
    return { use, free };
  }

  /** Makes the instance if there is none. Calls that come meanwhile wait for the same one; a failure is forgotten. */
  async start(module: unknown): Promise<void> {
    if (module === undefined && this.#load !== undefined) this.#open();
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

  #open(): void {
    if (this.#ready) return;
    if (this.#load === undefined) throw errors.notInitialized(this.#remedy);
    this.#glue.initSync({ module: this.#load() });
    this.#ready = true;
  }

  /** All functions of the glue that are exports of the module, in the same shape. */
  #guard(glue: Functions): Functions {
    const guarded: Record<string, unknown> = Object.create(null);
    for (const [name, member] of Object.entries(glue)) {
      if (typeof member === 'function') guarded[name] = (...args: unknown[]) => this.#run(() => member(...args));
    }
    return guarded as Functions;
  }

  #run<Result>(call: () => Result): Result {
    this.#replaceDamaged();
    let result: Result | undefined;
    let failure: unknown;
    let hasFailed = false;
    let isWhole = false;
    this.#depth += 1;
    try {
      result = call();
      isWhole = !this.#isDamaged;
    } catch (error) {
      failure = error;
      hasFailed = true;
      isWhole = !this.#isDamaged && error !== this.#refusedInside && isRefusal(error);
    } finally {
      // No function is called here: with the call stack exhausted, each would throw, and the damage would go unnoticed.
      this.#depth -= 1;
      if (!isWhole && !this.#isDamaged) {
        this.#isDamaged = true;
        this.#generation += 1;
        this.#kept = 0;
      }
    }
    if (!isWhole) {
      if (this.#depth === 0) this.#replace();
      throw trapped(failure);
    }
    this.#refusedInside = this.#depth > 0 ? failure : undefined;
    if (this.#depth === 0) this.#giveBack();
    if (hasFailed) throw failure;
    return result as Result;
  }

  /** Replaces an instance that could not be replaced when it was damaged. */
  #replaceDamaged(): void {
    if (!this.#isDamaged) return;
    // The call outside of this one still runs in the damaged instance.
    if (this.#depth > 0) throw trapped(undefined);
    this.#replace();
    if (this.#isDamaged) throw trapped(undefined);
  }

  #replace(): void {
    try {
      this.#glue.__wbg_reset_state();
      this.#generation += 1;
      this.#isDamaged = false;
    } catch {
      // There is neither memory nor stack left for a new instance now. The next call tries again.
      this.#isDamaged = true;
    }
  }

  /** Gives the memory back that one large call has taken, by replacing the instance, unless something lives in it. */
  #giveBack(): void {
    if (this.#kept === 0 && this.#glue.initSync(NOTHING).memory.buffer.byteLength > MOST_KEPT) this.#replace();
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
