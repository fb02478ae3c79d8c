import { core } from './instance.js';
import { misuse } from './misuse.js';

/**
 * Refuses header fields that no request can be sent with. What `fetch` says of them looks like a connection that failed, and
 * its message holds the value.
 */
export function checkFields(what: string, fields: readonly (readonly [name: string, value: string])[]): void {
  for (const [name, value] of fields) {
    if (core().isReservedHeader(name)) {
      const message = `${what} has the header field \`${name}\`, which whoever sends the request sets; leave it out`;
      throw misuse('invalid_headers', message);
    }
    if (!isField(name, value)) {
      const message = `${what} has a line break, or a character beyond Latin-1, in the name or value of a header field`;
      throw misuse('invalid_headers', message);
    }
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
