import type { NextAction } from '../generated/retry.js';
import type { DeliveryData } from '../types/bullmq.js';
import { core } from './instance.js';

/** How long an attempt is put off where the policy's schedule has no wait for it. */
export const PUT_OFF_MS = 60_000;

/**
 * How long after the end of a policy's time a delivery may still be under way. What is later is the work of a wrong clock: of this
 * worker, or of whoever made the job.
 */
const PLAUSIBLE_MS = 30 * 86_400_000;

/** What of a job a decision goes by. */
export type Clock = Pick<DeliveryData, 'firstMs' | 'seed'>;

/** What the schedule of a policy says comes after attempt `number`, from 1. */
export function bySchedule(policy: string, number: number, clock: Clock, nowMs: number): NextAction {
  const { firstMs, seed } = clock;
  return despiteClocks(policy, number, clock, nowMs, (atMs) => {
    return core().nextBySchedule(policy, number, Float64Array.of(firstMs, atMs), seed);
  });
}

/**
 * What `decide` says comes after attempt `number`, unless a wrong clock would end the delivery: where a policy's time has been over for
 * longer than can be, its number of attempts counts in place of its time.
 *
 * @param decide what comes after it at an instant, which it is given
 */
export function despiteClocks(
  policy: string,
  number: number,
  { firstMs, seed }: Clock,
  nowMs: number,
  decide: (atMs: number) => NextAction,
): NextAction {
  const next = decide(nowMs);
  const earlierMs = nowMs - PLAUSIBLE_MS;
  if (!isOver(next) || earlierMs <= firstMs || !isOver(decide(earlierMs))) return next;
  const { attempts } = core().planRetries(policy, firstMs, seed);
  if (number >= attempts.length) return next;
  const atFirst = decide(firstMs);
  const { delayMs, throttled } = atFirst.action === 'retry' ? atFirst : { delayMs: PUT_OFF_MS, throttled: false };
  return { action: 'retry', delayMs, atMs: nowMs + delayMs, throttled };
}

/** The decision that an error carries, by its shape: from a process of its own, a processor's errors come as plain ones. */
export function decisionOf(error: unknown): NextAction | undefined {
  const { next } = (error ?? {}) as { readonly next?: unknown };
  const { action, delayMs } = (next ?? {}) as { readonly action?: unknown; readonly delayMs?: unknown };
  const isWait = action === 'retry' && Number.isSafeInteger(delayMs) && (delayMs as number) >= 0;
  return isWait || action === 'stop' || action === 'disable' ? (next as NextAction) : undefined;
}

function isOver(next: NextAction): boolean {
  return next.action === 'stop' && next.reason === 'elapsed';
}
