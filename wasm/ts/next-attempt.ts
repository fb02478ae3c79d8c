import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import type { Classified, NextAction } from './generated/retry.js';
import { errors } from './internal/errors.js';
import { core } from './internal/instance.js';
import { toMs } from './internal/instant.js';
import { optionNames, readOptions } from './internal/options.js';
import { OUTCOME, toOutcome } from './internal/outcome.js';
import { toPolicy } from './internal/policy.js';
import { toSeed } from './internal/seed.js';
import type { ResponseOptions } from './types/input.js';

/** What {@link classifyResponse} takes. */
export interface ClassifyOptions extends ResponseOptions {
  /** Whose policy, or one of your own. Without it, answers are read as Standard Webhooks recommends. */
  readonly policy?: PolicyId | Policy | undefined;
  /** The instant of the answer, for the dates of `Retry-After`; by default now. */
  readonly now?: Date | number | undefined;
}

/** What {@link nextAttempt} takes. */
export interface NextOptions {
  /** Whose policy, or one of your own. */
  readonly policy: PolicyId | Policy;
  /** The number of the attempt that has ended, from 1. */
  readonly attempt: number;
  /** What came of it. */
  readonly outcome: ResponseOptions;
  /** When the delivery's first attempt was due; by default now, which is right for the first. */
  readonly first?: Date | number | undefined;
  /** Draws the jitter, a whole number; by default 0. Take one a delivery. */
  readonly seed?: number | undefined;
  /** When the attempt ended; by default now. */
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
 * Says what an answer, or the lack of one, means to a sender.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * classifyResponse({ status: 503, headers: { 'Retry-After': '120' } });
 * // { reaction: 'retry', retryAfterMs: 120000, reason: 'status' }
 */
export function classifyResponse(options: ClassifyOptions): Classified {
  const given = readOptions('classifyResponse', options, CLASSIFY);
  const [status, error, headers] = toOutcome(given);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  const policy = given.policy === undefined ? undefined : toPolicy(given.policy);
  return core().classifyResponse(policy, status, error, headers, now);
}

/**
 * Says what comes after an attempt: another one and when, or the end.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
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
  return core().nextAttempt(toPolicy(given.policy), attempt, times, status, error, headers, seed);
}
