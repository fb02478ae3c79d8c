// Inboxes in files of SQLite, with `better-sqlite3`.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sqliteInbox } from 'hookwright/sqlite';
import { opener } from '../databases/sqlite-open.mjs';
import { runtime } from '../databases/sqlite-setup.mjs';

// Not in a test, whose time limit is shorter than the build of the library takes.
await runtime('node');
const open = await opener('better-sqlite3');

/**
 * Creates an inbox in a new file, and a table in which handlers leave their effects.
 *
 * @param pages an object with the number of pages that the file may have, which can change
 */
export async function createInbox(context, { pages, ...options } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookwright-inbox-'));
  const file = path.join(folder, 'events.db');
  const other = open(file);
  // Instead of the default of the library, which blocks the process.
  other.exec('pragma journal_mode = wal; pragma busy_timeout = 0');
  other.exec('create table effects (place integer primary key autoincrement, event text not null, worker text)');
  const connections = [];
  const opened = () => {
    const connection = open(file);
    connections.push(connection);
    if (pages !== undefined) connection.exec(`pragma max_page_count = ${pages.most}`);
    return connection;
  };
  const inbox = sqliteInbox(opened, options);
  await inbox.migrate();
  context.after(async () => {
    await inbox.close();
    other.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    inbox,
    file,
    folder,
    open,
    connections,
    /** A connection of another user of the file. */
    other,
    /** The events of the effects that were committed, in order. */
    left: () =>
      other
        .prepare('select event from effects order by place')
        .all()
        .map(({ event }) => event),
    rows: () => other.prepare('select * from hookwright_inbox order by received_at, key').all(),
  };
}

/** Leaves an effect in the transaction of a handler. */
export function leave(tx, event, worker = null) {
  tx.prepare('insert into effects (event, worker) values (?, ?)').run(event, worker);
}

/** The next turn of the event loop. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));
