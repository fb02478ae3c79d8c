import type { PolicyId } from './generated/ids.js';
import type { Policy } from './generated/policy.js';
import type { RetryPlan } from './generated/retry.js';
import { core } from './internal/instance.js';
import { addMs, toMs } from './internal/instant.js';
import { catalog } from './internal/modules.js';
import { optionNames, readOptions } from './internal/options.js';
import { toPolicy } from './internal/policy.js';
import { toSeed } from './internal/seed.js';

/** The options of {@link planRetries}. */
export interface PlanOptions {
  /** The id of a retry policy, or a custom policy. */
  readonly policy: PolicyId | Policy;
  /** When the first attempt is due. By default 0, so that all times in the plan are relative to the first attempt. */
  readonly start?: Date | number | undefined;
  /**
   * The seed of the jitter: a non-negative integer. The same seed gives the same plan everywhere. By default, attempts
   * are planned without jitter.
   */
  readonly seed?: number | undefined;
  /** A period in which every attempt fails. */
  readonly outage?: { readonly startMs: number; readonly durationMs: number } | undefined;
}

const OPTIONS = optionNames<PlanOptions>({ policy: true, start: true, seed: true, outage: true });
const OUTAGE = optionNames<NonNullable<PlanOptions['outage']>>({ startMs: true, durationMs: true });

/**
 * Plans the attempts of a delivery that always fails, and calculates the cost of an outage.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * planRetries({ policy: 'svix' }).summary;
 * // '8 attempts over 1 d 3 h 35 min 5 s; a shorter outage loses no events.'
 */
export function planRetries(options: PlanOptions): RetryPlan {
  const given = readOptions('planRetries', options, OPTIONS);
  const startMs = given.start === undefined ? 0 : toMs('start', given.start);
  const policy = toPolicy(given.policy);
  const seed = toSeed(given.seed);
  if (given.outage === undefined) return core(catalog).planRetries(policy, startMs, seed);
  const outage = readOptions('outage', given.outage, OUTAGE);
  const outageMs = toMs('outage.startMs', outage.startMs);
  const durationMs = addMs(0, outage.durationMs);
  return core(catalog).planRetries(policy, startMs, seed, outageMs, durationMs);
}
