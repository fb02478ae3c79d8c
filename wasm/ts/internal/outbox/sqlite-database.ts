import type {
  AddedDelivery,
  DeliveryListing,
  DeliveryOutcome,
  DeliveryRequest,
  DeliverySelection,
  DeliverySettlement,
  DeliveryState,
  HeldDelivery,
  NewEvent,
  OutboxBacklog,
  OutboxDatabase,
  OutboxDelivery,
  OutboxPruned,
  ReplayedDelivery,
  TakenDeliveries,
} from '../../types/outbox-database.js';
import type { SqliteValue } from '../../types/sqlite.js';
import { inParts, partsOf } from '../sql/parts.js';
import type { SqliteClient } from '../sql/sqlite-client.js';
import { type SqliteClock, sqliteClock } from '../sql/sqlite-clock.js';
import type { SqliteConnection, SqliteRow } from '../sql/sqlite-connection.js';
import { migrateSqlite } from '../sql/sqlite-migrate.js';
import type { SqliteNames } from '../sql/sqlite-settings.js';
import { wholeMs } from '../sql/sqlite-values.js';
import { enqueueIn } from './sqlite-enqueue.js';
import {
  BACKLOG_COLUMNS,
  LIST_COLUMNS,
  OPEN,
  RELEASED,
  toBacklog,
  toDelivery,
  toTaken,
  whereOf,
} from './sqlite-rows.js';
import { outboxMigrations } from './sqlite-schema.js';

/** Whether a delivery is held. */
const HELD = "id = ? and state = 'sending' and token = ? and fence = ?";

/** What all settlements set. */
const OUTCOME =
  'state = ?, attempts = ?, reason = ?, status = ?, error = ?, token = null, lease_end = null, ended_at = ?';

const ENDED: readonly DeliveryState[] = ['delivered', 'dead'];

/** An outbox in SQLite 3.37 or later. */
export class SqliteOutboxDatabase implements OutboxDatabase {
  readonly migrations;
  readonly #client: SqliteClient;
  readonly #names: SqliteNames;
  readonly #now: SqliteClock;
  readonly #outbox: string;
  readonly #deliveries: string;
  readonly #throttles: string;

  /** @param nowMs the time instead of that of SQLite, for tests */
  constructor(client: SqliteClient, names: SqliteNames, nowMs?: () => number) {
    this.#client = client;
    this.#names = names;
    this.#now = sqliteClock(nowMs);
    this.migrations = outboxMigrations(names);
    this.#outbox = names.table('outbox');
    this.#deliveries = names.table('deliveries');
    this.#throttles = names.table('throttles');
  }

