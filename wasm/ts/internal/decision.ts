import type { NextAction } from '../generated/retry.js';
import type { DeliveryData } from '../types/bullmq.js';
import { core } from './instance.js';

/** How long an attempt is deferred if the policy's schedule has no delay for it. */
export const DEFERRAL_MS = 60_000;

/**
 * How long after the end of a policy's time limit a delivery can plausibly still be in progress. A later time means
 * that a clock is wrong: that of this worker, or that of the producer of the job.
 */
const PLAUSIBLE_MS = 30 * 86_400_000;

/** The data of a job that determines its schedule. */
export type JobClock = Pick<DeliveryData, 'firstMs' | 'seed'>;

/** Returns the action after attempt `number`, counted from 1, by the schedule of a policy alone. */
export function bySchedule(policy: string, number: number, clock: JobClock, nowMs: number): NextAction {
  const { firstMs, seed } = clock;
  return toleratingWrongClocks(policy, number, clock, nowMs, (atMs) => {
    return core().nextBySchedule(policy, number, Float64Array.of(firstMs, atMs), seed);
  });
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
  { firstMs, seed }: JobClock,
  nowMs: number,
  decide: (atMs: number) => NextAction,
): NextAction {
  const next = decide(nowMs);
  const earlierMs = nowMs - PLAUSIBLE_MS;
  if (!hasElapsed(next) || earlierMs <= firstMs || !hasElapsed(decide(earlierMs))) return next;
  const { attempts } = core().planRetries(policy, firstMs, seed);
  if (number >= attempts.length) return next;
  const first = decide(firstMs);
  const { delayMs, throttled } = first.action === 'retry' ? first : { delayMs: DEFERRAL_MS, throttled: false };
  return { action: 'retry', delayMs, atMs: nowMs + delayMs, throttled };
}

/**
 * Reads the decision from an error. It is recognised by its members, because errors of a processor in a separate
 * process arrive as plain errors.
 */
export function decisionOf(error: unknown): NextAction | undefined {
  const { next } = (error ?? {}) as { readonly next?: unknown };
  const { action, delayMs } = (next ?? {}) as { readonly action?: unknown; readonly delayMs?: unknown };
  const isWait = action === 'retry' && Number.isSafeInteger(delayMs) && (delayMs as number) >= 0;
  return isWait || action === 'stop' || action === 'disable' ? (next as NextAction) : undefined;
}

function hasElapsed(next: NextAction): boolean {
  return next.action === 'stop' && next.reason === 'elapsed';
}
