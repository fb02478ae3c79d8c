import type { AnyEvent } from '../types/event.js';
import { core } from './instance.js';
import { catalog } from './modules.js';

/** Parses bytes as an event of a provider, or of the provider whose envelope they have. */
export function parseBytes(bytes: Uint8Array, provider: string | undefined): AnyEvent {
  const { unsafeNumbers, ...event } = core(catalog).parseEvent(bytes, provider);
  // Parsed by `JSON.parse`, so that large numbers and `__proto__` have the values that JavaScript gives them
  // everywhere.
  const data: unknown = event.data === null ? null : JSON.parse(event.data);
  // Pointers begin with a slash, or are empty, so none is the name of a member of `Object.prototype`.
  const exactNumbers = Object.fromEntries(unsafeNumbers);
  return { ...event, data, dataText: event.data, exactNumbers };
}
