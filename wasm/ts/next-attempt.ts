import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import type { Classified, NextAction } from './generated/retry.js';
import * as errors from './internal/errors.js';
import { core } from './internal/instance.js';
import { toMs } from './internal/instant.js';
import { catalog } from './internal/modules.js';
import { optionNames, readOptions } from './internal/options.js';
import { OUTCOME, toOutcome } from './internal/outcome.js';
import { toPolicy } from './internal/policy.js';
import { toSeed } from './internal/seed.js';
import type { AttemptOutcome } from './types/input.js';

/** The options of {@link classifyResponse}. */
export interface ClassifyOptions extends AttemptOutcome {
  /** The id of a retry policy, or a custom policy. By default, the rules that Standard Webhooks recommends. */
  readonly policy?: PolicyId | Policy | undefined;
  /** When the response arrived, for dates in `Retry-After`. By default now. */
  readonly now?: Date | number | undefined;
}

/** The options of {@link nextAttempt}. */
export interface NextOptions {
  /** The id of a retry policy, or a custom policy. */
  readonly policy: PolicyId | Policy;
  /** The number of the attempt that ended, counted from 1. */
  readonly attempt: number;
  /** The outcome of the attempt. */
  readonly outcome: AttemptOutcome;
  /** When the first attempt of the delivery was due. By default now, which is correct for the first attempt. */
  readonly first?: Date | number | undefined;
  /** The seed of the jitter: a non-negative integer. By default 0. Use a different one for each delivery. */
  readonly seed?: number | undefined;
  /** When the attempt ended. By default now. */
  readonly now?: Date | number | undefined;
}

const CLASSIFY = optionNames<ClassifyOptions>({ policy: true, status: true, error: true, headers: true, now: true });
const NEXT = optionNames<NextOptions>({
  policy: true,
  attempt: true,
  outcome: true,
  first: true,
  seed: true,
  now: true,
});

/**
 * Classifies a response, or its absence, as a sender with the policy does.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * classifyResponse({ status: 503, headers: { 'Retry-After': '120' } });
 * // { reaction: 'retry', retryAfterMs: 120000, reason: 'status' }
 */
export function classifyResponse(options: ClassifyOptions): Classified {
  const given = readOptions('classifyResponse', options, CLASSIFY);
  const [status, error, headers] = toOutcome(given);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  const policy = given.policy === undefined ? undefined : toPolicy(given.policy);
  return core(catalog).classifyResponse(policy, status, error, headers, now);
}

/**
 * Returns what happens after an attempt: when the next one is due, or why the delivery ends.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * nextAttempt({ policy: 'generic', attempt: 1, outcome: { status: 500 }, now: 0 });
 * // { action: 'retry', delayMs: 30000, atMs: 30000, throttled: false }
 */
export function nextAttempt(options: NextOptions): NextAction {
  const given = readOptions('nextAttempt', options, NEXT);
  const { attempt } = given;
  if (!(Number.isInteger(attempt) && attempt >= 1 && attempt < 2 ** 32)) {
    throw errors.notAnAttempt();
  }
  const [status, error, headers] = toOutcome(readOptions('outcome', given.outcome, OUTCOME));
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  const firstMs = given.first === undefined ? now : toMs('first', given.first);
  const seed = toSeed(given.seed) ?? 0;
  const times = Float64Array.of(firstMs, now);
  return core(catalog).nextAttempt(toPolicy(given.policy), attempt, times, status, error, headers, seed);
}
