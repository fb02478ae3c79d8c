// Worker processes, which can be closed or killed.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('worker.mjs', import.meta.url));

/**
 * Starts a worker process, which is killed at the end of the test.
 *
 * @param fail called with an error of the worker, or if it ends unexpectedly
 */
export async function startWorker(context, fail, settings) {
  const child = fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let isAsked = false;
  const ended = once(child, 'exit').then(([code, signal]) => {
    if (!isAsked) fail(new Error(`worker ${settings.name} ended by itself: ${code ?? signal}`));
    return { code, signal };
  });
  context.after(async () => {
    isAsked = true;
    child.kill('SIGKILL');
    await ended;
  });
  const ready = new Promise((resolve) => {
    child.on('message', ({ error }) => {
      if (error === undefined) resolve();
      else fail(new Error(`worker ${settings.name}: ${error}`));
    });
  });
  child.send(settings);
  await Promise.race([ready, ended]);
  return {
    name: settings.name,
    /** Kills the process. Resolves when it has exited. */
    kill() {
      isAsked = true;
      child.kill('SIGKILL');
      return ended;
    },
    /** Lets the worker finish its jobs and exit. */
    close() {
      isAsked = true;
      child.send({ close: true });
      return ended;
    },
  };
}
