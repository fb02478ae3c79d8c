import type { ProviderId } from './generated/ids.js';
import type { NoEvent, ParsedEvent } from './types/event.js';
import type { Body } from './types/input.js';
/**
 * Parses a body as an event. Verify it first, because anyone can send a body.
 *
 * Any bytes are accepted: fields that cannot be read are null, and `problems` says why. Duplicate names in objects are
 * reported at any depth, up to one hundred of them, and so are numbers that JavaScript changes, such as ids of 19 digits:
 * `exactNumbers` has their text. Bodies of more than 64 MiB are refused.
 *
 * For a body in shared memory, it reads the copy of the same object that `verify` accepted last, so that nothing can
 * change between verifying and parsing. Pass the same object to both.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 */
export declare function parseEvent<Id extends ProviderId>(
  body: Body,
  options: {
    readonly provider: Id;
  },
): ParsedEvent<Id>;
export declare function parseEvent(
  body: Body,
  options?: {
    readonly provider?: ProviderId | undefined;
  },
): ParsedEvent | NoEvent;
