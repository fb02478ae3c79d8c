import { builtin } from './builtin.js';
import type { Dns, HttpClient } from './node.js';

/** What is needed to connect to an address that was checked. */
export interface Pinning {
  readonly http: HttpClient;
  readonly https: HttpClient;
  readonly dns: Dns;
}

// Hosts without Node's modules, or with modules that do not use the given address, have another file.

/**
 * Returns the modules of Node, or undefined on other hosts. Bun, Deno and Workers imitate these modules, but it is not
 * tested that they connect to the given address.
 */
export function pinning(): Pinning | undefined {
  const { navigator } = globalThis as { readonly navigator?: { readonly userAgent?: string } };
  if ('Bun' in globalThis || 'Deno' in globalThis || 'EdgeRuntime' in globalThis) return undefined;
  // Older versions of Node do not have it.
  if (navigator?.userAgent !== undefined && !navigator.userAgent.startsWith('Node.js/')) return undefined;
  const [http, https, dns] = [builtin('node:http'), builtin('node:https'), builtin('node:dns')];
  return http === undefined || https === undefined || dns === undefined ? undefined : { http, https, dns };
}
