import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import type { RetryPlan } from './generated/retry.js';
import { core } from './internal/instance.js';
import { addMs, toMs } from './internal/instant.js';
import { optionNames, readOptions } from './internal/options.js';
import { toPolicy } from './internal/policy.js';
import { toSeed } from './internal/seed.js';

/** What {@link planRetries} takes. */
export interface PlanOptions {
  /** Whose policy, or one of your own. */
  readonly policy: PolicyId | Policy;
  /** When the first attempt is due. Without it, instants count from there: the first attempt is at 0. */
  readonly start?: Date | number | undefined;
  /** Draws the jitter, a whole number: the same seed gives the same plan everywhere. Without it, attempts are expected where jitter leaves them alone. */
  readonly seed?: number | undefined;
  /** A time in which every attempt fails. */
  readonly outage?: { readonly startMs: number; readonly durationMs: number } | undefined;
}

const OPTIONS = optionNames<PlanOptions>({ policy: true, start: true, seed: true, outage: true });
const OUTAGE = optionNames<NonNullable<PlanOptions['outage']>>({ startMs: true, durationMs: true });

/**
 * Lays out when a sender attempts a delivery that fails each time, and what an outage costs.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * planRetries({ policy: 'svix' }).summary;
 * // '8 attempts over 1 d 3 h 35 min 5 s; a shorter outage loses no events.'
 */
export function planRetries(options: PlanOptions): RetryPlan {
  const given = readOptions('planRetries', options, OPTIONS);
  const startMs = given.start === undefined ? 0 : toMs('start', given.start);
  const policy = toPolicy(given.policy);
  const seed = toSeed(given.seed);
  if (given.outage === undefined) return core().planRetries(policy, startMs, seed);
  const outage = readOptions('outage', given.outage, OUTAGE);
  const outageMs = toMs('outage.startMs', outage.startMs);
  const durationMs = addMs(0, outage.durationMs);
  return core().planRetries(policy, startMs, seed, outageMs, durationMs);
}
