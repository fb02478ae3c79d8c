import type { Instance } from './guarded-instance.js';
import { type Core, makeInstance } from './main-instance.js';
import type { Part } from './source.js';

// The instance is created in a function that is called at the first use, so that bundlers can remove it.

let instance: Instance<Core> | undefined;
let isHidden = false;

/** The instance of the main module. */
export function receiving(): Instance<Core> {
  instance ??= makeInstance();
  return instance;
}

/** Whether the core is loaded. */
export function isLoaded(): boolean {
  return instance?.isReady === true && !isHidden;
}

/** Makes {@link isLoaded} return false, or not, for tests. */
export function hideCore(hidden: boolean): void {
  isHidden = hidden;
}

/** The functions of the core. Those that use other parts than the main module need these parts. */
export function core(...parts: readonly Part[]): Core {
  return receiving().functions(parts);
}
