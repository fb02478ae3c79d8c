import type { Listen } from './api-request.js';
import * as embedded from './hosts/embedded/host.js';
import type { Source } from './source.js';

// The bundler replaces this file by the one in the folder of the host. This one is for type checks.

/** The module with everything except the API of a provider. */
export const receive: Source = embedded.receive;

/** The module with the API of a provider. */
export const service: Source = embedded.service;

/** Listens on a port, on hosts that can. */
export const listen: Listen | undefined = embedded.listen;
