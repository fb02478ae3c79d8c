import * as errors from './errors.js';
import { within } from './receiving/within.js';

/**
 * Calls a function of the user, and waits for it as long as for a response: without a limit, one that never settles would
 * occupy the place of an attempt forever.
 *
 * @param option the name of the function, for the message
 */
export async function withinAttempt<Value>(
  option: string,
  timeoutMs: number,
  call: () => Value | PromiseLike<Value>,
): Promise<Value> {
  const called = (async () => await call())();
  return await within<Value>(called, timeoutMs, () => {
    throw errors.attemptTooSlow(option);
  });
}