  async migrate(): Promise<void> {
    await migrateSqlite(this.#client, this.#names, 'outbox', this.migrations);
  }

  async enqueue(tx: unknown, event: NewEvent): Promise<readonly AddedDelivery[] | undefined> {
    return this.enqueueNow(tx, event);
  }

  /** Like {@link enqueue}, for transactions that end when a synchronous function returns. */
  enqueueNow(tx: unknown, event: NewEvent): readonly AddedDelivery[] | undefined {
    return enqueueIn(tx, { outbox: this.#outbox, deliveries: this.#deliveries, now: this.#now }, event);
  }

  async take({ token, leaseMs, limit }: DeliveryRequest): Promise<TakenDeliveries> {
    return await this.#client.write((connection) => {
      const nowMs = this.#now(connection);
      const due = connection.all(
        `select id from ${this.#deliveries} d where state in ('pending', 'sending', 'waiting') ` +
          'and coalesce(lease_end, due_at) <= ? and not exists ' +
          `(select 1 from ${this.#throttles} t where t.subscription_id = d.subscription_id and t.until_at > ?) ` +
          'order by coalesce(lease_end, due_at) limit ?',
        [nowMs, nowMs, limit],
      );
      const deliveries = due.flatMap(({ id }) => {
        connection.run(
          `update ${this.#deliveries} set state = 'sending', token = ?, fence = fence + 1, lease_end = ? where id = ?`,
          [token, nowMs + wholeMs(leaseMs), String(id)],
        );
        return connection.all(
          'select d.id, d.token, d.fence, d.event_id, d.subscription_id, d.attempts, d.origin_at, d.first_at, ' +
            `o.content_type, o.body from ${this.#deliveries} d join ${this.#outbox} o on o.event_id = d.event_id ` +
            'where d.id = ?',
          [String(id)],
        );
      });
      return { nowMs, deliveries: deliveries.map(toTaken) };
    });
  }

  async renew(held: readonly HeldDelivery[], leaseMs: number): Promise<readonly string[]> {
    return await this.#client.write((connection) => {
      const endMs = this.#now(connection) + wholeMs(leaseMs);
      return held.flatMap(({ id, token, fence }) =>
        this.#update(connection, `lease_end = ? where ${HELD}`, [endMs, id, token, fence]),
      );
    });
  }

  async settle(settlements: readonly DeliverySettlement[]): Promise<readonly string[]> {
    return await this.#client.write((connection) => {
      const nowMs = this.#now(connection);
      return settlements.flatMap((each) => {
        const { id, token, fence, state, firstMs, startedMs, dueMs } = each;
        const changes = `${OUTCOME}, first_at = ?, due_at = coalesce(?, due_at) where ${HELD}`;
        const due = ENDED.includes(state) ? null : Math.trunc(dueMs);
        const first = firstMs === null ? null : Math.trunc(firstMs);
        const settled = this.#update(connection, changes, [...valuesOf(each, nowMs), first, due, id, token, fence]);
        if (settled.length > 0 && state === 'delivered' && startedMs !== null)
          this.#unthrottle(connection, id, startedMs);
        return settled;
      });
    });
  }

  async release(held: readonly HeldDelivery[]): Promise<void> {
    await this.#client.write((connection) => {
      for (const { id, token, fence } of held)
        this.#update(connection, `${RELEASED} where ${HELD}`, [id, token, fence]);
    });
  }

  async endSubscription(subscriptionId: string, reason: string): Promise<number> {
    return await inParts((limit) =>
      this.#client.write((connection) => {
        const open = `select id from ${this.#deliveries} where subscription_id = ? and ${OPEN} limit ?`;
        const values = [reason, this.#now(connection), subscriptionId, limit];
        return this.#update(connection, `state = 'dead', reason = ?, ended_at = ? where id in (${open})`, values)
          .length;
      }),
    );
  }

  async throttle(subscriptionId: string, untilMs: number): Promise<void> {
    await this.#client.write((connection) =>
      connection.run(
        `insert into ${this.#throttles} (subscription_id, set_at, until_at) values (?, ?, ?) on conflict ` +
          '(subscription_id) do update set set_at = excluded.set_at, until_at = max(until_at, excluded.until_at)',
        [subscriptionId, this.#now(connection), Math.ceil(untilMs)],
      ),
    );
  }

  async states(ids: readonly string[]): Promise<ReadonlyMap<string, DeliveryState>> {
    const rows = await this.#client.read((connection) =>
      connection.all(`select id, state from ${this.#deliveries} where id in (select value from json_each(?))`, [
        JSON.stringify(ids),
      ]),
    );
    return new Map(rows.map(({ id, state }) => [String(id), state as DeliveryState]));
  }

  async takeHandedOver(limit: number, checkMs: number): Promise<readonly string[]> {
    return await this.#client.write((connection) => {
      const nowMs = this.#now(connection);
      const due = `select id from ${this.#deliveries} where state = 'handed_over' and due_at <= ? order by due_at limit ?`;
      return this.#update(connection, `due_at = ? where id in (${due})`, [nowMs + wholeMs(checkMs), nowMs, limit]);
    });
  }

  async settleHandedOver(settlements: readonly DeliveryOutcome[]): Promise<readonly string[]> {
    return await this.#client.write((connection) => {
      const nowMs = this.#now(connection);
      return settlements.flatMap((each) => {
        const { id, state } = each;
        const condition = state === 'pending' ? "state = 'handed_over'" : 'ended_at is null';
        const due = ENDED.includes(state) ? null : nowMs;
        const changes = `${OUTCOME}, due_at = coalesce(?, due_at) where id = ? and ${condition}`;
        return this.#update(connection, changes, [...valuesOf(each, nowMs), due, id]);
      });
    });
  }

  async replay(selection: DeliverySelection): Promise<readonly ReplayedDelivery[]> {
    const [condition, values] = whereOf(selection);
    const found = await this.#client.read((connection) =>
      connection
        .all(`select id from ${this.#deliveries} where ${condition} and ended_at is not null`, values)
        .map(({ id }) => id),
    );
    const added: SqliteRow[] = [];
    for (const ids of partsOf(found)) {
      const rows = await this.#client.write((connection) => {
        const nowMs = this.#now(connection);
        // Not those that others have replayed meanwhile.
        return connection.all(
          `insert into ${this.#deliveries} (event_id, subscription_id, redelivery, created_at, origin_at, due_at) ` +
            `select event_id, subscription_id, redelivery + 1, ?, ?, ? from ${this.#deliveries} d ` +
            'where id in (select value from json_each(?)) and ended_at is not null and not exists ' +
            `(select 1 from ${this.#deliveries} later where later.event_id = d.event_id ` +
            'and later.subscription_id = d.subscription_id and later.redelivery > d.redelivery) ' +
            'returning id, event_id, subscription_id',
          [nowMs, nowMs, nowMs, JSON.stringify(ids)],
        );
      });
      added.push(...rows);
    }
    return added.map((row) => ({
      id: String(row.id),
      eventId: String(row.event_id),
      subscriptionId: String(row.subscription_id),
    }));
  }

  async list({ limit, ...selection }: DeliveryListing): Promise<readonly OutboxDelivery[]> {
    const [condition, values] = whereOf(selection);
    const rows = await this.#client.read((connection) =>
      connection.all(
        `select ${LIST_COLUMNS} from ${this.#deliveries} where ${condition} ` +
          'order by created_at desc, rowid desc limit ?',
        [...values, limit],
      ),
    );
    return rows.map(toDelivery);
  }

  async backlog(): Promise<OutboxBacklog> {
    const row = await this.#client.read((connection) =>
      connection.get(
        `select ${BACKLOG_COLUMNS} from (select ? as now) join ${this.#deliveries} d left join ${this.#throttles} t ` +
          "on t.subscription_id = d.subscription_id and t.until_at > now where state <> 'delivered'",
        [this.#now(connection)],
      ),
    );
    return toBacklog(row ?? {});
  }

  async prune(olderThanMs: number): Promise<OutboxPruned> {
    const remove = (table: string, key: string, condition: string, ageMs: number) =>
      inParts((limit) =>
        this.#client.write((connection) => {
          const old = `select ${key} from ${table} as old where ${condition} limit ?`;
          const values = [this.#now(connection) - ageMs, limit];
          return connection.all(`delete from ${table} where ${key} in (${old}) returning 1 as pruned`, values).length;
        }),
      );
    const ageMs = wholeMs(olderThanMs);
    const deliveries = await remove(this.#deliveries, 'id', "state in ('delivered', 'dead') and ended_at <= ?", ageMs);
    const unused = `not exists (select 1 from ${this.#deliveries} d where d.event_id = old.event_id)`;
    const events = await remove(this.#outbox, 'event_id', `created_at <= ? and ${unused}`, ageMs);
    await remove(this.#throttles, 'subscription_id', 'until_at <= ?', 0);
    return { deliveries, events };
  }

  /** Ends the delay of the subscription of a delivery, if it was set before an attempt began. */
  #unthrottle(connection: SqliteConnection, id: string, startedMs: number): void {
    connection.run(
      `delete from ${this.#throttles} where set_at < ? and ` +
        `subscription_id = (select subscription_id from ${this.#deliveries} where id = ?)`,
      [Math.trunc(startedMs), id],
    );
  }

  /** Updates deliveries, and returns their ids. */
  #update(connection: SqliteConnection, changes: string, values: readonly SqliteValue[]): string[] {
    return connection.all(`update ${this.#deliveries} set ${changes} returning id`, values).map(({ id }) => String(id));
  }
}

/** The values of what all settlements set. */
function valuesOf({ state, attempts, reason, status, error }: DeliveryOutcome, nowMs: number): SqliteValue[] {
  return [state, attempts, reason, status, error, ENDED.includes(state) ? nowMs : null];
}
