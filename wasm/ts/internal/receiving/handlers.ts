import type { Provider } from '../../generated/provider.js';
import type { WorkerContext } from '../../types/inbox-worker.js';
import type { HandlerContext } from '../../types/received.js';
import * as errors from '../errors.js';
import type { Received } from './event.js';

/** The context of any handler. */
export type AnyContext = HandlerContext<unknown, unknown> | WorkerContext<unknown>;

/** A handler of any event. */
export type AnyHandler = (event: Received, context: AnyContext) => unknown;

/** The handlers of a receiver or a worker. */
export interface Hooks {
  readonly handlers: ReadonlyMap<string, AnyHandler>;
  readonly onUnknown: AnyHandler | undefined;
}

/** Reads the handlers. For a provider whose event types are in the catalog, their names are checked. */
export function toHandlers(
  what: string,
  { on, onUnknown }: { readonly on?: unknown; readonly onUnknown?: unknown },
  provider: Provider | undefined,
  sender: string,
  hasType: boolean,
): Hooks {
  if (on !== undefined && (typeof on !== 'object' || on === null || Array.isArray(on))) throw errors.notHandlers(on);
  if (onUnknown !== undefined && typeof onUnknown !== 'function') throw errors.notAFunction('onUnknown', onUnknown);
  const known = provider?.events.map(({ name }) => name as string) ?? [];
  const handlers = new Map<string, AnyHandler>();
  for (const [type, handler] of Object.entries(on ?? {})) {
    if (handler === undefined) continue;
    if (known.length > 0 && !known.includes(type)) throw errors.unknownEventType(type, known);
    if (typeof handler !== 'function') throw errors.notAFunction('on[…]', handler);
    handlers.set(type, handler as AnyHandler);
  }
  if (handlers.size > 0 && !hasType) throw errors.noEventType(sender);
  if (handlers.size === 0 && onUnknown === undefined) throw errors.noHandlers(what);
  return { handlers, onUnknown: onUnknown as AnyHandler | undefined };
}
