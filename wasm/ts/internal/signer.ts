import type { CoreNeeds, CoreScheme } from '../generated/core.js';
import type { Algorithm } from '../generated/scheme.js';
import { type BodyId, toBodyId } from './body-id.js';
import { earlyScheme } from './early.js';
import * as errors from './errors.js';
import { core } from './instance.js';
import { Lookup } from './lookup.js';
import { catalog, publicKeys } from './modules.js';
import { Shortcut } from './shortcut.js';
import { objectText } from './text.js';

/** The parts of a request that are read, in addition to the body. */
export interface Needs {
  /** Names of header fields, in lower case. */
  readonly headers: ReadonlySet<string>;
  readonly url: boolean;
  readonly method: boolean;
}

/** The parts of a request, and the options, that answering a handshake needs. */
export interface HandshakeNeeds extends Needs {
  readonly token: boolean;
  readonly endpoint: boolean;
  /** Whether the body can be encrypted. */
  readonly encrypted: boolean;
}

/** A scheme in the form that the core takes, with the parts of a request that it reads. */
export interface SchemeUse {
  readonly id: string;
  /** The id, or the JSON text of a custom scheme. */
  readonly text: string;
  readonly algorithm: Algorithm;
  /** Whether its deliveries have a timestamp, to which a tolerance applies. */
  readonly hasTimestamp: boolean;
  /** Whether the body is only hashed or signed, so that the host can do it. */
  readonly isStaged: boolean;
  /** Whether the signature is an HMAC. */
  readonly isHashed: boolean;
  /** The place of an id in the body that is read after the verdict. */
  readonly bodyId: BodyId | undefined;
  /** The parts of the body that are not signed. */
  readonly unsigned: readonly string[];
  /** The parts of a request that verifying and signing read. */
  readonly needs: Needs;
  /** Finds the header fields that verifying reads. */
  readonly lookup: Lookup;
  /** Recognizes most genuine deliveries without the core, if the scheme is simple. */
  readonly shortcut: Shortcut | undefined;
  /** The parts of a request that answering a handshake reads. */
  readonly handshake: HandshakeNeeds;
}

/** Schemes by `provider` and by `scheme`. Only known ids are stored, so their number is limited. */
const byProvider = new Map<unknown, SchemeUse>();
const byScheme = new Map<unknown, SchemeUse>();
/** Custom schemes by object. The stored text detects changes of the object. */
const byObject = new WeakMap<object, SchemeUse>();

/** Returns the scheme that `provider` or `scheme` selects. */
export function toScheme(what: string, options: { readonly provider?: unknown; readonly scheme?: unknown }): SchemeUse {
  const { provider, scheme } = options;
  if ((provider === undefined) === (scheme === undefined)) {
    throw errors.providerOrScheme(what, provider !== undefined);
  }
  if (scheme === undefined) return knownScheme(byProvider, 'provider', provider);
  return typeof scheme === 'object' && scheme !== null ? customScheme(scheme) : knownScheme(byScheme, 'scheme', scheme);
}

function knownScheme(cache: Map<unknown, SchemeUse>, option: 'provider' | 'scheme', id: unknown): SchemeUse {
  const cached = cache.get(id);
  if (cached !== undefined) return cached;
  const text = toId(option, id);
  if (option === 'scheme' && text.startsWith('{')) {
    throw errors.schemeIsText();
  }
  const known = earlyScheme(option, text);
  const use = toUse(known ?? (option === 'scheme' ? core().scheme(undefined, text) : core().scheme(text, undefined)));
  cache.set(id, use);
  return use;
}

function customScheme(scheme: object): SchemeUse {
  const text = schemeText(scheme);
  const cached = byObject.get(scheme);
  if (cached?.text === text) return cached;
  const use = toUse(core(catalog).scheme(undefined, text), text);
  byObject.set(scheme, use);
  return use;
}

/** Converts a custom scheme to the JSON text that the core reads. */
export function schemeText(scheme: unknown): string {
  const text = objectText(scheme);
  if (text !== undefined) return text;
  throw errors.notAScheme(scheme);
}

function toUse(scheme: CoreScheme, text = scheme.id): SchemeUse {
  const { id, algorithm, timestamp, unsigned, simple } = scheme;
  // Everything that uses a scheme reads it first.
  if (scheme.publicKey) core(publicKeys);
  const needs = toNeeds(scheme.needs);
  return {
    id,
    text,
    algorithm,
    hasTimestamp: timestamp,
    // A token is compared, and does not depend on the body.
    isStaged: scheme.staged && algorithm !== 'token',
    isHashed: algorithm.startsWith('hmac-'),
    bodyId: toBodyId(scheme.idInBody, scheme.idSigned),
    unsigned: Object.freeze(unsigned),
    needs,
    lookup: new Lookup(needs.headers),
    shortcut: simple === null ? undefined : new Shortcut(simple, needs.headers),
    handshake: { ...scheme.handshake, ...toNeeds(scheme.handshake) },
  };
}

function toNeeds({ headers, url, method }: CoreNeeds): Needs {
  return { headers: new Set(headers.map((name) => name.toLowerCase())), url, method };
}

/** Checks that an id is a string. The core checks that it is known. */
export function toId(what: 'provider' | 'scheme' | 'policy', id: unknown): string {
  if (typeof id === 'string') return id;
  throw errors.notAnId(what, id);
}
