// The types of `parseEvent`. This file is compiled and not run.
import type {
  AwellPathway,
  AwellPathwayCompleted,
  EventPayloads,
  GenericUser,
  WellCompany,
  WellEvents,
} from 'hookwright';
import { type NoEvent, type ParsedEvent, parseEvent, type UnknownEventType } from 'hookwright';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_ extends true>(): void => {};

export function anyProvider(body: string): void {
  const event = parseEvent(body);
  is<Same<typeof event, ParsedEvent | NoEvent>>();
  switch (event.type) {
    case 'company.created':
      is<Same<typeof event.provider, 'well'>>();
      is<Same<typeof event.data, WellCompany | null>>();
      is<Same<NonNullable<typeof event.data>['company_id'], string>>();
      is<Same<NonNullable<typeof event.data>['name'], string | null | undefined>>();
      is<Same<NonNullable<typeof event.data>['added_later'], unknown>>();
      break;
    case 'user.created':
      is<Same<typeof event.provider, 'generic'>>();
      is<Same<typeof event.data, GenericUser | null>>();
      break;
    case 'pathway.completed':
      is<Same<typeof event.provider, 'awell'>>();
      is<Same<typeof event.data, EventPayloads['awell']['pathway.completed'] | null>>();
      if (event.data) {
        const data: AwellPathwayCompleted = event.data;
        is<Same<typeof event.data.event_type, 'pathway.completed'>>();
        is<Same<typeof data.pathway, AwellPathway>>();
      }
      break;
    // @ts-expect-error no provider has such an event
    case 'company.craeted':
      break;
    default: {
      // An unknown event type can be distinguished, and is a string.
      if (typeof event.type === 'string') {
        const type: string = event.type;
        void type.toUpperCase();
      }
      if (String(event.type) === 'company.merged') void event.data;
    }
  }
  if (event.provider === 'standard') is<Same<typeof event.type, UnknownEventType | null>>();
}

export function oneProvider(body: string): string {
  const event = parseEvent(body, { provider: 'well' });
  is<Same<typeof event.provider, 'well'>>();
  switch (event.type) {
    case 'company.created':
    case 'company.updated':
      is<Same<typeof event.data, WellCompany | null>>();
      return event.data?.company_id ?? '';
    case 'document.uploaded':
      return String(event.data?.size ?? 0);
    // @ts-expect-error this is another provider's event
    case 'user.created':
      return '';
    default:
      return event.type === null ? '' : `unknown ${event.type}: ${String(event.data?.id)}`;
  }
}

export function perEvent(name: keyof WellEvents, company: WellEvents['company.deleted']): void {
  is<Same<typeof company, WellCompany>>();
  const text: string = name;
  void text;
}

export function destructured(body: string): void {
  const { type, data } = parseEvent(body, { provider: 'awell' });
  if (type === 'activity.created' && data) {
    const status = data.activity.status;
    is<Same<typeof data.activity.id, string>>();
    if (status === 'active') void 0;
    const other: typeof status = 'paused';
    void other;
    is<Same<(typeof data)['anything'], unknown>>();
  }
}
