import type {
  DeliverySelection,
  DeliveryState,
  OutboxBacklog,
  OutboxDelivery,
  TakenDelivery,
} from '../../types/outbox-database.js';
import type { SqliteValue } from '../../types/sqlite.js';
import type { SqliteRow } from '../sql/sqlite-connection.js';
import { conditionOf, toNumber, toText } from '../sql/sqlite-values.js';

/** Whether a delivery waits for an attempt. */
export const OPEN = "state in ('pending', 'waiting')";

/** What a delivery that was taken gets, so that it is as before. */
export const RELEASED =
  "state = case when attempts = 0 then 'pending' else 'waiting' end, token = null, lease_end = null";

/** The columns of a list. */
export const LIST_COLUMNS =
  'id, event_id, subscription_id, redelivery, state, attempts, reason, status, error, created_at, due_at, ended_at';

const DUE = "state in ('pending', 'sending', 'waiting') and coalesce(lease_end, due_at) <= now";

/**
 * The columns of the backlog, of deliveries that have not been made, from the table `d`, the throttle `t` of the subscription,
 * if there is one, and the time as `now`.
 */
export const BACKLOG_COLUMNS = `count(*) filter (where ${DUE} and t.subscription_id is null) as due,
  count(*) filter (where ${DUE} and t.subscription_id is not null) as throttled,
  count(*) filter (where ${OPEN} and due_at > now) as scheduled,
  count(*) filter (where state = 'sending' and lease_end > now) as sending,
  count(*) filter (where state = 'handed_over') as handed_over,
  count(*) filter (where state = 'dead') as dead,
  max(now) - min(coalesce(lease_end, due_at)) filter (where ${DUE} and t.subscription_id is null) as oldest_due`;

/** The condition of a selection, and the values of its parameters. */
export function whereOf(selection: DeliverySelection): [string, SqliteValue[]] {
  const { id, event, subscription, sinceMs, untilMs, state } = selection;
  return conditionOf({
    'id = ?': id,
    'event_id = ?': event,
    'subscription_id = ?': subscription,
    'created_at >= ?': sinceMs,
    'created_at < ?': untilMs,
    'state = ?': state,
  });
}

export function toTaken(row: SqliteRow): TakenDelivery {
  return {
    id: String(row.id),
    token: String(row.token),
    fence: Number(row.fence),
    eventId: String(row.event_id),
    subscriptionId: String(row.subscription_id),
    body: new Uint8Array(row.body as Uint8Array),
    contentType: String(row.content_type),
    attempts: Number(row.attempts),
    originMs: Number(row.origin_at),
    firstMs: toNumber(row.first_at),
  };
}

export function toDelivery(row: SqliteRow): OutboxDelivery {
  const endedMs = toNumber(row.ended_at);
  return {
    id: String(row.id),
    event: String(row.event_id),
    subscription: String(row.subscription_id),
    redelivery: Number(row.redelivery),
    state: row.state as DeliveryState,
    attempts: Number(row.attempts),
    reason: toText(row.reason),
    status: toNumber(row.status),
    error: toText(row.error),
    createdMs: Number(row.created_at),
    dueMs: endedMs === null ? Number(row.due_at) : null,
    endedMs,
  };
}

export function toBacklog(row: SqliteRow): OutboxBacklog {
  return {
    due: Number(row.due),
    throttled: Number(row.throttled),
    scheduled: Number(row.scheduled),
    sending: Number(row.sending),
    handedOver: Number(row.handed_over),
    dead: Number(row.dead),
    oldestDueMs: Number(row.oldest_due ?? 0),
  };
}
