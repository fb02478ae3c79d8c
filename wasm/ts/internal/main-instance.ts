import * as glue from '../hookwright.js';
import { Instance } from './guarded-instance.js';
import { main } from './modules.js';

/** The functions of the main module. */
export type Core = typeof glue;

/**
 * Makes the instance of the main module. On Node, this is in a file that is read when the core is first used: see
 * `build/common-js.mjs`.
 */
export function makeInstance(): Instance<Core> {
  return new Instance(glue, main);
}
