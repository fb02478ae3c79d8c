import { compile, compileNow } from './compile.js';
import * as errors from './errors.js';
import { isRefusal } from './misuse.js';
import { readOwn } from './options.js';
import { provide, provideLater, remedyFor } from './parts.js';
import type { Binary, Part, Source } from './source.js';
import { ofThisBuild } from './this-build.js';
import { trapped } from './trap.js';

/** The memory that an instance may keep between calls, in bytes. WebAssembly cannot release single pages. */
const MAX_IDLE_MEMORY = 64 * 2 ** 20;

/** The argument of `initSync` if there is already an instance, in which case it is not read. */
const UNUSED_SOURCE = { module: new Uint8Array() };

/** An object in an instance, which is created again after the instance has been replaced. */
export interface Prepared<Object> {
  use<Result>(call: (object: Object) => Result): Result;
  /** Frees the object. It must not be used again. */
  free(): void;
}

/** The code that wasm-bindgen generates for a module. */
interface Glue {
  /** Creates the first instance. Later calls only return the exports of the current one. */
  initSync(options: { module: Binary }): {
    readonly memory: { readonly buffer: ArrayBufferLike };
  };
  /** Creates the first instance asynchronously. */
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  /** Creates a new instance of the module that is already compiled. */
  __wbg_reset_state(): void;
}

/**
 * The single instance of a module, which the generated code holds. This class creates it at the first call if the
 * host can load the module synchronously, or with `start`, and replaces it.
 *
 * A call that ends in a trap leaves its instance in an unknown state: locks may be held, the stack pointer displaced,
 * and memory allocated. Such an instance is never used again. The next one is created from the compiled module, which
 * needs neither a file nor the network.
 */
export class Instance<Functions extends Glue> {
  readonly #glue: Functions;
  readonly #guarded: Functions;
  readonly #source: Source;
  /** Returns the source of a module, by the name of its file; undefined for the module of this package. */
  #load: (file: string) => unknown = () => undefined;
  #ready = false;
  #loading: Promise<void> | undefined;
  /** The number of calls in progress. A setter in `Object.prototype` can make a nested call during another one. */
  #depth = 0;
  /** Whether a call has trapped and the instance has not been replaced since. */
  #isDamaged = false;
  /** Changes whenever the instance is damaged or replaced, so that objects can tell whether they are still in it. */
  #generation = 0;
  /** A view of the memory, if it may be kept, because reading its size takes longer than some calls. */
  #smallMemory: Uint8Array = new Uint8Array();
  /** The number of objects in the instance that cannot be created again: those from `keep`. */
  #kept = 0;
  /**
   * The error for misuse that a nested call threw. If the outer call throws the same error, the error has aborted the
   * outer call, so it does not count as misuse there.
   */
  #refusedInside: unknown;

  /**
   * @param source how the host loads the module
   */
  constructor(glue: Functions, source: Source) {
    this.#glue = glue;
    this.#source = source;
    this.#guarded = this.#guard(glue);
  }

  /** Whether there is an instance. */
  get isReady(): boolean {
    return this.#ready;
  }

  /** Returns the module's functions, some of which use these parts. A trap in one of them replaces the instance. */
  functions(parts: readonly Part[]): Functions {
    this.#open(parts);
    return this.#guarded;
  }

  /**
   * Creates an object in the instance, which uses a part, and returns its methods. Once the instance has been replaced,
   * they throw `service_lost`.
   */
  keep<Kept extends { free(): void }>(part: Part, make: (glue: Functions) => Kept): Kept {
    this.#open([part]);
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
      // An object that was lost with its instance is already freed, and another object may be at its address.
      if (isFreed || generation !== this.#generation) return;
      isFreed = true;
      this.#kept -= 1;
      this.#run(() => kept.free());
    };
    return guarded as unknown as Kept;
  }

