// The tables of runs with faults in Postgres.

import { setTimeout as later } from 'node:timers/promises';
import { postgresInbox } from 'hookwright/postgres';
import pg from 'pg';

/** A table to which rows can only be added, and which does not prevent equal ones. */
const EFFECTS = `
  create table effects (place bigint generated always as identity, event text not null, worker text not null);
  create function refuse() returns trigger language plpgsql as 'begin raise exception ''append only''; end';
  create trigger append_only before update or delete or truncate on effects execute function refuse();
`;

/** Creates the tables of the inbox. */
export async function prepareInbox(server) {
  const pool = new pg.Pool({ ...server.options, max: 1 });
  await postgresInbox(pool, { prefix: 'faults_' }).migrate();
  await pool.end();
}

/** Creates those of the inbox, and a table for the effects of handlers. */
export async function prepareEffects(server) {
  await server.query(EFFECTS);
  await prepareInbox(server);
}

/** Waits until all events have been handled. Postgres may be stopped meanwhile. */
export async function isDone(server) {
  for (;;) {
    const open = await server.query("select 1 from faults_inbox where state <> 'handled' limit 1").catch(() => [{}]);
    if (open.length === 0) return;
    await later(100);
  }
}
