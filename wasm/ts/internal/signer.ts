import type { CoreNeeds, CoreScheme } from '../generated/core.js';
import { errors } from './errors.js';
import { core } from './instance.js';
import { objectText } from './text.js';

/** What of a request is read, besides the body. */
export interface Needs {
  /** Names of header fields, in lower case. */
  readonly headers: ReadonlySet<string>;
  readonly url: boolean;
  readonly method: boolean;
}

/** A scheme, as the core takes it, and what it reads. */
export interface SchemeUse {
  readonly id: string;
  /** The id, or the JSON text of a scheme of somebody's own. */
  readonly text: string;
  /** Whether its deliveries carry a timestamp, so that a tolerance means something. */
  readonly hasTimestamp: boolean;
  /** What verifying and signing read. */
  readonly needs: Needs;
  /** What answering a handshake reads. */
  readonly handshake: Needs;
}

/** Schemes that were asked for, by `provider` and by `scheme`. There are only as many as the core knows. */
const byProvider = new Map<unknown, SchemeUse>();
const byScheme = new Map<unknown, SchemeUse>();
/** Schemes that came as objects, with the text that they had then: objects can be changed. */
const byObject = new WeakMap<object, SchemeUse>();

/** The scheme that `provider` or `scheme` stands for. */
export function toScheme(what: string, options: { readonly provider?: unknown; readonly scheme?: unknown }): SchemeUse {
  const { provider, scheme } = options;
  if ((provider === undefined) === (scheme === undefined)) {
    throw errors.providerOrScheme(what, provider !== undefined);
  }
  if (scheme === undefined) return known(byProvider, 'provider', provider);
  return typeof scheme === 'object' && scheme !== null ? own(scheme) : known(byScheme, 'scheme', scheme);
}

function known(cache: Map<unknown, SchemeUse>, option: 'provider' | 'scheme', id: unknown): SchemeUse {
  const cached = cache.get(id);
  if (cached !== undefined) return cached;
  const text = toId(option, id);
  if (option === 'scheme' && text.startsWith('{')) {
    throw errors.schemeIsText();
  }
  const use = toUse(option === 'scheme' ? core().scheme(undefined, text) : core().scheme(text, undefined));
  cache.set(id, use);
  return use;
}

function own(scheme: object): SchemeUse {
  const text = schemeText(scheme);
  const cached = byObject.get(scheme);
  if (cached?.text === text) return cached;
  const use = toUse(core().scheme(undefined, text), text);
  byObject.set(scheme, use);
  return use;
}

/** A scheme of somebody's own as the JSON text that the core reads. */
export function schemeText(scheme: unknown): string {
  const text = objectText(scheme);
  if (text !== undefined) return text;
  throw errors.notAScheme(scheme);
}

function toUse({ id, timestamp, needs, handshake }: CoreScheme, text = id): SchemeUse {
  return { id, text, hasTimestamp: timestamp, needs: toNeeds(needs), handshake: toNeeds(handshake) };
}

function toNeeds({ headers, url, method }: CoreNeeds): Needs {
  return { headers: new Set(headers.map((name) => name.toLowerCase())), url, method };
}

/** An id, which the core knows or not. */
export function toId(what: 'provider' | 'scheme' | 'policy', id: unknown): string {
  if (typeof id === 'string') return id;
  throw errors.notAnId(what, id);
}
