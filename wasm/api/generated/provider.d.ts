import type { EventTypeName } from './events.js';
import type { ApiId, ProviderId, SchemeId, SenderId } from './ids.js';
import type { Policy } from './policy.js';
import type { Provenance } from './provenance.js';
import type { Place, Scheme } from './scheme.js';
/** A sender whose events and subscription APIs are known in addition to its signatures and retries. */
export interface Provider<Id extends ProviderId = ProviderId> {
  /** Lower-case and kebab-case: `generic`. */
  readonly id: Id;
  /** The name of the product or company. */
  readonly name: string;
  /** A description in one line. */
  readonly summary: string;
  /** The signature schemes. The first one is the default, which is used if only the provider is named. */
  readonly schemes: readonly Scheme<SchemeId>[];
  /** The structure of its bodies. */
  readonly envelope: Envelope;
  /** The known event types. Empty if the provider does not define event types. */
  readonly events: readonly EventType<EventTypeName<Id>>[];
  /** The retry policy. */
  readonly policy: Policy;
  /** The APIs and forms that create subscriptions. The first one is the recommended one. */
  readonly apis: readonly Api[];
}
/** A sender of webhooks. */
export interface Sender {
  /** Lower-case and kebab-case: `github`. */
  readonly id: SenderId;
  /** The name of the product or company. */
  readonly name: string;
  /** A description of what it sends, in one line. */
  readonly summary: string;
  /** The signature schemes. The first one is the default. Empty if only the retry policy is known. */
  readonly schemes: readonly Scheme<SchemeId>[];
  /** The places of the event type and the event id in deliveries, if they are known. */
  readonly event?: SenderEvent;
  /** The limits of its deliveries, if it documents them. */
  readonly limits?: SenderLimits;
}
/** The places of the event type and the event id in the deliveries of a sender. */
export interface SenderEvent {
  /** The event type. */
  readonly type?: EventField;
  /** The id that the sender documents for finding repeated deliveries. It is the same at each attempt. */
  readonly id?: EventField;
  /** The evidence. */
  readonly provenance?: Provenance;
}
/**
 * The limits that a sender documents for its deliveries. A receiver needs them to answer in time, to accept every body,
 * and to recognize every repeated delivery.
 */
export interface SenderLimits {
  /** The time within which a receiver must respond, in milliseconds, if no retry policy of the sender states it. */
  readonly timeoutMs?: number;
  /** The maximum size of a body, in bytes. */
  readonly maxBodyBytes?: number;
  /**
   * The time within which a user can have an event sent again, in milliseconds. It can be added to the time of the
   * automatic retries.
   */
  readonly resendWithinMs?: number;
  /** The evidence. Required in the catalog. */
  readonly provenance?: Provenance;
}
/** The place of a value in a delivery, and whether it is signed. */
export type EventField = Exclude<
  Place,
  | {
      readonly item: string;
    }
  | {
      readonly query: string;
    }
