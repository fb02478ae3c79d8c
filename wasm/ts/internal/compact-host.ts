import * as embedded from './hosts/embedded/compact-host.js';
import type { Source } from './source.js';

// The bundler replaces this file by the one in the folder of the host. This one is for type checks.

/** The module of `hookwright/verify`. */
export const verify: Source = embedded.verify;
