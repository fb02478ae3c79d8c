import type { CoreScheme } from '../generated/core.js';
import type { Algorithm } from '../generated/scheme.js';

// What is known before the core is loaded, which takes longer than the first verdict. The bundler replaces this file by the
// one in the folder of the host. This one is for hosts that know nothing.

/** The properties of a scheme. Undefined if the core has to be asked. */
export function earlyScheme(_option: 'provider' | 'scheme', _id: string): CoreScheme | undefined {
  return undefined;
}

/**
 * The bytes of the keys, if the core would use these secrets without an error or a warning, and the host can compute the
 * MACs. Undefined if the core has to be asked.
 */
export function earlyKeys(
  _scheme: { readonly text: string; readonly algorithm: Algorithm },
  _secrets: readonly unknown[],
): readonly Uint8Array[] | undefined {
  return undefined;
}
