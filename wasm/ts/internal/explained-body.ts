import { encodeBody, toBytes } from './body.js';
import { isMisuse } from './misuse.js';
import { isWellFormed } from './text.js';

/** A body to explain, and what the caller passed if it was not bytes. */
interface Explained {
  readonly bytes: Uint8Array;
  readonly given?: 'unread' | 'parsed' | undefined;
}

/** The longest text of a parsed body that is serialized, in UTF-16 code units. */
const MAX_TEXT = 2 ** 24;

/**
 * Returns the bytes of a body to explain. A body that nothing has read and a parsed one are findings, not errors. A
 * parsed body is serialized again, because that shows whether parsing is the only mistake.
 */
export function toExplained(body: unknown): Explained {
  if (body === undefined || body === null) return { bytes: new Uint8Array(), given: 'unread' };
  try {
    return { bytes: toBytes(body) };
  } catch (error) {
    const code = isMisuse(error) ? (error as { readonly code?: unknown }).code : undefined;
    if (code !== 'parsed_body') throw error;
    return { bytes: serialized(body), given: 'parsed' };
  }
}

function serialized(body: unknown): Uint8Array {
  try {
    const text: unknown = JSON.stringify(body);
    if (typeof text === 'string' && text.length <= MAX_TEXT && isWellFormed(text)) return encodeBody(text);
  } catch {
    // Cycles, integers of any size, and functions of the caller that throw.
  }
  return new Uint8Array();
}
