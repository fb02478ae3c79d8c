// The tables of `process.mjs` in SQLite.

import { sqliteInbox } from 'hookwright/sqlite';

/** A table to which rows can only be added, and which does not prevent equal ones. */
const EFFECTS = `
  create table effects (place integer primary key autoincrement, event text not null, worker text not null);
  create trigger no_update before update on effects begin select raise(abort, 'append only'); end;
  create trigger no_delete before delete on effects begin select raise(abort, 'append only'); end;
`;

/** Creates the tables in a file of `startSqlite`. */
export async function prepareFaults({ open }) {
  const connection = open();
  connection.exec(EFFECTS);
  connection.close();
  const inbox = sqliteInbox(open, { prefix: 'faults_' });
  await inbox.migrate();
  await inbox.close();
}
