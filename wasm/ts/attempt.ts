import type { DeliveryProgress, SettledAttempt } from './generated/attempt.js';
import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import { begin, settle, start } from './internal/attempt.js';
import * as errors from './internal/errors.js';
import { checkFields } from './internal/fields.js';
import { toMs } from './internal/instant.js';
import { checkText, optionNames, readOptions } from './internal/options.js';
import { OUTCOME } from './internal/outcome.js';
import { toPlain } from './internal/plain-destination.js';
import { toPolicy } from './internal/policy.js';
import { toProgress } from './internal/progress.js';
import { toSeed } from './internal/seed.js';
import { toScheme } from './internal/signer.js';
import type { BegunAttempt, Destination } from './types/attempt.js';
import type { AttemptOutcome, Body, SchemeSelector } from './types/input.js';

/** The options of {@link startDelivery}. */
export interface StartOptions {
  /** The id of a retry policy, or a custom policy. */
  readonly policy: PolicyId | Policy;
  /** When the first attempt is due, or from when the policy's delay before it counts. By default now. */
  readonly due?: Date | number | undefined;
  /** The seed of the jitter: a non-negative integer. By default 0. Use a different one for each delivery. */
  readonly seed?: number | undefined;
}

/** The options of {@link beginAttempt}. `provider` or `scheme` selects the signature scheme, as for {@link sign}. */
export type BeginOptions = SchemeSelector & {
  /** The id of a retry policy, or a custom policy. It determines how long to wait for a response. */
  readonly policy: PolicyId | Policy;
  /** The progress that `startDelivery` or the last `settleAttempt` returned. */
  readonly progress: DeliveryProgress;
  /**
   * The event's id, the same for each attempt; receivers use it for deduplication. Schemes that sign an id sign this
   * one.
   */
  readonly eventId: string;
  /** The body, exactly as it is sent and the same for each attempt. */
  readonly body: Body;
  /** The media type of the body. By default `application/json`. */
  readonly contentType?: string | undefined;
  /** The destination of the attempt. Look it up before each attempt, because URLs and secrets change. */
  readonly endpoint: Destination;
  /** When the attempt begins, which is also the timestamp that is signed. By default now. */
  readonly now?: Date | number | undefined;
};

/** The options of {@link settleAttempt}. */
export interface SettleOptions {
  /** The policy with which the delivery was started. */
  readonly policy: PolicyId | Policy;
  /** The progress that `beginAttempt` returned. */
  readonly progress: DeliveryProgress;
  /** The outcome: a status with the headers of the response, or an error. */
  readonly outcome: AttemptOutcome;
  /** When the attempt ended. By default now. */
  readonly now?: Date | number | undefined;
}

const START = optionNames<StartOptions>({ policy: true, due: true, seed: true });
const BEGIN = optionNames<BeginOptions>({
  provider: true,
  scheme: true,
  policy: true,
  progress: true,
  eventId: true,
  body: true,
  contentType: true,
  endpoint: true,
  now: true,
});
const SETTLE = optionNames<SettleOptions>({ policy: true, progress: true, outcome: true, now: true });
const ENDPOINT = optionNames<Destination>({ url: true, secret: true, headers: true });

/**
 * Starts a delivery of one event to one endpoint and returns its progress, which says when the first attempt is due.
 * Store the progress with the delivery.
 *
 * A worker then repeats the following steps until the `state` of the progress is `succeeded`, `failed` or `disabled`.
 * Together they are one attempt:
 *
 * 1. Call {@link beginAttempt} at or after `dueMs`, with the current data of the endpoint.
 * 2. Send the request, and wait for a response for at most `timeoutMs`.
 * 3. Call {@link settleAttempt} with the outcome.
 * 4. Store the progress that it returned.
 *
 * If the worker ends between steps 1 and 4, begin again with the stored progress. The attempt is made again with the
 * same number, and the receiver may get the event twice: delivery is at least once. Use a lock or a lease so that only
 * one worker at a time processes a delivery.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * let progress = startDelivery({ policy: 'standard', seed: 1 });
 * while (progress.state === 'pending' || progress.state === 'waiting') {
 *   await until(progress.dueMs);
 *   const endpoint = { url: 'https://example.com/hook', secret: process.env.WEBHOOK_SECRET };
 *   const attempt = beginAttempt({ provider: 'standard', policy: 'standard', progress, eventId: 'evt_1', body, endpoint });
 *   const { url, ...init } = attempt.request;
 *   const outcome = await fetch(url, { ...init, signal: AbortSignal.timeout(attempt.timeoutMs ?? 15_000) }).then(
 *     ({ status, headers }) => ({ status, headers }),
 *     (error) => ({ error: error.name === 'TimeoutError' ? 'timeout' : 'connection' }),
 *   );
 *   ({ progress } = settleAttempt({ policy: 'standard', progress: attempt.progress, outcome }));
 *   await store(progress);
 * }
 */
export function startDelivery(options: StartOptions): DeliveryProgress {
  const { policy, due, seed } = readOptions('startDelivery', options, START);
  const dueMs = due === undefined ? Date.now() : toMs('due', due);
  return start(toPolicy(policy), dueMs, toSeed(seed) ?? 0);
}

/**
 * Begins the attempt that is due: returns its signed request, and the progress with the attempt in flight. Keys that
 * are shorter than the scheme's specification requires are refused. See {@link startDelivery} for the order of the
 * calls.
 *
 * @throws TypeError or RangeError with a `code` for misuse: `attempt_not_due` before `dueMs`, `attempt_in_flight` for
 * progress that `beginAttempt` returned, `delivery_over` for a delivery that has ended
 */
export function beginAttempt(options: BeginOptions): BegunAttempt {
  const given = readOptions('beginAttempt', options, BEGIN);
  const { eventId, body, contentType = 'application/json' } = given;
  const scheme = toScheme('beginAttempt', given);
  const policy = toPolicy(given.policy);
  const progress = toProgress(given.progress);
  if (typeof eventId !== 'string') throw errors.idIsNotText('eventId', eventId);
  if (eventId === '') throw errors.emptyId('eventId');
  checkText('contentType', contentType);
  checkFields('`contentType`', [['Content-Type', contentType]]);
  const endpoint = toPlain(readOptions('endpoint', given.endpoint, ENDPOINT));
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  return begin(scheme, policy, progress, { eventId, contentType, body }, endpoint, now);
}

/**
 * Settles the attempt in flight: returns the next action, and the progress to store. See {@link startDelivery} for the
 * order of the calls.
 *
 * @throws TypeError or RangeError with a `code` for misuse: `no_attempt_in_flight` for progress that `beginAttempt` did
 * not return, `delivery_over` for a delivery that has ended
 */
export function settleAttempt(options: SettleOptions): SettledAttempt {
  const given = readOptions('settleAttempt', options, SETTLE);
  const outcome = readOptions('outcome', given.outcome, OUTCOME);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  return settle(toPolicy(given.policy), toProgress(given.progress), outcome, now);
}
