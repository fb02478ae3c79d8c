// Ends a process with another exit code if `postgres` throws an error that nothing can catch: it does so if its connection is
// lost while a transaction waits, or while the connection begins. Other errors end the process as usual.

import { CRASHED } from '../claims/fleet.mjs';

function end(error) {
  if (!/node_modules\/postgres\//.test(error?.stack ?? '')) console.error(error);
  process.exit(/node_modules\/postgres\//.test(error?.stack ?? '') ? CRASHED : 1);
}

process.on('uncaughtException', end);
process.on('unhandledRejection', end);
