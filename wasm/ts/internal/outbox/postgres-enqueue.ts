import type { NewEvent } from '../../types/outbox-database.js';
import { toBase64 } from '../base64.js';

/**
 * The statement that stores an event and its deliveries. It has one parameter, a text, because the clients of a user convert
 * other types in different ways. It returns no row if another body or content type is stored for the event.
 */
export function enqueueStatement(
  outbox: string,
  deliveries: string,
  { id, contentType, body, subscriptions, dueMs }: NewEvent,
): { readonly text: string; readonly parameter: string } {
  const parameter = JSON.stringify({ id, contentType, body: toBase64(body), subscriptions, dueMs });
  const text = `with given as (
      select g, coalesce(to_timestamp(cast(g ->> 'dueMs' as double precision) / 1000), now()) as due_at
      from (select cast(cast($1 as text) as json) as g) as parsed
    ), event as (
      insert into ${outbox} as o (event_id, content_type, body)
      select g ->> 'id', g ->> 'contentType', decode(g ->> 'body', 'base64') from given
      on conflict (event_id) do update set event_id = excluded.event_id
        where o.content_type = excluded.content_type and o.body = excluded.body
      returning event_id
    ), added as (
      insert into ${deliveries} (event_id, subscription_id, origin_at, due_at)
      select event.event_id, s.id, given.due_at, given.due_at
      from event, given, json_array_elements_text(given.g -> 'subscriptions') as s (id)
      where not exists (
        select from ${deliveries} d where d.event_id = event.event_id and d.subscription_id = s.id
      )
      on conflict (event_id, subscription_id, redelivery) do nothing
      returning id, subscription_id
    )
    select added.id, added.subscription_id from event left join added on true`;
  return { text, parameter };
}
