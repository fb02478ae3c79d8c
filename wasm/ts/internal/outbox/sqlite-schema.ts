import type { Migration } from '../../types/inbox-database.js';
import { NOW } from '../sql/sqlite-clock.js';
import type { SqliteNames } from '../sql/sqlite-settings.js';

/** A random UUID (version 4). SQLite has no function for it. */
const UUID =
  "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || " +
  "substr('89AB', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";

/**
 * The tables of an outbox in SQLite. The constraints express the state machine of a delivery, so that programs in other
 * languages can write the tables. Instants are in milliseconds since the epoch. Migrations that were released are never
 * changed.
 */
export function outboxMigrations({ prefix, table }: SqliteNames): readonly Migration[] {
  const deliveries = table('deliveries');
  return Object.freeze([
    {
      version: 1,
      name: 'create the outbox',
      sql: `create table ${table('outbox')} (
  event_id text primary key not null,
  content_type text not null default 'application/json',
  body blob not null,
  created_at integer not null default (${NOW}),
  constraint ${prefix}outbox_event check (event_id <> '')
) strict;
create index ${prefix}outbox_created on ${table('outbox')} (created_at);
create table ${deliveries} (
  id text primary key not null default (${UUID}),
  event_id text not null references ${table('outbox')} (event_id),
  subscription_id text not null,
  redelivery integer not null default 0,
  state text not null default 'pending',
  attempts integer not null default 0,
  created_at integer not null default (${NOW}),
  origin_at integer not null default (${NOW}),
  first_at integer,
  due_at integer not null default (${NOW}),
  token text,
  fence integer not null default 0,
  lease_end integer,
  reason text,
  status integer,
  error text,
  ended_at integer,
  constraint ${prefix}deliveries_once unique (event_id, subscription_id, redelivery),
  constraint ${prefix}deliveries_subscription check (subscription_id <> ''),
  constraint ${prefix}deliveries_state check (
    state in ('pending', 'sending', 'waiting', 'handed_over', 'delivered', 'dead')
  ),
  constraint ${prefix}deliveries_counts check (attempts >= 0 and redelivery >= 0 and fence >= 0),
  constraint ${prefix}deliveries_attempts check (
    case state when 'pending' then attempts = 0 when 'waiting' then attempts > 0 else true end
  ),
  constraint ${prefix}deliveries_held check (
    (state = 'sending') = (lease_end is not null) and (state = 'sending') = (token is not null)
  ),
  constraint ${prefix}deliveries_ended check ((state in ('delivered', 'dead')) = (ended_at is not null)),
  constraint ${prefix}deliveries_reason check (state <> 'dead' or reason is not null),
  constraint ${prefix}deliveries_status check (status between 100 and 999)
) strict;
create index ${prefix}deliveries_due on ${deliveries} (coalesce(lease_end, due_at))
  where state in ('pending', 'sending', 'waiting');
create index ${prefix}deliveries_handed_over on ${deliveries} (due_at) where state = 'handed_over';
create index ${prefix}deliveries_open on ${deliveries} (subscription_id) where state in ('pending', 'waiting');
create index ${prefix}deliveries_backlog on ${deliveries} (state, due_at, lease_end, subscription_id)
  where state <> 'delivered';
create index ${prefix}deliveries_ended_at on ${deliveries} (ended_at) where state in ('delivered', 'dead');
create index ${prefix}deliveries_created on ${deliveries} (created_at);
create table ${table('throttles')} (
  subscription_id text primary key not null,
  set_at integer not null default (${NOW}),
  until_at integer not null
) strict;
`,
    },
  ]);
}
