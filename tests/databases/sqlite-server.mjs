// A file of SQLite for the runs with faults. What restarts a server does to its clients, a lock of the file does here.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { opener } from './sqlite-open.mjs';
import { runtime } from './sqlite-setup.mjs';

// Not in a test, whose time limit is shorter than the build of the library takes.
await runtime('node');
const open = await opener('better-sqlite3');

/** How long a short lock of the file is kept. */
const LOCK_MS = 200;

/** Creates a file, which is removed at the end of the test. It has the members of `startPostgres` that the runs use. */
export async function startSqlite(context) {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookwright-sqlite-'));
  const file = path.join(folder, 'events.db');
  const other = open(file);
  other.exec('pragma journal_mode = wal; pragma busy_timeout = 0');
  context.after(() => {
    other.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async () => other.exec('rollback');
  const stop = async () => {
    for (;;) {
      try {
        other.exec('begin immediate');
        return;
      } catch (error) {
        // A process that was suspended in a transaction keeps the lock.
        if (error.code !== 'SQLITE_BUSY') throw error;
        await later(10);
      }
    }
  };
  return {
    folder,
    options: { file },
    open: () => open(file),
    query: async (sql) => other.prepare(sql).all(),
    start,
    /** Locks the file, so that no process can write, until `start`. */
    stop,
    /** Locks the file for a moment. */
    async terminateBackends() {
      await stop();
      await later(LOCK_MS);
      await start();
      return 1;
    },
  };
}
