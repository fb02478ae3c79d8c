import type { PolicyId, ProviderId, SchemeId } from './catalogue.js';
import { core } from './internal/instance.js';
import { toId } from './internal/signer.js';
import type { EventTypeName } from './parse-event.js';

/** Everything that is known of one sender. */
export interface Provider<Id extends ProviderId = ProviderId> {
  readonly id: Id;
  readonly name: string;
  /** What it is, in one line. */
  readonly summary: string;
  /** How it signs. The first one is what `provider` means where no scheme is named. */
  readonly schemes: readonly Scheme[];
  /** What its bodies look like. */
  readonly envelope: Envelope;
  /** The event types that are known. */
  readonly events: readonly EventType<EventTypeName<Id>>[];
  /** How it retries. */
  readonly policy: Policy;
  /** The ways of making a subscription. The first one is the one to use. */
  readonly apis: readonly Api[];
}

/** How sure a fact is: the provider says so, somebody else does, or nobody does and it is the likeliest reading. */
export type Confidence = 'documented' | 'secondary' | 'assumed';

/** The evidence for a row of data. */
export interface Provenance {
  /** The document, as an address where it has one. */
  readonly source: string;
  /** The day on which it was read, as an RFC 3339 date. */
  readonly asOf: string;
  /** How sure the row is as a whole. */
  readonly confidence: Confidence;
  /** What in the row is assumed although the rest is not. */
  readonly assumed: readonly string[];
}

/** One way of signing a delivery. */
export interface Scheme {
  readonly id: SchemeId;
  /** The header field that carries the signature. */
  readonly header: string;
  readonly algorithm: 'hmac-sha256';
  /** What is signed: these pieces, one after the other. */
  readonly content: readonly 'body'[];
  /** How the signature is written. */
  readonly encoding: 'hex';
  /** How the text of a secret becomes a key. */
  readonly key: 'raw';
  readonly provenance: Provenance;
}

/** Where the parts of an event stand in the body: names of members of its top level. */
export interface Envelope {
  /** The event type. */
  readonly kind: string;
  /** The event's id, where the provider has one. */
  readonly id: string | null;
  /** When it happened. */
  readonly time: string;
  /** The payload. */
  readonly data: string;
}

/** One type of event. */
export interface EventType<Name extends string = string> {
  /** The name on the wire. */
  readonly name: Name;
  /** What has happened, in one line. */
  readonly description: string;
  /** The members of the payload that are known. */
  readonly fields: readonly Field[];
  /** A payload as it might arrive. Its people and companies do not exist. */
  readonly sample: { readonly [member: string]: unknown };
  readonly provenance: Provenance;
}

/** One member of a payload. */
export interface Field {
  readonly name: string;
  readonly kind: 'string' | 'timestamp' | 'integer' | 'object';
  /** Whether it is always there. */
  readonly required: boolean;
}

/** How failed attempts are retried. */
export interface Policy {
  readonly id: PolicyId;
  /** How long the provider waits before each attempt. */
  readonly schedule:
    | { readonly kind: 'table'; readonly delaysMs: readonly number[] }
    | { readonly kind: 'exponential'; readonly retries: number; readonly baseMs: number; readonly factor: number };
  /** How sure the delays are. */
  readonly delays: Confidence;
  /** How long the provider waits for an answer, where it says so. */
  readonly timeoutMs: number | null;
  readonly provenance: Provenance;
}

/** One way of making a subscription: where the request goes by POST, and what its attributes are called. */
export interface Api {
  readonly id: string;
  readonly title: string;
  readonly endpoint: string;
  /** The environment variable that the provider's own examples keep the bearer token in. */
  readonly tokenVariable: string;
  /** What the attributes are wrapped in: nothing, or JSON:API with a resource type. */
  readonly wrapper: 'none' | { readonly jsonApi: string };
  /** The attribute that holds the receiver's address. */
  readonly url: string;
  /** The attribute that says which events are wanted: a list, or one event. */
  readonly events: { readonly many: string } | { readonly one: string };
  readonly description: string | null;
  readonly secret: string | null;
  readonly headers: string | null;
  readonly active: string | null;
  readonly provenance: Provenance;
}

let all: readonly Provider[] | undefined;

/** Every provider. The data is frozen: all callers get the same. */
export function providers(): readonly Provider[] {
  all ??= freeze((core().providers() as Provider[]).map(readSamples));
  return all;
}

/**
 * One provider.
 *
 * @throws TypeError with code `unknown_provider`
 */
export function provider<Id extends ProviderId>(id: Id): Provider<Id> {
  const text = toId('provider', id);
  const found = providers().find((each) => each.id === text);
  // It is the core that knows how to say that there is none.
  if (found === undefined) core().scheme(text, undefined);
  return found as unknown as Provider<Id>;
}

/** The core keeps samples as text. */
function readSamples(given: Provider): Provider {
  const events = given.events.map((event) => ({ ...event, sample: JSON.parse(String(event.sample)) }));
  return { ...given, events };
}

function freeze<Data>(data: Data): Data {
  if (typeof data === 'object' && data !== null) {
    Object.values(data).forEach(freeze);
    Object.freeze(data);
  }
  return data;
}
