import type { AttemptOutcome } from '../types/input.js';
import * as errors from './errors.js';
import { toAllFields } from './headers.js';
import { optionNames, readOwn } from './options.js';

/** The members of an outcome. */
export const OUTCOME = optionNames<AttemptOutcome>({ status: true, error: true, headers: true });

/**
 * Converts the outcome of an attempt to the form that the core takes: a status or 0, an error or an empty string, and
 * header fields.
 */
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
