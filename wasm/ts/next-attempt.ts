import type { PolicyId } from './ids.js';
import { toAllFields } from './internal/headers.js';
import { core } from './internal/instance.js';
import { toMs } from './internal/instant.js';
import { describe, misuse } from './internal/misuse.js';
import { readOptions } from './internal/options.js';
import { toSeed } from './internal/seed.js';
import { type Policy, type Reaction, toPolicy } from './policy.js';
import type { HeadersInput } from './types.js';

/** What came of an attempt: an answer with a status, or none, and why. */
export interface ResponseOptions {
  /** The status of the answer. */
  readonly status?: number | undefined;
  /** Why there was none. */
  readonly error?: 'timeout' | 'connection' | 'dns' | 'tls' | undefined;
  /** The headers of the answer: `Retry-After` and others that senders heed. */
  readonly headers?: HeadersInput | undefined;
}

/** What {@link classifyResponse} takes. */
export interface ClassifyOptions extends ResponseOptions {
  /** Whose policy, or one of your own. Without it, answers are read as Standard Webhooks recommends. */
  readonly policy?: PolicyId | Policy | undefined;
  /** The instant of the answer, for the dates of `Retry-After`; by default now. */
  readonly now?: Date | number | undefined;
}

/** What an answer means. */
export interface Classified {
  readonly reaction: Reaction;
  /** What `Retry-After` asks for, before any bounds. */
  readonly retryAfterMs: number | null;
  /** Why: `success`, `status`, `header`, or the error. */
  readonly reason: string;
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

/**
 * What a sender does after an attempt. Where its policy publishes no waits, `delayMs` is that of an imitation, which begins with
 * half a minute and doubles.
 */
export type NextAction =
  | { readonly action: 'retry'; readonly delayMs: number; readonly atMs: number; readonly throttled: boolean }
  | { readonly action: 'succeed' | 'stop' | 'disable'; readonly reason: string };

/**
 * Says what an answer, or the lack of one, means to a sender.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * classifyResponse({ status: 503, headers: { 'Retry-After': '120' } });
 * // { reaction: 'retry', retryAfterMs: 120000, reason: 'status' }
 */
export function classifyResponse(options: ClassifyOptions): Classified {
  const given = readOptions('classifyResponse', options, ['policy', 'status', 'error', 'headers', 'now']);
  const [status, error, headers] = toOutcome(given);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  const policy = given.policy === undefined ? undefined : toPolicy(given.policy);
  return core().classifyResponse(policy, status, error, headers, now) as Classified;
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
  const given = readOptions('nextAttempt', options, ['policy', 'attempt', 'outcome', 'first', 'seed', 'now']);
  const { attempt } = given;
  if (!(Number.isInteger(attempt) && attempt >= 1 && attempt < 2 ** 32)) {
    throw misuse('invalid_options', '`attempt` must be a whole number from 1');
  }
  const outcome = readOptions('outcome', given.outcome, ['status', 'error', 'headers']);
  const [status, error, headers] = toOutcome(outcome);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  const first = given.first === undefined ? now : toMs('first', given.first);
  const times = Float64Array.of(first, now);
  const seed = toSeed(given.seed) ?? 0;
  return core().nextAttempt(toPolicy(given.policy), attempt, times, status, error, headers, seed) as NextAction;
}

function toOutcome({ status, error, headers }: ResponseOptions): [number, string, string[]] {
  if ((status === undefined) === (error === undefined)) {
    throw misuse('invalid_options', 'an outcome has either a `status` or an `error`');
  }
  if (status !== undefined && !(Number.isInteger(status) && status >= 100 && status <= 999)) {
    throw misuse('invalid_options', `\`status\` must be a whole number from 100 to 999, not ${describe(status)}`);
  }
  return [status ?? 0, String(error ?? ''), headers === undefined ? [] : toAllFields(headers)];
}
