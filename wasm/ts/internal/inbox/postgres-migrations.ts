import type { Migration } from '../../types/inbox-database.js';
import type { PostgresNames } from '../sql/postgres-names.js';

/** The tables of an inbox in Postgres. Migrations that were released are never changed. */
export function inboxMigrations({ prefix, table }: PostgresNames): readonly Migration[] {
  return Object.freeze([
    {
      version: 1,
      name: 'create the inbox',
      sql: `create table ${table('inbox')} (
  key text primary key,
  endpoint text not null,
  tenant text,
  event_id text,
  event_type text,
  state text not null,
  attempts integer not null default 0,
  deferrals integer not null default 0,
  fence bigint not null default 0,
  token text,
  first_at timestamptz,
  due_at timestamptz,
  lease_end timestamptz,
  received_at timestamptz not null,
  ended_at timestamptz,
  forget_at timestamptz not null,
  body bytea,
  headers jsonb,
  verdict jsonb,
  last_error text,
  constraint ${prefix}inbox_state check (state in ('queued', 'working', 'handled', 'dead')),
  constraint ${prefix}inbox_counts check (attempts >= 0 and deferrals >= 0 and fence >= 0),
  constraint ${prefix}inbox_due check ((state = 'queued') = (due_at is not null)),
  constraint ${prefix}inbox_lease check ((state = 'working') = (lease_end is not null)),
  constraint ${prefix}inbox_token check ((state = 'queued') = (token is null)),
  constraint ${prefix}inbox_ended check ((state in ('handled', 'dead')) = (ended_at is not null)),
  constraint ${prefix}inbox_body check (
    state = 'handled' or (body is not null and headers is not null and verdict is not null and first_at is not null)
  )
);
create index ${prefix}inbox_queued on ${table('inbox')} (endpoint, due_at) where state = 'queued';
create index ${prefix}inbox_working on ${table('inbox')} (endpoint, lease_end) where state = 'working';
create index ${prefix}inbox_dead on ${table('inbox')} (endpoint) where state = 'dead';
create index ${prefix}inbox_ended_at on ${table('inbox')} (ended_at) where state in ('handled', 'dead');
create index ${prefix}inbox_event on ${table('inbox')} using hash (event_id);
create index ${prefix}inbox_received on ${table('inbox')} (received_at);
create table ${table('inbox_objects')} (
  object text primary key,
  position double precision not null,
  forget_at timestamptz not null
);
create index ${prefix}inbox_objects_forget on ${table('inbox_objects')} (forget_at);
`,
    },
  ]);
}
