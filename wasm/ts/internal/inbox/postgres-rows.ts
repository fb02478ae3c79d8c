import type { InboxItem, ItemState, StoredVerdict, TakenItem } from '../../types/inbox-database.js';
import { msOf, toBytes, toNumber, toNumberOrNull, toTextOrNull } from '../sql/postgres-statement.js';
import type { Row } from '../sql/session.js';

/** The columns of an item without its body. */
export const SUMMARY = [
  'key, endpoint, tenant, event_id, event_type, state, attempts, deferrals, last_error',
  `${msOf('received_at')} as received_ms`,
  `${msOf('due_at')} as due_ms`,
  `${msOf('ended_at')} as ended_ms`,
].join(', ');

/** The columns of an item that is taken. */
export const TAKEN = [
  SUMMARY,
  'fence, token, body',
  'cast(headers as text) as headers',
  'cast(verdict as text) as verdict',
  `${msOf('first_at')} as first_ms`,
].join(', ');

export function toItem(row: Row): InboxItem {
  return {
    key: String(row.key),
    name: String(row.endpoint),
    tenant: toTextOrNull(row.tenant),
    id: toTextOrNull(row.event_id),
    type: toTextOrNull(row.event_type),
    state: row.state as ItemState,
    attempts: toNumber(row.attempts),
    deferrals: toNumber(row.deferrals),
    receivedAtMs: toNumber(row.received_ms),
    dueAtMs: toNumberOrNull(row.due_ms),
    endedAtMs: toNumberOrNull(row.ended_ms),
    lastError: toTextOrNull(row.last_error),
  };
}

export function toTaken(row: Row): TakenItem {
  return {
    key: String(row.key),
    endpoint: String(row.endpoint),
    tenant: toTextOrNull(row.tenant),
    eventId: toTextOrNull(row.event_id),
    eventType: toTextOrNull(row.event_type),
    receivedAtMs: toNumber(row.received_ms),
    body: toBytes(row.body),
    headers: JSON.parse(String(row.headers)) as { readonly [name: string]: string },
    verdict: JSON.parse(String(row.verdict)) as StoredVerdict,
    attempts: toNumber(row.attempts),
    deferrals: toNumber(row.deferrals),
    fence: toNumber(row.fence),
    token: String(row.token),
    firstAtMs: toNumber(row.first_ms),
    takenAtMs: toNumber(row.taken_ms),
  };
}