  /**
   * Creates an object in the instance that can be created again: after the instance has been replaced, the next use
   * creates it in the new one. Throws the errors of `make`.
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
      // An object that was lost with its instance is already freed, and another object may be at its address.
      if (freed !== undefined && generation === this.#generation) this.#run(() => freed.free());
    };
    use(() => {});
    return { use, free };
  }

  /**
   * Creates the instance if there is not one yet, and loads these parts. Concurrent calls wait for the same instance;
   * after a failure, the next call tries again.
   *
   * @param given the source of the module, or a function that returns the source of each module
   */
  async start(given: unknown, parts: readonly Part[] = []): Promise<void> {
    if (typeof given === 'function') this.#load = (file) => given(file);
    if (given === undefined && this.#source.now !== undefined) this.#open();
    if (!this.#ready) {
      const load = () => this.#instantiate(typeof given === 'function' ? given(this.#source.file) : given);
      this.#loading ??= load().finally(() => {
        this.#loading = undefined;
      });
      await this.#loading;
    }
    await Promise.all(parts.map((part) => provideLater(part, this.#load)));
  }

  /** Compiles the module and creates the instance. */
  async #instantiate(source: unknown): Promise<void> {
    const { now, later } = this.#source;
    const module = ofThisBuild(await compile(source ?? this.#load(this.#source.file) ?? now?.() ?? later?.()));
    if (this.#ready) return;
    if (now !== undefined) {
      // Not asynchronously: a call could create an instance in the meantime, which would then be replaced while objects
      // are in it.
      this.#create(module);
    } else {
      // Browsers may refuse to create an instance of a large module synchronously.
      await this.#glue.default({ module_or_path: module });
      this.#ready = true;
    }
  }

  /** Creates the instance if there is not one yet, and makes parts available. */
  #open(parts: readonly Part[] = []): void {
    if (!this.#ready) {
      const { now } = this.#source;
      // The functions that load parts also load the main module.
      if (now === undefined) throw errors.notInitialized(remedyFor(parts[0]));
      this.#create(ofThisBuild(compileNow(now())));
    }
    for (const part of parts) provide(part);
  }

  #create(module: Binary): void {
    try {
      this.#glue.initSync({ module });
    } catch (error) {
      // There is not enough memory or stack.
      throw trapped(error);
    }
    this.#ready = true;
  }

  /** Wraps all exported functions of the module. */
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
    let isIntact = false;
    this.#depth += 1;
    try {
      result = call();
      isIntact = !this.#isDamaged;
    } catch (error) {
      failure = error;
      hasFailed = true;
      isIntact = !this.#isDamaged && error !== this.#refusedInside && isRefusal(error);
    } finally {
      // No function is called here: if the call stack is exhausted, each call would throw, and the damage would not be
      // recorded.
      this.#depth -= 1;
      if (!isIntact && !this.#isDamaged) {
        this.#isDamaged = true;
        this.#generation += 1;
        this.#kept = 0;
      }
    }
    if (!isIntact) {
      if (this.#depth === 0) this.#replace();
      throw trapped(failure);
    }
    this.#refusedInside = this.#depth > 0 ? failure : undefined;
    if (this.#depth === 0) this.#releaseMemory();
    if (hasFailed) throw failure;
    return result as Result;
  }

  /** Replaces the instance if it is damaged and could not be replaced at that time. */
  #replaceDamaged(): void {
    if (!this.#isDamaged) return;
    // The outer call is still running in the damaged instance.
    if (this.#depth > 0) throw trapped(undefined);
    this.#replace();
    if (this.#isDamaged) throw trapped(undefined);
  }

  #replace(): void {
    this.#smallMemory = new Uint8Array();
    try {
      this.#glue.__wbg_reset_state();
      this.#generation += 1;
      this.#isDamaged = false;
    } catch {
      // There is not enough memory or stack for a new instance now. The next call tries again.
      this.#isDamaged = true;
    }
  }

  /** Releases the memory of a large call: replaces the instance, unless it contains objects from `keep`. */
  #releaseMemory(): void {
    // Memory that grows detaches its views.
    if (this.#smallMemory.length > 0) return;
    const { buffer } = this.#glue.initSync(UNUSED_SOURCE).memory;
    if (buffer.byteLength <= MAX_IDLE_MEMORY) this.#smallMemory = new Uint8Array(buffer);
    else if (this.#kept === 0) this.#replace();
  }
}
