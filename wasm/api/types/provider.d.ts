import type { ApiId, ProviderId, SchemeId } from '../generated/ids.js';
import type { EventTypeName } from './event.js';
import type { Policy } from './policy.js';
import type { Provenance } from './provenance.js';
import type { Scheme } from './scheme.js';
/** Everything that is known of one sender. */
export interface Provider<Id extends ProviderId = ProviderId> {
  readonly id: Id;
  readonly name: string;
  /** What it is, in one line. */
  readonly summary: string;
  /** How it signs. The first one is what `provider` means where no scheme is named; none, if none is known yet. */
  readonly schemes: readonly Scheme<SchemeId>[];
  /** What its bodies look like. */
  readonly envelope: Envelope;
  /** The event types that are known; none, where any type is as good as any other. */
  readonly events: readonly EventType<EventTypeName<Id>>[];
  /** How it retries. */
  readonly policy: Policy;
  /** The ways of making a subscription. The first one is the one to use. */
  readonly apis: readonly Api[];
}
/** Where the parts of an event stand in the body: names of members of its top level. */
export interface Envelope {
  /** The event type. */
  readonly kind: string;
  /** The event's id, where the provider has one. */
  readonly id: string | null;
  /** When it happened, where every event has the same member for that. */
  readonly time: string | null;
  /** The payload. Null where the body itself is the payload. */
  readonly data: string | null;
}
/** One type of event. */
export interface EventType<Name extends string = string> {
  /** The name on the wire. */
  readonly name: Name;
  /** What has happened, in one line. */
  readonly description: string;
  /** What the payload looks like. */
  readonly payload: PayloadObject;
  /** Where the payload says when it happened, as a JSON Pointer, for envelopes that do not. */
  readonly occurredAt: string | null;
  /** A payload as it might arrive. Its people and companies do not exist. */
  readonly sample: {
    readonly [member: string]: unknown;
  };
  readonly provenance: Provenance;
}
/** An object that payloads are made of. */
export interface PayloadObject {
  /** What it is called: the name of its type, but for the provider's. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly about: string;
  /** The members that are known. */
  readonly fields: readonly Field[];
}
/** One member of an object. */
export interface Field {
  readonly name: string;
  /** What it is, in a sentence. */
  readonly about: string;
  /** What its value must be. A member that may be left out may also be null. */
  readonly kind: Kind;
  /** Whether it is always there. */
  readonly required: boolean;
}
/** What a value must be. `oneOf` is text that is usually one of these: senders add values. */
export type Kind =
  | 'any'
  | 'string'
  | 'timestamp'
  | 'integer'
  | 'boolean'
  | {
      readonly oneOf: readonly string[];
    }
  | {
      readonly array: Kind;
    }
  | {
      readonly object: PayloadObject;
    };
/** One way of making a subscription: where the request goes by POST, and what its attributes are called. */
export interface Api {
  readonly id: ApiId;
  readonly title: string;
  /** Where the request goes. Null where subscriptions are made by hand. */
  readonly endpoint: string | null;
  /** The environment variable that the provider's own examples keep the bearer token in. */
  readonly tokenVariable: string;
  /** What the attributes are wrapped in: nothing, or JSON:API with a resource type. */
  readonly wrapper:
    | 'none'
    | {
        readonly jsonApi: string;
      };
  /** What ids look like: UUIDs, or a word for the kind of thing and something random. */
  readonly ids: 'uuid' | 'prefixed';
  /** Whether its times always have milliseconds. */
  readonly milliseconds: boolean;
  /** The attribute that holds the receiver's address. */
  readonly url: string;
  /** The longest address that the provider stores, in characters. */
  readonly maxUrlLength: number;
  /** The attribute that says which events are wanted: a list, or one event. */
  readonly events:
    | {
        readonly many: string;
      }
    | {
        readonly one: string;
      };
  readonly description: string | null;
  readonly secret: string | null;
  readonly headers: string | null;
  readonly active: string | null;
  /** The attribute that restricts deliveries to a workspace, by the provider's id of it. */
  readonly workspaceId: string | null;
  /** The attribute that restricts deliveries to a workspace, by the customer's own id of it. */
  readonly externalWorkspaceId: string | null;
  readonly provenance: Provenance;
}
