import { errors } from './errors.js';
import { core } from './instance.js';

/**
 * Refuses header fields that no request can be sent with. What `fetch` says of them looks like a connection that failed, and
 * its message holds the value.
 */
export function checkFields(what: string, fields: readonly (readonly [name: string, value: string])[]): void {
  for (const [name, value] of fields) {
    if (core().isReservedHeader(name)) throw errors.reservedHeader(what, name);
    if (!isField(name, value)) throw errors.unsendableHeader(what);
  }
}

function isField(name: string, value: string): boolean {
  // `Headers` takes them off the ends, and somebody's own `fetch` may have another way with them.
  if (/[\r\n]/.test(value)) return false;
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}
