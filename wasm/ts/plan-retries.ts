import type { PolicyId } from './ids.js';
import { toMs } from './internal/instant.js';
import { core } from './internal/instance.js';
import { checkOptions } from './internal/options.js';
import { toId } from './internal/signer.js';
import type { Confidence } from './provider.js';

/** What {@link planRetries} takes. */
export interface PlanOptions {
  /** Whose policy. */
  readonly policy: PolicyId;
  /** When the first attempt is due. Without it, instants count from there: the first attempt is at 0. */
  readonly start?: Date | number | undefined;
}

/** The attempts of a delivery that never succeeds. */
export interface RetryPlan {
  /** Every attempt, in order. */
  readonly attempts: readonly PlannedAttempt[];
  /** From the first attempt to the last. */
  readonly spanMs: number;
  /** How sure the delays are. */
  readonly confidence: Confidence;
  /** The plan in one sentence. */
  readonly summary: string;
}

/** One attempt of a plan. */
export interface PlannedAttempt {
  /** Counted from 1. */
  readonly number: number;
  /** How long after the attempt before. */
  readonly delayMs: number;
  /** The earliest that jitter lets it come. */
  readonly earliestMs: number;
  /** When it is expected. */
  readonly atMs: number;
  /** The latest that jitter lets it come. */
  readonly latestMs: number;
}

/**
 * Lays out when a provider attempts a delivery that fails each time.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 */
export function planRetries(options: PlanOptions): RetryPlan {
  checkOptions('planRetries', options, ['policy', 'start']);
  const startMs = options.start === undefined ? 0 : toMs('start', options.start);
  return core().planRetries(toId('policy', options.policy), startMs) as RetryPlan;
}
