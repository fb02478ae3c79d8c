import type { EventTypeName } from './events.js';
import type { ApiId, ProviderId, SchemeId, SenderId } from './ids.js';
import type { Policy } from './policy.js';
import type { Provenance } from './provenance.js';
import type { Scheme } from './scheme.js';
/** Everything that is known of one sender. */
export interface Provider<Id extends ProviderId = ProviderId> {
  /** Lower-case and kebab-case: `generic`. */
  readonly id: Id;
  /** The name that people use. */
  readonly name: string;
  /** What it is, in one line. */
  readonly summary: string;
  /** How it signs. The first one is what `provider` means where no scheme is named. */
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
/** A sender of webhooks. */
export interface Sender {
  /** Lower-case and kebab-case: `github`. */
  readonly id: SenderId;
  /** The name that people use. */
  readonly name: string;
  /** What it sends, in one line. */
  readonly summary: string;
  /**
   * The signature schemes. The first one is the default: the one that the sender's id stands for. Empty if only the
   * retry policy is known.
   */
  readonly schemes: readonly Scheme<SchemeId>[];
}
/** Where the parts of an event stand in the body. Each name is a member of the body's top level. */
export interface Envelope {
  /** The member that names the event type. */
  readonly kind: string;
  /** The member that identifies the event, where the provider has one. */
  readonly id: string | null;
  /** The member that says when it happened, as RFC 3339, where every event has the same one. */
  readonly time: string | null;
  /** The member that holds the payload. Where there is none, the body itself is the payload. */
  readonly data: string | null;
}
/** One type of event. */
export interface EventType<Name extends string = string> {
  /** The name on the wire: `user.created`. */
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
  /** Where all this comes from. */
  readonly provenance: Provenance;
}
/** An object that payloads are made of. */
export interface PayloadObject {
  /** What it is called: the name of its type, without the provider's, and of its definition in a JSON Schema. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly about: string;
  /** The members that are known. */
  readonly fields: readonly Field[];
}
/** One member of an object. */
export interface Field {
  /** The name on the wire. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly about: string;
  /** What its value must be. The value of a member that may be left out may also be `null`. */
  readonly kind: Kind;
  /** Whether it is always there. */
  readonly required: boolean;
}
/** What a value must be. */
export type Kind =
  /** Anything at all. */
  | 'any'
  /** Any text. */
  | 'string'
  /** Text that is usually one of these. Others are possible: senders add values. */
  | {
      readonly oneOf: readonly string[];
    }
  /** An RFC 3339 date and time. */
  | 'timestamp'
  /** A number without a fraction, of at most 64 bits. */
  | 'integer'
  /** `true` or `false`. */
  | 'boolean'
  /** A list of this. */
  | {
      readonly array: Kind;
    }
  /** An object. */
  | {
      readonly object: PayloadObject;
    };
/** One way of making a subscription. */
export interface Api {
  /** `provider/name`, in kebab-case: `well/subscriptions`. */
  readonly id: ApiId;
  /** What it is called on the page. */
  readonly title: string;
  /** Where the request goes, by POST. `null` where there is no API, and a person fills in a form. */
  readonly endpoint: string | null;
  /** The environment variable that the provider's own examples keep the bearer token in. */
  readonly tokenVariable: string;
  /** What the attributes are wrapped in. */
  readonly wrapper: BodyWrapper;
  /** What the ids of its resources look like. */
  readonly ids: IdStyle;
  /** Whether its timestamps always have milliseconds. */
  readonly milliseconds: boolean;
  /** The attribute that holds the receiver's address. */
  readonly url: string;
  /** How long that address may be, in characters. */
  readonly maxUrlLength: number;
  /** The attribute that says which events are wanted. */
  readonly events: EventsAttribute;
  /** The attribute for a description, where there is one. */
  readonly description: string | null;
  /** The attribute for the signing secret, where there is one. */
  readonly secret: string | null;
  /** The attribute for static headers that are sent with each delivery, where there is one. */
  readonly headers: string | null;
  /** The attribute that says whether deliveries are made, where there is one. */
  readonly active: string | null;
  /** The attribute that restricts deliveries to one workspace, by the provider's id of it, where there is one. */
  readonly workspaceId: string | null;
  /** The attribute that restricts deliveries to one workspace, by the customer's own id of it, where there is one. */
  readonly externalWorkspaceId: string | null;
  /** Where all this comes from. */
  readonly provenance: Provenance;
}
/** What the attributes of a subscription are wrapped in. */
export type BodyWrapper =
  /** They are the body. */
  | 'none'
  /** `{"data": {"type": …, "attributes": {…}}}`, with this type, as JSON:API has it. */
  | {
      readonly jsonApi: string;
    };
/** What ids look like. */
export type IdStyle =
  /** UUIDs of version 4. */
  | 'uuid'
  /** A word for the kind of thing, and something random: `hook_…`, `del_…`, `evt_…`. */
  | 'prefixed';
/** How an API says which events are wanted. */
export type EventsAttribute =
  /** An attribute that holds a list. */
  | {
      readonly many: string;
    }
  /** An attribute that holds one event, so that several events take several subscriptions. */
  | {
      readonly one: string;
    };
