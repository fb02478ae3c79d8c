import type { DeliveryProgress } from '../generated/attempt.js';
import * as errors from './errors.js';
import { readOwn } from './options.js';

type State = DeliveryProgress['state'];

/** The parts of a progress that the core reads. */
export interface ProgressParts {
  readonly state: State;
  readonly seed: number;
  readonly firstMs: number;
  readonly attempts: number;
  /** Absent if the delivery has ended. */
  readonly dueMs?: number;
}

/** Every state, with whether a delivery in it has ended. */
const HAS_ENDED = {
  pending: false,
  attempting: false,
  waiting: false,
  succeeded: true,
  failed: true,
  disabled: true,
} satisfies { readonly [Each in State]: boolean };

/** Reads and checks the progress of a delivery, which was stored and may therefore be any value. */
export function toProgress(progress: unknown): ProgressParts {
  if (typeof progress !== 'object' || progress === null) throw errors.notProgress();
  const given: { readonly [Name in keyof ProgressParts]?: unknown } = progress;
  const { state, seed, firstMs, attempts, dueMs } = readOwn(given, ['state', 'seed', 'firstMs', 'attempts', 'dueMs']);
  if (!isState(state) || !isCount(seed) || !isInteger(firstMs) || !isCount(attempts) || attempts >= 2 ** 32) {
    throw errors.notProgress();
  }
  if (HAS_ENDED[state]) return { state, seed, firstMs, attempts };
  if (!isInteger(dueMs)) throw errors.notProgress();
  return { state, seed, firstMs, attempts, dueMs };
}

function isState(value: unknown): value is State {
  return typeof value === 'string' && Object.hasOwn(HAS_ENDED, value);
}

function isCount(value: unknown): value is number {
  return isInteger(value) && value >= 0;
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
