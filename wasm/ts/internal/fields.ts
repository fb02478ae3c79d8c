import * as errors from './errors.js';
import { core } from './instance.js';

/**
 * Refuses header fields that a request cannot be sent with. `fetch` reports them like a failed connection, with the
 * value in its message.
 */
export function checkFields(what: string, fields: readonly (readonly [name: string, value: string])[]): void {
  for (const [name, value] of fields) {
    if (core().isReservedHeader(name)) throw errors.reservedHeader(what, name);
    if (!isField(name, value)) throw errors.unsendableHeader(what);
  }
}

function isField(name: string, value: string): boolean {
  // `Headers` removes line breaks from the ends of a value, and a custom `fetch` may treat them differently.
  if (/[\r\n]/.test(value)) return false;
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}
