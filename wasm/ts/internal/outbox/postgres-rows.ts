import type {
  DeliverySelection,
  DeliveryState,
  OutboxBacklog,
  OutboxDelivery,
  TakenDelivery,
} from '../../types/outbox-database.js';
import { msOf, type Parameters, toBytes, toNumber, toNumberOrNull, toTextOrNull } from '../sql/postgres-statement.js';
import type { Row } from '../sql/session.js';

/** Whether a delivery waits for an attempt. */
export const OPEN = "state in ('pending', 'waiting')";

/** What a delivery that was taken gets, so that it is as before. */
export const RELEASED =
  "state = case when attempts = 0 then 'pending' else 'waiting' end, token = null, lease_end = null";

/** The columns of a list, from the table `d`. */
export const LIST_COLUMNS = `d.id, d.event_id, d.subscription_id, d.redelivery, d.state, d.attempts, d.reason, d.status,
  d.error, ${msOf('d.created_at')} as created_ms, ${msOf('d.due_at')} as due_ms, ${msOf('d.ended_at')} as ended_ms`;

/** Whether a delivery can be taken, unless its subscription is throttled. */
export const DUE = "d.state in ('pending', 'sending', 'waiting') and coalesce(d.lease_end, d.due_at) <= now()";

/** The columns of the backlog, from the table `d` and the throttle `t` of the subscription, if there is one. */
export const BACKLOG_COLUMNS = `count(*) filter (where ${DUE} and t.subscription_id is null) as due,
  count(*) filter (where ${DUE} and t.subscription_id is not null) as throttled,
  count(*) filter (where ${OPEN} and d.due_at > now()) as scheduled,
  count(*) filter (where d.state = 'sending' and d.lease_end > now()) as sending,
  count(*) filter (where d.state = 'handed_over') as handed_over,
  count(*) filter (where d.state = 'dead') as dead,
  ${msOf(`now() - min(coalesce(d.lease_end, d.due_at)) filter (where ${DUE} and t.subscription_id is null)`)} as oldest_due_ms`;

/** The condition of a selection on the table `d`. */
export function whereOf(
  p: Parameters,
  { id, event, subscription, sinceMs, untilMs, state }: DeliverySelection,
): string {
  const conditions = ['true'];
  if (id !== undefined) conditions.push(`d.id = cast(${p.text(id)} as uuid)`);
  if (event !== undefined) conditions.push(`d.event_id = ${p.text(event)}`);
  if (subscription !== undefined) conditions.push(`d.subscription_id = ${p.text(subscription)}`);
  if (sinceMs !== undefined) conditions.push(`d.created_at >= ${p.instant(sinceMs)}`);
  if (untilMs !== undefined) conditions.push(`d.created_at < ${p.instant(untilMs)}`);
  if (state !== undefined) conditions.push(`d.state = ${p.text(state)}`);
  return conditions.join(' and ');
}

export function toTaken(row: Row): TakenDelivery {
  return {
    id: String(row.id),
    token: String(row.token),
    fence: toNumber(row.fence),
    eventId: String(row.event_id),
    subscriptionId: String(row.subscription_id),
    // Clients return bytes of their own memory, some of it shared with other rows.
    body: new Uint8Array(toBytes(row.body)),
    contentType: String(row.content_type),
    attempts: toNumber(row.attempts),
    originMs: toNumber(row.origin_ms),
    firstMs: toNumberOrNull(row.first_ms),
  };
}

export function toDelivery(row: Row): OutboxDelivery {
  const endedMs = toNumberOrNull(row.ended_ms);
  return {
    id: String(row.id),
    event: String(row.event_id),
    subscription: String(row.subscription_id),
    redelivery: toNumber(row.redelivery),
    state: row.state as DeliveryState,
    attempts: toNumber(row.attempts),
    reason: toTextOrNull(row.reason),
    status: toNumberOrNull(row.status),
    error: toTextOrNull(row.error),
    createdMs: toNumber(row.created_ms),
    dueMs: endedMs === null ? toNumber(row.due_ms) : null,
    endedMs,
  };
}

export function toBacklog(row: Row): OutboxBacklog {
  return {
    due: toNumber(row.due),
    throttled: toNumber(row.throttled),
    scheduled: toNumber(row.scheduled),
    sending: toNumber(row.sending),
    handedOver: toNumber(row.handed_over),
    dead: toNumber(row.dead),
    oldestDueMs: toNumber(row.oldest_due_ms ?? 0),
  };
}
