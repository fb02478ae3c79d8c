import type { DeliveryProgress, SettledAttempt } from './generated/attempt.js';
import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import { begin, settle, start } from './internal/attempt.js';
import { errors } from './internal/errors.js';
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
import type { Body, ResponseOptions, Signer } from './types/input.js';

/** The options of {@link startDelivery}. */
export interface StartOptions {
  /** Whose retry policy, or a custom one. */
  readonly policy: PolicyId | Policy;
  /** When the first attempt is due; by default now. Some policies wait before it. */
  readonly due?: Date | number | undefined;
  /** Draws the jitter: a non-negative integer, by default 0. Use a different one for each delivery. */
  readonly seed?: number | undefined;
}

/** The options of {@link beginAttempt}. `provider` or `scheme` says how to sign, as for `sign`. */
export type BeginOptions = Signer & {
  /** Whose retry policy, or a custom one. It says how long to wait for an answer. */
  readonly policy: PolicyId | Policy;
  /** What `startDelivery` or the last `settleAttempt` returned. */
  readonly progress: DeliveryProgress;
  /** The event's id, the same at each attempt: receivers deduplicate by it. Schemes that sign an id sign this one. */
  readonly eventId: string;
  /** The body, exactly as it is sent, the same at each attempt. */
  readonly body: Body;
  /** The media type of the body; by default `application/json`. */
  readonly contentType?: string | undefined;
  /** Where the attempt goes. Look it up again before each attempt: addresses and secrets change. */
  readonly endpoint: Destination;
  /** When the attempt begins, which is also the time that is signed; by default now. */
  readonly now?: Date | number | undefined;
};

/** The options of {@link settleAttempt}. */
export interface SettleOptions {
  /** The policy that the delivery was started with. */
  readonly policy: PolicyId | Policy;
  /** What `beginAttempt` returned. */
  readonly progress: DeliveryProgress;
  /** The outcome: a status with the headers of the answer, or an error. */
  readonly outcome: ResponseOptions;
  /** When the attempt ended; by default now. */
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
 * Starts a delivery: one event going to one endpoint. The result says when its first attempt is due. Store it with the delivery.
 *
 * A worker then repeats four steps, until the `state` of the progress is `succeeded`, `failed` or `disabled`. The first three
 * are one attempt:
 *
 * 1. {@link beginAttempt}, once `dueMs` has come, with the endpoint as it is now.
 * 2. Send the request, and wait for `timeoutMs` at most.
 * 3. {@link settleAttempt} with the outcome.
 * 4. Store the progress that it returned.
 *
 * If the worker ends between steps 1 and 4, begin again with the progress that is stored: the attempt is made again with the same
 * number, and the receiver may get the event twice. So delivery is at least once. Make sure that only one worker at a time has
 * a delivery, by a lock or a lease.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
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
 * Begins the attempt that is due: returns its request, signed, and the progress with the attempt in flight. Keys that are shorter
 * than the scheme's specification asks for are refused. See {@link startDelivery} for the order of calls.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly: `attempt_not_due` before `dueMs`,
 * `attempt_in_flight` for what `beginAttempt` returned, `delivery_over` after the end
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
 * Settles the attempt in flight: returns what follows, and the progress to store. See {@link startDelivery} for the order of calls.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly: `no_attempt_in_flight` for a progress that
 * `beginAttempt` has not returned, `delivery_over` after the end
 */
export function settleAttempt(options: SettleOptions): SettledAttempt {
  const given = readOptions('settleAttempt', options, SETTLE);
  const outcome = readOptions('outcome', given.outcome, OUTCOME);
  const now = given.now === undefined ? Date.now() : toMs('now', given.now);
  return settle(toPolicy(given.policy), toProgress(given.progress), outcome, now);
}
