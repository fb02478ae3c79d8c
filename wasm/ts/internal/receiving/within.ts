/**
 * Waits for a promise for a time. After it, the result is that of `late`, and the promise is no longer waited for.
 *
 * @param late makes the result that is too late, or throws the error
 */
export function within<Value>(promise: PromiseLike<Value>, waitMs: number, late: () => Value): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      try {
        resolve(late());
      } catch (error) {
        reject(error);
      }
    }, waitMs);
    const settled = () => clearTimeout(timer);
    promise.then(resolve, reject);
    promise.then(settled, settled);
  });
}
