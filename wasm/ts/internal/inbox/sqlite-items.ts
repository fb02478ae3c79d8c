import type { Claim, EventOrder, HeldClaim } from '../../types/claims.js';
import type {
  EndpointClaim,
  HeldItem,
  InboxItem,
  NewItem,
  Settlement,
  Taken,
  TakenItem,
  TakeRequest,
} from '../../types/inbox-database.js';
import type { SqliteValue } from '../../types/sqlite.js';
import type { SqliteClock } from '../sql/sqlite-clock.js';
import type { SqliteConnection, SqliteRow } from '../sql/sqlite-connection.js';
import type { SqliteNames } from '../sql/sqlite-settings.js';
import { BODY, wholeMs } from '../sql/sqlite-values.js';
import { SUMMARY, TAKEN, toItem, toTaken } from './sqlite-rows.js';

const HELD = "key = ? and token = ? and fence = ? and state = 'working'";

/** The columns of an event that is added, without its key. */
const ADDED = [
  ...['endpoint', 'tenant', 'event_id', 'event_type', 'state', 'first_at', 'due_at', 'received_at', 'forget_at'],
  ...['body', 'headers', 'verdict'],
];

/** Changes items, on a connection in a transaction. */
export class SqliteItems {
  readonly now: SqliteClock;
  readonly inbox: string;
  readonly objects: string;

  constructor(names: SqliteNames, now: SqliteClock) {
    this.now = now;
    this.inbox = names.table('inbox');
    this.objects = names.table('inbox_objects');
  }

  add(connection: SqliteConnection, item: NewItem): boolean {
    const now = this.now(connection);
    // An event that has ended, and that the sender may not repeat any more, is replaced.
    const added = connection.all(
      `insert into ${this.inbox} as i (key, endpoint, tenant, event_id, event_type, state, first_at, due_at, received_at, ` +
        `forget_at, body, headers, verdict) values (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ${BODY}, ?, ?) ` +
        `on conflict (key) do update set ${ADDED.map((column) => `${column} = excluded.${column}`).join(', ')}, ` +
        'attempts = 0, deferrals = 0, token = null, ended_at = null, last_error = null ' +
        "where i.state in ('handled', 'dead') and i.forget_at <= ? returning 1 as added",
      [
        item.key,
        item.endpoint,
        item.tenant,
        item.eventId,
        item.eventType,
        now,
        now,
        Math.trunc(item.receivedAtMs),
        now + wholeMs(item.keepMs),
        item.body,
        JSON.stringify(item.headers),
        JSON.stringify(item.verdict),
        now,
      ],
    );
    return added.length > 0;
  }

  take(connection: SqliteConnection, { endpoint, token, leaseMs, limit, maxAttempts }: TakeRequest): Taken {
    const now = this.now(connection);
    const due = (state: string, column: string) =>
      `select key, attempts, fence, received_at, ${column} as ready_at from ${this.inbox} ` +
      `where endpoint = ? and state = '${state}' and ${column} <= ?`;
    const chosen = connection.all(
      `select * from (${due('queued', 'due_at')} union all ${due('working', 'lease_end')}) order by ready_at limit ?`,
      [endpoint, now, endpoint, now, limit],
    );
    const items: TakenItem[] = [];
    const buried: InboxItem[] = [];
    for (const row of chosen.sort(byArrival)) {
      const fence = nextFence(Number(row.fence), now);
      if (maxAttempts !== undefined && Number(row.attempts) >= maxAttempts) {
        const dead = `state = 'dead', fence = ?, token = ?, due_at = null, lease_end = null, ended_at = ?`;
        const rows = this.#change(connection, dead, SUMMARY, [fence, token, now, String(row.key)]);
        buried.push(...rows.map(toItem));
      } else {
        const working = `state = 'working', attempts = attempts + 1, fence = ?, token = ?, due_at = null, lease_end = ?`;
        const rows = this.#change(connection, working, TAKEN, [fence, token, now + wholeMs(leaseMs), String(row.key)]);
        items.push(...rows.map((each) => toTaken(each, now)));
      }
    }
    return { items, buried };
  }

  renew(connection: SqliteConnection, { key, token, fence }: HeldItem, leaseMs: number): boolean {
    const end = this.now(connection) + wholeMs(leaseMs);
    return isAny(
      connection.all(`update ${this.inbox} set lease_end = ? where ${HELD} returning 1 as renewed`, [
        end,
        key,
        token,
        fence,
      ]),
    );
  }

  isHeld(connection: SqliteConnection, { key, token, fence }: HeldItem): boolean {
    return isAny(connection.all(`select 1 as held from ${this.inbox} where ${HELD}`, [key, token, fence]));
  }

