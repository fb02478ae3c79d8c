import type { NextAction } from '../generated/retry.js';
import type { DeliveryData } from '../types/bullmq.js';
import { settle } from './attempt.js';
import { core } from './instance.js';
import { catalog } from './modules.js';
import type { ProgressParts } from './progress.js';
import type { Outcome } from './send.js';

/** How long an attempt is deferred if the policy does not determine it, in milliseconds. */
export const DEFERRAL_MS = 60_000;

/**
 * How far a delivery can plausibly exceed the policy's time limit, in milliseconds. If it is exceeded by more, a clock
 * is wrong: that of this worker, or that of the producer of the job.
 */
const PLAUSIBLE_MS = 30 * 86_400_000;

/** The data of a job that, together with the policy, determines when its attempts are due. */
export type JobSchedule = Pick<DeliveryData, 'firstMs' | 'seed'>;

/** Returns the action after attempt `number`, counted from 1, by the schedule of a policy alone. */
export function bySchedule(policy: string, number: number, schedule: JobSchedule, nowMs: number): NextAction {
  const { firstMs, seed } = schedule;
  return toleratingWrongClocks(policy, number, schedule, nowMs, (atMs) => {
    return core(catalog).nextBySchedule(policy, number, Float64Array.of(firstMs, atMs), seed);
  });
}

/** Returns the action after attempt `number`, by its outcome, unless a wrong clock would end the delivery. */
export function afterAttempt(
  policy: string,
  number: number,
  schedule: JobSchedule,
  progress: ProgressParts,
  { status, error, headers }: Outcome,
  nowMs: number,
): NextAction {
  const outcome = error === null ? { status, headers } : { error };
  return toleratingWrongClocks(policy, number, schedule, nowMs, (atMs) => settle(policy, progress, outcome, atMs).next);
}

/**
 * Returns the action that `decide` chooses after attempt `number`, unless a wrong clock would end the delivery: if the
 * policy's time limit was exceeded implausibly long ago, the number of attempts within that time applies instead of the
 * time.
 *
 * @param decide returns the action at the given time
 */
export function toleratingWrongClocks(
  policy: string,
  number: number,
  { firstMs, seed }: JobSchedule,
  nowMs: number,
  decide: (atMs: number) => NextAction,
): NextAction {
  const next = decide(nowMs);
  const earlierMs = nowMs - PLAUSIBLE_MS;
  if (!hasElapsed(next) || earlierMs <= firstMs || !hasElapsed(decide(earlierMs))) return next;
  const { attempts } = core(catalog).planRetries(policy, firstMs, seed);
  if (number >= attempts.length) return next;
  const first = decide(firstMs);
  const { delayMs, throttled } = first.action === 'retry' ? first : { delayMs: DEFERRAL_MS, throttled: false };
  return { action: 'retry', delayMs, atMs: nowMs + delayMs, throttled };
}

/**
 * Reads the next action from an error. A `DeliveryError` is recognized by its members and not by its class, because
 * errors of a processor in a separate process arrive as plain errors.
 */
export function decisionOf(error: unknown): NextAction | undefined {
  const { next } = (error ?? {}) as { readonly next?: unknown };
  const { action, delayMs } = (next ?? {}) as { readonly action?: unknown; readonly delayMs?: unknown };
  const isRetry = action === 'retry' && Number.isSafeInteger(delayMs) && (delayMs as number) >= 0;
  return isRetry || action === 'stop' || action === 'disable' ? (next as NextAction) : undefined;
}

function hasElapsed(next: NextAction): boolean {
  return next.action === 'stop' && next.reason === 'elapsed';
}
