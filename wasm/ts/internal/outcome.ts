import type { ResponseOptions } from '../types/input.js';
import { toAllFields } from './headers.js';
import { describe, misuse } from './misuse.js';
import { readOwn } from './options.js';

/** The outcome of an attempt as the core takes it: a status or 0, an error or nothing, and header fields. */
export function toOutcome(outcome: ResponseOptions): [number, string, string[]] {
  const { status, error, headers } = readOwn(outcome, ['status', 'error', 'headers']);
  if ((status === undefined) === (error === undefined)) {
    throw misuse('invalid_options', 'an outcome has either a `status` or an `error`');
  }
  if (status !== undefined && !(Number.isInteger(status) && status >= 100 && status <= 999)) {
    throw misuse('invalid_options', `\`status\` must be a whole number from 100 to 999, not ${describe(status)}`);
  }
  return [status ?? 0, String(error ?? ''), headers === undefined ? [] : toAllFields(headers)];
}