  settle(connection: SqliteConnection, { key, token, fence }: HeldItem, settlement: Settlement): boolean {
    const now = this.now(connection);
    const [changes, values] = changesOf(settlement, now);
    const held = [key, token, fence];
    const [settled] = connection.all(
      `update ${this.inbox} set ${changes}, lease_end = null where ${HELD} returning forget_at, received_at`,
      [...values, ...held],
    );
    const { op } = settlement;
    if (settled !== undefined) {
      if (op === 'complete' && settlement.order !== undefined) {
        const forgetAt = Number(settled.forget_at);
        // As long after the completion as the event is remembered after its arrival.
        this.note(connection, settlement.order, Math.max(forgetAt, now + forgetAt - Number(settled.received_at)), now);
      }
      return true;
    }
    if (op !== 'complete' && op !== 'bury') return false;
    // A worker that did not receive the answer can ask again.
    const again = `select 1 as held from ${this.inbox} where key = ? and token = ? and fence = ? and state = ?`;
    return isAny(connection.all(again, [...held, op === 'complete' ? 'handled' : 'dead']));
  }

  claim(connection: SqliteConnection, { key, endpoint, tenant, token, keepMs, order }: EndpointClaim): Claim {
    const now = this.now(connection);
    const known = connection.get(`select fence, state, forget_at from ${this.inbox} where key = ?`, [key]);
    if (known !== undefined && !(known.state === 'handled' && Number(known.forget_at) <= now)) {
      return { state: 'handled' };
    }
    const fence = nextFence(Number(known?.fence ?? 0), now);
    connection.run(
      `insert into ${this.inbox} (key, endpoint, tenant, state, token, fence, received_at, ended_at, forget_at) ` +
        "values (?, ?, ?, 'handled', ?, ?, ?, ?, ?) on conflict (key) do update set token = excluded.token, " +
        'fence = excluded.fence, received_at = excluded.received_at, ended_at = excluded.ended_at, ' +
        'forget_at = excluded.forget_at, body = null, headers = null, verdict = null',
      [key, endpoint, tenant, token, fence, now, now, now + wholeMs(keepMs)],
    );
    const newest = order === undefined ? undefined : this.newest(connection, order.object);
    if (order !== undefined && newest !== undefined && order.position < newest) return { state: 'outdated' };
    return { state: 'claimed', fence };
  }

  /** Whether the transaction contains a claim. The event and its position are remembered from now on. */
  complete(connection: SqliteConnection, { key, token, fence, keepMs, order }: HeldClaim): boolean {
    const now = this.now(connection);
    const forgetAt = now + wholeMs(keepMs);
    const completed = connection.all(
      `update ${this.inbox} set ended_at = ?, forget_at = ? where key = ? and token = ? and fence = ? returning 1 as held`,
      [now, forgetAt, key, token, fence],
    );
    if (!isAny(completed)) return false;
    if (order !== undefined) this.note(connection, order, forgetAt, now);
    return true;
  }

  newest(connection: SqliteConnection, object: string): number | undefined {
    const row = connection.get(`select position from ${this.objects} where object = ? and forget_at > ?`, [
      object,
      this.now(connection),
    ]);
    return row === undefined ? undefined : Number(row.position);
  }

  note(connection: SqliteConnection, { object, position }: EventOrder, forgetAtMs: number, now: number): void {
    connection.run(
      `insert into ${this.objects} (object, position, forget_at) values (?, ?, ?) on conflict (object) do update set ` +
        'position = excluded.position, forget_at = excluded.forget_at ' +
        'where position <= excluded.position or forget_at <= ?',
      [object, position, forgetAtMs, now],
    );
  }

  #change(connection: SqliteConnection, changes: string, columns: string, values: readonly SqliteValue[]): SqliteRow[] {
    return connection.all(`update ${this.inbox} set ${changes} where key = ? returning ${columns}`, values);
  }
}

/** The columns that change at the end of a handling, and their values. */
function changesOf(settlement: Settlement, now: number): [string, SqliteValue[]] {
  const withoutLast = 'attempts = max(attempts - 1, 0)';
  switch (settlement.op) {
    case 'complete':
      return ["state = 'handled', ended_at = ?", [now]];
    case 'bury':
      return ["state = 'dead', ended_at = ?, last_error = ?", [now, settlement.error]];
    case 'retry':
      return [
        "state = 'queued', token = null, due_at = ?, last_error = ?",
        [now + wholeMs(settlement.delayMs), settlement.error],
      ];
    case 'defer':
      return [
        `state = 'queued', token = null, due_at = ?, ${withoutLast}, deferrals = deferrals + 1`,
        [now + wholeMs(settlement.delayMs)],
      ];
    case 'release':
      return [`state = 'queued', token = null, due_at = ?, ${withoutLast}`, [now + wholeMs(settlement.delayMs ?? 0)]];
  }
}

/** The fence after another one. It follows the clock, so that it also increases if the item has been deleted. */
function nextFence(last: number, now: number): number {
  return Math.max(last + 1, now);
}

/** The order in which events are handled that are due at the same time. */
function byArrival(one: SqliteRow, other: SqliteRow): number {
  return Number(one.received_at) - Number(other.received_at);
}

function isAny(rows: readonly SqliteRow[]): boolean {
  return rows.length > 0;
}
