import type { EventPayloads, EventTypeName } from '../generated/events.js';
import type { ProviderId } from '../generated/ids.js';
import type { Problem } from '../generated/problem.js';

declare const unknownType: unique symbol;

/**
 * The name of an event that is not in the catalogue. It is text like any other, and `String(type)` reads it as such; to
 * TypeScript it is a type of its own, so that `switch (event.type)` narrows `data`, and a misspelt `case` does not compile.
 */
// biome-ignore lint/complexity/noBannedTypes: an interface cannot extend `string`, and this one has to be told from other text.
export interface UnknownEventType extends String {
  readonly [unknownType]: true;
}

interface Parsed<Id extends ProviderId | null, Type extends string | UnknownEventType | null, Data> {
  /** Whose envelope it is. Null if none fits, or more than one. */
  readonly provider: Id;
  /** The event type, known or not. */
  readonly type: Type;
  /** The sender's id of the event, where the envelope has one. */
  readonly id: string | null;
  /** When it happened, in milliseconds since the epoch. */
  readonly occurredAtMs: number | null;
  /** The payload; the whole body, where its provider has no envelope. It has all that its type promises if no problem is an `error`; unknown members pass through. */
  readonly data: Data | null;
  /** Everything that is wrong or worth knowing. */
  readonly problems: readonly Problem[];
}

/** An event whose provider and type are known. */
export type KnownEvent<Id extends ProviderId, Type extends EventTypeName<Id>> = Type extends keyof EventPayloads[Id] &
  string
  ? Parsed<Id, Type, EventPayloads[Id][Type]>
  : never;

/** An event that is unknown to the catalogue, or has no readable type. */
export type UnknownEvent<Id extends ProviderId> = Parsed<
  Id,
  UnknownEventType | null,
  { readonly [member: string]: unknown }
>;

/** An event of one of these providers. */
export type ParsedEvent<Id extends ProviderId = ProviderId> = Id extends ProviderId
  ? KnownEvent<Id, EventTypeName<Id>> | UnknownEvent<Id>
  : never;

/** A body that is nobody's event. */
export type NoEvent = Parsed<null, null, null>;
