import type { AttemptOutcome } from '../types/input.js';
import { errors } from './errors.js';
import { toAllFields } from './headers.js';
import { optionNames, readOwn } from './options.js';

/** The names of what an outcome has. */
export const OUTCOME = optionNames<AttemptOutcome>({ status: true, error: true, headers: true });

/** The outcome of an attempt as the core takes it: a status or 0, an error or nothing, and header fields. */
export function toOutcome(outcome: AttemptOutcome): [number, string, string[]] {
  const { status, error, headers } = readOwn(outcome, OUTCOME);
  if ((status === undefined) === (error === undefined)) {
    throw errors.statusOrError();
  }
  if (status !== undefined && !(Number.isInteger(status) && status >= 100 && status <= 999)) {
    throw errors.notAStatus(status);
  }
  return [status ?? 0, String(error ?? ''), headers === undefined ? [] : toAllFields(headers)];
}
