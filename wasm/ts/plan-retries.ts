import type { PolicyId } from './ids.js';
import { core } from './internal/instance.js';
import { addMs, toMs } from './internal/instant.js';
import { readOptions } from './internal/options.js';
import { toSeed } from './internal/seed.js';
import { type Policy, toPolicy } from './policy.js';
import type { Confidence } from './provider.js';

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

/** The attempts of a delivery that never succeeds. */
export interface RetryPlan {
  /** Every attempt, in order; the first thousand, if there are more. */
  readonly attempts: readonly PlannedAttempt[];
  /** From the first attempt to the last. Null where nothing is known of it. */
  readonly spanMs: number | null;
  /** The shortest that it can be: an outage shorter than that loses nothing. */
  readonly leastSpanMs: number;
  /** The longest that it can be, if that is known. */
  readonly mostSpanMs: number | null;
  /** How long a receiver has to remember event ids at the least, to know one that comes again. */
  readonly rememberMs: number | null;
  /** Whether there are more attempts than are laid out. */
  readonly isCut: boolean;
  /** How sure the delays are. */
  readonly confidence: Confidence;
  /** The plan in one sentence. */
  readonly summary: string;
  /** What the outage costs, where one was given. */
  readonly outage?: OutageCost;
}

/** One attempt of a plan. */
export interface PlannedAttempt {
  /** Counted from 1. */
  readonly number: number;
  /** How long after the attempt before. Null where the sender does not publish it. */
  readonly delayMs: number | null;
  /** The earliest that it can come. */
  readonly earliestMs: number;
  /** When it is expected; drawn, if there is a seed. Null where the sender does not publish it. */
  readonly atMs: number | null;
  /** The latest that it can come. Null where nothing bounds it. */
  readonly latestMs: number | null;
}

/** What an outage costs the deliveries of a policy. */
export interface OutageCost {
  /** Whether every event gets through, whenever it happens. */
  readonly verdict: 'survived' | 'depends' | 'lost';
  /** Of the planned delivery: how many of its attempts fall into the outage. */
  readonly failedAttempts: number;
  /** Of the planned delivery: the first attempt that does not. */
  readonly savedBy: number | null;
  /** Events whose first attempt comes from here on are lost for certain, */
  readonly lostFromMs: number | null;
  /** up to here. */
  readonly lostUntilMs: number | null;
  /** The same in a sentence. */
  readonly summary: string;
}

/**
 * Lays out when a sender attempts a delivery that fails each time, and what an outage costs.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * planRetries({ policy: 'svix' }).summary;
 * // '8 attempts over 1 d 3 h 35 min 5 s; an outage shorter than that loses nothing.'
 */
export function planRetries(options: PlanOptions): RetryPlan {
  const given = readOptions('planRetries', options, ['policy', 'start', 'seed', 'outage']);
  const startMs = given.start === undefined ? 0 : toMs('start', given.start);
  const policy = toPolicy(given.policy);
  const seed = toSeed(given.seed);
  if (given.outage === undefined) return core().planRetries(policy, startMs, seed) as RetryPlan;
  const outage = readOptions('outage', given.outage, ['startMs', 'durationMs']);
  const outageMs = toMs('outage.startMs', outage.startMs);
  const durationMs = addMs(0, outage.durationMs);
  return core().planRetries(policy, startMs, seed, outageMs, durationMs) as RetryPlan;
}
