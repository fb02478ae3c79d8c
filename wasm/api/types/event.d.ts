import type { EventPayloads, EventTypeName } from '../generated/events.js';
import type { ProviderId } from '../generated/ids.js';
import type { Problem } from '../generated/problem.js';
declare const unknownType: unique symbol;
/**
 * The name of an event type that is not in the catalogue. It is a string, and `String(type)` returns it. To TypeScript
 * it is a distinct type, so that `switch (event.type)` narrows `data`, and a misspelt `case` does not compile.
 */
export interface UnknownEventType extends String {
  readonly [unknownType]: true;
}
interface Parsed<Id extends ProviderId | null, Type extends string | UnknownEventType | null, Data> {
  /** The provider whose envelope the body has. Null if no envelope matches, or more than one. */
  readonly provider: Id;
  /** The event type, which may be unknown. */
  readonly type: Type;
  /** The sender's id of the event, if the envelope has one. */
  readonly id: string | null;
  /** When the event happened, in milliseconds since the epoch. */
  readonly occurredAtMs: number | null;
  /**
   * The payload, or the whole body if the provider has no envelope. It matches its type if no problem is an `error`.
   * Unknown members are kept.
   */
  readonly data: Data | null;
  /** The text of the payload as it is in the body, for a JSON parser that keeps large numbers. */
  readonly dataText: string | null;
  /**
   * The text of the numbers that JavaScript changes, by their JSON Pointer in the body: `{ '/data/row':
   * '813683310949021977' }`. `problems` has a warning `unsafe_number` for each.
   */
  readonly exactNumbers: {
    readonly [path: string]: string;
  };
  /** The errors and warnings that were found. */
  readonly problems: readonly Problem[];
}
/** An event with a known provider and type. */
export type KnownEvent<Id extends ProviderId, Type extends EventTypeName<Id>> = Type extends keyof EventPayloads[Id] &
  string
  ? Parsed<Id, Type, EventPayloads[Id][Type]>
  : never;
/** An event whose type is not in the catalogue or cannot be read. */
export type UnknownEvent<Id extends ProviderId> = Parsed<
  Id,
  UnknownEventType | null,
  {
    readonly [member: string]: unknown;
  }
>;
/** An event of one of these providers. */
export type ParsedEvent<Id extends ProviderId = ProviderId> = Id extends ProviderId
  ? KnownEvent<Id, EventTypeName<Id>> | UnknownEvent<Id>
  : never;
/** What all events have in common. */
export type AnyEvent = Parsed<ProviderId | null, string | UnknownEventType | null, unknown>;
/** A body that is not an event of any provider. */
export type NoEvent = Parsed<null, null, null>;
export {};
