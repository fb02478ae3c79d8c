// Computes what takes long, with the functions of the npm package. The page sends `{ id, task, input }` and receives
// `{ id, result }` or `{ id, error }`, and `{ id: 0 }` once everything is loaded. `playground/src/browser/worker.rs` is the other side of this protocol.

import { explain, init, initCatalog, initExplain } from './package/browser/index.mjs';

const ready = init((file) => new URL(`./package/${file}`, import.meta.url)).then(initExplain);
ready.then(
  () => postMessage({ id: 0 }),
  // The page reports it like a script that does not load.
  (error) => reportError(error),
);

const TASKS = {
  /** Finds out why a delivery is rejected. */
  async explain({ scheme, ignoresAge, framework, ...delivery }) {
    // A custom scheme is JSON; ids of built-in schemes do not start with a brace.
    const isCustom = scheme.startsWith('{');
    if (isCustom) await initCatalog();
    return explain({
      ...delivery,
      scheme: isCustom ? JSON.parse(scheme) : scheme,
      ...(ignoresAge && { toleranceSeconds: false }),
      ...(framework && { framework }),
    });
  },
};

addEventListener('message', async ({ data: { id, task, input } }) => {
  try {
    await ready;
    postMessage({ id, result: await TASKS[task](input) });
  } catch (error) {
    postMessage({ id, error: String(error.message) });
  }
});
