import type { Migration } from '../../types/inbox-database.js';
import type { SqliteNames } from '../sql/sqlite-settings.js';

/**
 * The tables of an inbox in SQLite. Instants are in milliseconds since the epoch. Migrations that were released are never
 * changed.
 */
export function inboxMigrations({ prefix, table }: SqliteNames): readonly Migration[] {
  return Object.freeze([
    {
      version: 1,
      name: 'create the inbox',
      sql: `create table ${table('inbox')} (
  key text primary key not null,
  endpoint text not null,
  tenant text,
  event_id text,
  event_type text,
  state text not null,
  attempts integer not null default 0,
  deferrals integer not null default 0,
  fence integer not null default 0,
  token text,
  first_at integer,
  due_at integer,
  lease_end integer,
  received_at integer not null,
  ended_at integer,
  forget_at integer not null,
  body blob,
  headers text,
  verdict text,
  last_error text,
  constraint ${prefix}inbox_state check (state in ('queued', 'working', 'handled', 'dead')),
  constraint ${prefix}inbox_counts check (attempts >= 0 and deferrals >= 0 and fence >= 0),
  constraint ${prefix}inbox_due check ((state = 'queued') = (due_at is not null)),
  constraint ${prefix}inbox_lease check ((state = 'working') = (lease_end is not null)),
  constraint ${prefix}inbox_token check ((state = 'queued') = (token is null)),
  constraint ${prefix}inbox_ended check ((state in ('handled', 'dead')) = (ended_at is not null)),
  constraint ${prefix}inbox_body check (
    state = 'handled' or (body is not null and headers is not null and verdict is not null and first_at is not null)
  ),
  constraint ${prefix}inbox_json check (
    (headers is null or json_valid(headers)) and (verdict is null or json_valid(verdict))
  )
) strict;
create index ${prefix}inbox_queued on ${table('inbox')} (endpoint, due_at) where state = 'queued';
create index ${prefix}inbox_working on ${table('inbox')} (endpoint, lease_end) where state = 'working';
create index ${prefix}inbox_dead on ${table('inbox')} (endpoint) where state = 'dead';
create index ${prefix}inbox_ended_at on ${table('inbox')} (ended_at) where state in ('handled', 'dead');
create index ${prefix}inbox_event on ${table('inbox')} (event_id);
create index ${prefix}inbox_received on ${table('inbox')} (received_at);
create table ${table('inbox_objects')} (
  object text primary key not null,
  position real not null,
  forget_at integer not null
) strict;
create index ${prefix}inbox_objects_forget on ${table('inbox_objects')} (forget_at);
`,
    },
  ]);
}
