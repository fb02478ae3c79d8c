import type { NextAction, ResponseOptions } from '../types/retry.js';
import { toAllFields } from './headers.js';
import { core } from './instance.js';
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

/** What comes after an attempt of a delivery whose first one was due at `firstMs`. `policy` is as the core takes it. */
export function nextAfter(
  policy: string,
  attempt: number,
  outcome: ResponseOptions,
  { firstMs, seed }: { readonly firstMs: number; readonly seed: number },
  nowMs: number,
): NextAction {
  if (!(Number.isInteger(attempt) && attempt >= 1 && attempt < 2 ** 32)) {
    throw misuse('invalid_options', '`attempt` must be a whole number from 1');
  }
  const [status, error, headers] = toOutcome(outcome);
  const times = Float64Array.of(firstMs, nowMs);
  return core().nextAttempt(policy, attempt, times, status, error, headers, seed) as NextAction;
}
