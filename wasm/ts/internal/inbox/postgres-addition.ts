import type { NewItem } from '../../types/inbox-database.js';
import type { Parameters } from '../sql/postgres-statement.js';
import type { PostgresTerms } from './postgres-terms.js';

/**
 * The statement that adds an event. It returns a row unless the event is known.
 *
 * An event that has ended, and that the sender may not repeat any more, is replaced. `on conflict do update` would also lock
 * the rows of all other repeated events, for which a worker can have a transaction.
 */
export function addStatement(p: Parameters, { names, now }: PostgresTerms, item: NewItem): string {
  const inbox = names.table('inbox');
  const values = {
    key: p.text(item.key),
    endpoint: p.text(item.endpoint),
    tenant: p.text(item.tenant),
    event_id: p.text(item.eventId),
    event_type: p.text(item.eventType),
    state: `cast('queued' as text)`,
    first_at: now(),
    due_at: now(),
    received_at: p.instant(item.receivedAtMs),
    forget_at: `${now()} + ${p.duration(item.keepMs)}`,
    body: p.bytes(item.body),
    headers: p.json(item.headers),
    verdict: p.json(item.verdict),
  };
  const columns = Object.keys(values);
  const changes = columns.filter((column) => column !== 'key').map((column) => `${column} = item.${column}`);
  const replaced =
    `update ${inbox} as i set ${changes.join(', ')}, attempts = 0, deferrals = 0, token = null, ended_at = null, ` +
    `last_error = null from item where i.key = item.key and i.state in ('handled', 'dead') and i.forget_at <= ${now()} ` +
    'returning 1';
  const added =
    `insert into ${inbox} (${columns.join(', ')}) select ${columns.join(', ')} from item on conflict (key) do nothing ` +
    'returning 1';
  return (
    `with item (${columns.join(', ')}) as (select ${Object.values(values).join(', ')}), replaced as (${replaced}), ` +
    `added as (${added}) select 1 as added from replaced union all select 1 from added`
  );
}
