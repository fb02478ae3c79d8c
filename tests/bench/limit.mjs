// A time limit for what is measured.

import { setTimeout as later } from 'node:timers/promises';

/**
 * Waits until work has ended.
 *
 * @param work gets a signal, which is aborted when nothing waits for it any more
 * @param failed a promise that rejects if the work cannot end any more
 * @throws what `work` or `failed` rejects with, or an error after `limitMs`
 */
export async function limited(name, limitMs, failed, work) {
  const over = new AbortController();
  const late = later(limitMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${name} has not ended within ${limitMs} ms`);
  });
  try {
    return await Promise.race([work(over.signal), failed, late]);
  } finally {
    over.abort();
  }
}
