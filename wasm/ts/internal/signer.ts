import { core } from './instance.js';
import { describe, misuse } from './misuse.js';

/** A scheme: its id, and the header fields that it reads, in lower case. */
export interface SchemeUse {
  readonly id: string;
  readonly headers: readonly string[];
}

/** Schemes that were asked for, by `provider` and by `scheme`. There are only as many as the core knows. */
const byProvider = new Map<unknown, SchemeUse>();
const byScheme = new Map<unknown, SchemeUse>();

/** The scheme that `provider` or `scheme` stands for. */
export function toScheme(what: string, options: { readonly provider?: unknown; readonly scheme?: unknown }): SchemeUse {
  const { provider, scheme } = options;
  if ((provider === undefined) === (scheme === undefined)) {
    const found = provider === undefined ? 'neither was given' : 'both were given';
    throw misuse('provider_or_scheme', `${what} takes either \`provider\` or \`scheme\`; ${found}`);
  }
  return scheme === undefined ? known(byProvider, 'provider', provider) : known(byScheme, 'scheme', scheme);
}

function known(cache: Map<unknown, SchemeUse>, option: 'provider' | 'scheme', id: unknown): SchemeUse {
  const cached = cache.get(id);
  if (cached !== undefined) return cached;
  const text = toId(option, id);
  const found = option === 'scheme' ? core().scheme(undefined, text) : core().scheme(text, undefined);
  const use = found as SchemeUse;
  const scheme = { id: use.id, headers: use.headers.map((name) => name.toLowerCase()) };
  cache.set(id, scheme);
  return scheme;
}

/** An id, which the core knows or not. */
export function toId(what: 'provider' | 'scheme' | 'policy', id: unknown): string {
  if (typeof id === 'string') return id;
  throw misuse(`unknown_${what}`, `\`${what}\` must be an id, which is a string, not ${describe(id)}`);
}
