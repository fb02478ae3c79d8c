import type { LogCode, LogEntry } from '../../types/receiver-log.js';
import { LOG_CODES } from '../../types/receiver-log.js';
import { isPromise } from './after.js';

/** What an entry contains in addition to its code. */
type Details = Partial<Omit<LogEntry, 'code' | 'sender' | 'level'>>;

/** Codes that need no attention. */
const INFO = new Set<LogCode>([
  'aborted',
  'busy',
  'deferred',
  'duplicate',
  'handshake_answered',
  'method_not_allowed',
  'no_handler',
  'outdated',
]);

/** Codes of failures on the side of the receiver. */
const ERRORS = new Set<LogCode>([
  'attempt_failed',
  'body_consumed',
  'dead',
  'early_failure',
  'handler_failed',
  'handler_stuck',
  'hook_failed',
  'not_recorded',
  'order_failed',
  'receiver_failed',
  'response_failed',
  'secrets_failed',
  'store_failed',
  'wait_until_failed',
  'wait_until_missing',
]);

/** Codes that are logged once. */
const ONCE = new Set<LogCode>(['derived_key', 'memory_store', 'tenant_missing', 'unsigned_id', 'unsigned_type']);

/** How many types are remembered whose events have no handler. */
const MAX_TYPES = 100;

/** The log of a receiver. */
export class Log {
  readonly #sender: string;
  readonly #write: (entry: LogEntry) => unknown;
  readonly #logged = new Set<LogCode>();
  readonly #unhandled = new Set<string | null>();

  constructor(sender: string, write: ((entry: LogEntry) => unknown) | undefined) {
    this.#sender = sender;
    this.#write = write ?? toConsole;
  }

  /** Reports an event without a handler: as a warning once for each type, because the handler may have been forgotten. */
  addUnhandled(details: Details & { readonly eventType: string | null }): void {
    const { eventType } = details;
    const isNew = !this.#unhandled.has(eventType) && this.#unhandled.size < MAX_TYPES;
    if (isNew) this.#unhandled.add(eventType);
    this.#put(isNew ? 'warn' : 'info', 'no_handler', details);
  }

  /** Writes an entry. Errors of the hook are ignored: there is nowhere else to report them. */
  add(code: LogCode, details: Details = {}): void {
    if (ONCE.has(code)) {
      if (this.#logged.has(code)) return;
      this.#logged.add(code);
    }
    this.#put(levelOf(code), code, details);
  }

  #put(level: LogEntry['level'], code: LogCode, details: Details): void {
    const { message = LOG_CODES[code], ...others } = details;
    try {
      const result = this.#write({ level, code, message, sender: this.#sender, ...others });
      if (isPromise(result)) result.then(undefined, () => {});
    } catch {
      // See above.
    }
  }
}

function levelOf(code: LogCode): LogEntry['level'] {
  if (INFO.has(code)) return 'info';
  return ERRORS.has(code) ? 'error' : 'warn';
}

/** Writes warnings and errors to the console, so that a failing handler is visible without any configuration. */
function toConsole({ level, code, message, sender, rejection, error }: LogEntry): void {
  if (level === 'info') return;
  const text = `hookwright: ${sender}: ${rejection ?? code}: ${message}`;
  const values = error === undefined ? [text] : [text, error];
  // biome-ignore lint/suspicious/noConsole: this is the default of the option `log`.
  if (level === 'error') console.error(...values);
  // biome-ignore lint/suspicious/noConsole: this is the default of the option `log`.
  else console.warn(...values);
}
