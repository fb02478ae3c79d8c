import type { ProviderId } from './generated/ids.js';
import { toAcceptedBytes } from './internal/body.js';
import { core } from './internal/instance.js';
import { optionNames, readOptions } from './internal/options.js';
import { toId } from './internal/signer.js';
import type { NoEvent, ParsedEvent } from './types/event.js';
import type { Body } from './types/input.js';

/** The options of {@link parseEvent}. */
interface ParseOptions {
  readonly provider?: ProviderId | undefined;
}

const OPTIONS = optionNames<ParseOptions>({ provider: true });

/**
 * Reads a body as an event. Verify it first: this reads what anybody may have written. It accepts any bytes; what it
 * could not read is null, and `problems` says why. Names that an object has more than once are reported at any depth, the
 * first hundred of them. Bodies of more than 64 MiB are refused.
 *
 * Of a body in shared memory, it reads the copy that `verify` has accepted last for the same object, so that nothing can change
 * between the check and the reading. Pass the same object to both.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 */
export function parseEvent<Id extends ProviderId>(body: Body, options: { readonly provider: Id }): ParsedEvent<Id>;
export function parseEvent(body: Body, options?: { readonly provider?: ProviderId | undefined }): ParsedEvent | NoEvent;
export function parseEvent(body: Body, options: ParseOptions = {}): unknown {
  const { provider } = readOptions('parseEvent', options, OPTIONS);
  const id = provider === undefined ? undefined : toId('provider', provider);
  const bytes = toAcceptedBytes(body);
  const event = core().parseEvent(bytes, id);
  // The payload's own text, read as everybody else here reads JSON: big numbers and `__proto__` are what they always
  // are.
  const data: unknown = event.data === null ? null : JSON.parse(event.data);
  return { ...event, data };
}
