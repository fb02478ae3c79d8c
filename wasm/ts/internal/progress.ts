import type { DeliveryProgress } from '../generated/attempt.js';
import { errors } from './errors.js';
import { readOwn } from './options.js';

const IS_DUE = ['pending', 'attempting', 'waiting'];
const IS_OVER = ['succeeded', 'failed', 'disabled'];

/** Reads and checks the progress of a delivery, which was stored and may therefore be any value. */
export function toProgress(progress: unknown): DeliveryProgress {
  const given: unknown = progress ?? {};
  if (typeof given === 'object') {
    const read = readOwn(given as Record<string, unknown>, ['state', 'seed', 'firstMs', 'attempts', 'dueMs']);
    const { state, seed, firstMs, attempts, dueMs } = read;
    const counts = [seed, attempts].every((each) => isInteger(each) && each >= 0);
    const hasDue = IS_OVER.includes(state as string) || (IS_DUE.includes(state as string) && isInteger(dueMs));
    if (counts && (attempts as number) < 2 ** 32 && isInteger(firstMs) && hasDue)
      return read as unknown as DeliveryProgress;
  }
  throw errors.notProgress();
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
