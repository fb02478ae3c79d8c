import type { Listen } from './api-request.js';
import * as embedded from './hosts/embedded/host.js';

// The bundler replaces this file by the one in the folder of the host. This one is for type checks.

/** Listens on a port, on hosts that can. */
export const listen: Listen | undefined = embedded.listen;
