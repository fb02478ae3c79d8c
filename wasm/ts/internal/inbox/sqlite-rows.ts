import type { InboxItem, ItemState, StoredVerdict, TakenItem } from '../../types/inbox-database.js';
import type { SqliteRow } from '../sql/sqlite-connection.js';
import { toNumber, toText } from '../sql/sqlite-values.js';

/** The columns of an item without its body. */
export const SUMMARY =
  'key, endpoint, tenant, event_id, event_type, state, attempts, deferrals, received_at, due_at, ended_at, last_error';

/** The columns of an item that is taken. */
export const TAKEN = `${SUMMARY}, fence, token, body, headers, verdict, first_at`;

export function toItem(row: SqliteRow): InboxItem {
  return {
    key: String(row.key),
    name: String(row.endpoint),
    tenant: toText(row.tenant),
    id: toText(row.event_id),
    type: toText(row.event_type),
    state: row.state as ItemState,
    attempts: Number(row.attempts),
    deferrals: Number(row.deferrals),
    receivedAtMs: Number(row.received_at),
    dueAtMs: toNumber(row.due_at),
    endedAtMs: toNumber(row.ended_at),
    lastError: toText(row.last_error),
  };
}

export function toTaken(row: SqliteRow, takenAtMs: number): TakenItem {
  return {
    key: String(row.key),
    endpoint: String(row.endpoint),
    tenant: toText(row.tenant),
    eventId: toText(row.event_id),
    eventType: toText(row.event_type),
    receivedAtMs: Number(row.received_at),
    body: row.body as Uint8Array,
    headers: JSON.parse(String(row.headers)) as { readonly [name: string]: string },
    verdict: JSON.parse(String(row.verdict)) as StoredVerdict,
    attempts: Number(row.attempts),
    deferrals: Number(row.deferrals),
    fence: Number(row.fence),
    token: String(row.token),
    firstAtMs: Number(row.first_at),
    takenAtMs,
  };
}
