import * as errors from './errors.js';
import { build } from './modules.js';

/**
 * Returns a module if it is one of this build. Modules of different builds must not be combined: a part contains addresses
 * in the main module.
 */
export function ofThisBuild(module: WebAssembly.Module): WebAssembly.Module {
  const [id] = WebAssembly.Module.customSections(module, 'hookwright');
  if (id === undefined || String.fromCharCode(...new Uint8Array(id)) !== build) throw errors.wrongModule();
  return module;
}
