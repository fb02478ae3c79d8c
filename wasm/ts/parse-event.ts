import type { ProviderId } from './generated/ids.js';
import { toAcceptedBytes } from './internal/body.js';
import { parseBytes } from './internal/event-parsing.js';
import { optionNames, readOptions } from './internal/options.js';
import { toId } from './internal/signer.js';
import type { AnyEvent, NoEvent, ParsedEvent } from './types/event.js';
import type { Body } from './types/input.js';

/** The options of {@link parseEvent}. */
interface ParseOptions {
  readonly provider?: ProviderId | undefined;
}

const OPTIONS = optionNames<ParseOptions>({ provider: true });

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
export function parseEvent<Id extends ProviderId>(body: Body, options: { readonly provider: Id }): ParsedEvent<Id>;
export function parseEvent(body: Body, options?: { readonly provider?: ProviderId | undefined }): ParsedEvent | NoEvent;
export function parseEvent(body: Body, options: ParseOptions = {}): AnyEvent {
  const { provider } = readOptions('parseEvent', options, OPTIONS);
  const id = provider === undefined ? undefined : toId('provider', provider);
  return parseBytes(toAcceptedBytes(body), id);
}