> & {
  /**
   * The ids of the sender's schemes whose signature does not cover the value: anyone who has seen a delivery can change
   * it. Empty if every scheme covers it.
   */
  readonly unsigned: readonly SchemeId[];
};
/** The names of the top-level members of a body that contain the parts of an event. */
export interface Envelope {
  /** The member that contains the event type. */
  readonly kind: string;
  /** The member that contains the id of the event. `null` if events have no id. */
  readonly id: string | null;
  /** The member that contains the time of the event, in RFC 3339. `null` if the envelope has no such member. */
  readonly time: string | null;
  /** The member that contains the payload. `null` if the body itself is the payload. */
  readonly data: string | null;
}
/** One type of event. */
export interface EventType<Name extends string = string> {
  /** The name in the body: `user.created`. */
  readonly name: Name;
  /** A description in one line. */
  readonly description: string;
  /** The schema of the payload. */
  readonly payload: PayloadObject;
  /** The place of the event's time in the payload, as a JSON Pointer, if the envelope does not contain the time. */
  readonly occurredAt: string | null;
  /** A realistic payload with fictional people and companies. */
  readonly sample: {
    readonly [member: string]: unknown;
  };
  /** The evidence for this event type. */
  readonly provenance: Provenance;
}
/** An object in a payload. */
export interface PayloadObject {
  /** The name of the type, without the name of the provider. The definition in a JSON Schema has the same name. */
  readonly name: string;
  /** A description in one sentence. */
  readonly about: string;
  /** The known members. */
  readonly fields: readonly PayloadField[];
}
/** One member of an object. */
export interface PayloadField {
  /** The name in JSON. */
  readonly name: string;
  /** A description in one sentence. */
  readonly about: string;
  /** The kind of its value. The value of an optional member can also be `null`. */
  readonly kind: ValueKind;
  /** Whether it is required. */
  readonly required: boolean;
}
/** The kind of a value. */
export type ValueKind =
  /** Any value. */
  | 'any'
  /** Any string. */
  | 'string'
  /** A string that is usually one of these. Other values are valid, because senders add values. */
  | {
      readonly oneOf: readonly string[];
    }
  /** An RFC 3339 date and time. */
  | 'timestamp'
  /** An integer that fits into 64 bits. */
  | 'integer'
  /** `true` or `false`. */
  | 'boolean'
  /** An array of values of this kind. */
  | {
      readonly array: ValueKind;
    }
  /** An object. */
  | {
      readonly object: PayloadObject;
    };
/** An API that creates subscriptions. */
export interface Api {
  /** The id, `provider/name` in kebab case: `well/subscriptions`. */
  readonly id: ApiId;
  /** The title in the playground. */
  readonly title: string;
  /** The URL that subscriptions are posted to. `null` if there is no API, only a form on the provider's website. */
  readonly endpoint: string | null;
  /** The environment variable of the bearer token in the provider's examples. */
  readonly tokenVariable: string;
  /** The wrapper around the attributes. */
  readonly wrapper: BodyWrapper;
  /** The format of the ids of its resources. */
  readonly ids: IdStyle;
  /** Whether its timestamps always have milliseconds. */
  readonly milliseconds: boolean;
  /** The attribute that contains the URL of the receiver. */
  readonly url: string;
  /** The maximum length of that URL, in characters. */
  readonly maxUrlLength: number;
  /** The attribute that contains the events to receive. */
  readonly events: EventsAttribute;
  /**
   * Whether subscriptions can be for events that are not in the catalog, because each system of this kind defines its
   * events.
   */
  readonly customEvents: boolean;
  /**
   * The attribute that contains a description. `null` if the API does not have this attribute; the same applies to the
   * attributes below.
   */
  readonly description: string | null;
  /** The attribute that contains the signing secret. */
  readonly secret: string | null;
  /** The attribute that contains static headers to send with each delivery. */
  readonly headers: string | null;
  /** The attribute that says whether the subscription is active. */
  readonly active: string | null;
  /** The attribute that restricts deliveries to one workspace, by the provider's id of the workspace. */
  readonly workspaceId: string | null;
  /** The attribute that restricts deliveries to one workspace, by the customer's id of the workspace. */
  readonly externalWorkspaceId: string | null;
  /** The evidence for this description. */
  readonly provenance: Provenance;
}
/** The wrapper around the attributes of a subscription. */
export type BodyWrapper =
  /** The attributes are the body. */
  | 'none'
  /** `{"data": {"type": …, "attributes": {…}}}` with this type, as in JSON:API. */
  | {
      readonly jsonApi: string;
    };
/** The format of ids. */
export type IdStyle =
  /** UUIDs, version 4. */
  | 'uuid'
  /** A prefix for the kind of resource, followed by random characters: `hook_…`, `del_…`, `evt_…`. */
  | 'prefixed';
/** The attribute that contains the events to receive. */
export type EventsAttribute =
  /** An attribute that contains a list. */
  | {
      readonly many: string;
    }
  /** An attribute that contains one event, so that several events need several subscriptions. */
  | {
      readonly one: string;
    };
