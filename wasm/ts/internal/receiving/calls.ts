import type { Verified } from '../../generated/verdict.js';
import { isPromise } from './after.js';
import type { ReadEvent } from './event.js';
import type { AnyContext, AnyHandler, Hooks } from './handlers.js';
import type { Log } from './log.js';
import type { Names } from './work.js';

/** An event and its handler. */
export interface Handled {
  readonly event: ReadEvent;
  readonly handler: AnyHandler;
}

/** What names a delivery: its event, or what several events have in common. */
export function namesOf(events: readonly [ReadEvent, ...ReadEvent[]], verdict: Verified): Names {
  const [{ type, id }, ...others] = events;
  if (others.length === 0) return { eventType: type, eventId: id };
  return { eventType: others.every((each) => each.type === type) ? type : null, eventId: verdict.id ?? null };
}

/** Finds the handlers of events, and reports those that have none. */
export function withHandlers(
  { handlers, onUnknown, log }: Hooks & { readonly log: Log },
  events: readonly ReadEvent[],
): Handled[] {
  const found: Handled[] = [];
  for (const event of events) {
    const handler = (event.type === null ? undefined : handlers.get(event.type)) ?? onUnknown;
    if (handler === undefined) log.addUnhandled({ eventType: event.type, eventId: event.id });
    else found.push({ event, handler });
  }
  return found;
}

/** Returns a function that calls the handlers, one after the other. */
export function callOf(handled: readonly [Handled, ...Handled[]], context: AnyContext): () => unknown {
  const [{ event, handler }, ...others] = handled;
  if (others.length === 0) {
    const made = event.make();
    return () => handler(made, context);
  }
  return async () => {
    for (const each of handled) {
      // Once the claim is lost, another request may be handling the same events.
      context.signal.throwIfAborted();
      const result = each.handler(each.event.make(), context);
      if (isPromise(result)) await result;
    }
  };
}
