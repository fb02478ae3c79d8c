/** A promise that a test settles. `Promise.withResolvers` needs Node 22. */
export function deferred() {
  let resolve;
  let reject;
  const promise = new Promise((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
