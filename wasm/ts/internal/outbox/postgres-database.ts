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
import { inParts, partsOf } from '../sql/parts.js';
import { migratePostgres } from '../sql/postgres-migrate.js';
import type { PostgresNames } from '../sql/postgres-names.js';
import { execute, msOf, type Parameters, toNumber } from '../sql/postgres-statement.js';
import type { Connections, Row } from '../sql/session.js';
import * as errors from './errors.js';
import { enqueueStatement } from './postgres-enqueue.js';
import {
  BACKLOG_COLUMNS,
  DUE,
  LIST_COLUMNS,
  OPEN,
  RELEASED,
  toBacklog,
  toDelivery,
  toTaken,
  whereOf,
} from './postgres-rows.js';
import { outboxMigrations } from './postgres-schema.js';
import { type Execute, saysNoTransaction } from './transaction.js';

/** What identifies the holding of a delivery, as the columns of a record. */
const KEY = 'id uuid, token text, fence bigint';

/** The members of a settlement, as the columns of a record. */
const SETTLEMENT = 'state text, attempts integer, reason text, status integer, error text';

/** An outbox in Postgres 13 or newer. Each statement is a transaction of its own, so that it also works through a pooler. */
export class PostgresOutbox<Tx> implements OutboxDatabase {
  readonly migrations;
  readonly #connections: Connections<Tx>;
  readonly #names: PostgresNames;
  readonly #inTransaction: (tx: unknown) => Execute;
  readonly #outbox: string;
  readonly #deliveries: string;
  readonly #throttles: string;

  /** @param inTransaction returns the function that executes statements in a transaction of the user */
  constructor(connections: Connections<Tx>, names: PostgresNames, inTransaction: (tx: unknown) => Execute) {
    this.#connections = connections;
    this.#names = names;
    this.#inTransaction = inTransaction;
    this.migrations = outboxMigrations(names);
    this.#outbox = names.table('outbox');
    this.#deliveries = names.table('deliveries');
    this.#throttles = names.table('throttles');
  }

  async migrate(): Promise<void> {
    await migratePostgres(this.#connections, this.#names, 'outbox', this.migrations);
  }

  async enqueue(tx: unknown, event: NewEvent): Promise<readonly AddedDelivery[] | undefined> {
    const run = this.#inTransaction(tx);
    try {
      // Fails outside of a transaction, whatever the client is. The statement below takes a stronger lock.
      await run(`lock table ${this.#deliveries} in access share mode`, []);
    } catch (error) {
      throw saysNoTransaction(error) ? errors.noTransaction() : error;
    }
    const { text, parameter } = enqueueStatement(this.#outbox, this.#deliveries, event);
    const rows = await run(text, [parameter]);
    // One row without a delivery says that the event is stored, also if no delivery was added.
    if (rows.length === 0) return undefined;
    return rows.flatMap(({ id, subscription_id: subscriptionId }) =>
      id === null ? [] : { id: String(id), subscriptionId: String(subscriptionId) },
    );
  }

  async take({ token, leaseMs, limit }: DeliveryRequest): Promise<TakenDeliveries> {
    const rows = await this.#execute(
      (p) => `with due as (
        select d.id from ${this.#deliveries} d
        where ${DUE}
          and not exists (
            select from ${this.#throttles} t where t.subscription_id = d.subscription_id and t.until_at > now()
          )
        order by coalesce(d.lease_end, d.due_at) limit ${p.integer(limit)} for update of d skip locked
      ), taken as (
        update ${this.#deliveries} d set state = 'sending', token = ${p.text(token)}, fence = d.fence + 1,
          lease_end = now() + ${p.duration(leaseMs)}
        from due where d.id = due.id returning d.*
      )
      select t.id, t.token, t.fence, t.event_id, t.subscription_id, t.attempts, ${msOf('t.origin_at')} as origin_ms,
        ${msOf('t.first_at')} as first_ms, ${msOf('now()')} as now_ms, o.content_type, o.body
      from taken t join ${this.#outbox} o on o.event_id = t.event_id order by t.due_at`,
      // What was taken for a request that no longer waits goes back. If that fails, it is held until its lease ends.
      (late = []) => {
        if (late.length > 0) this.release(late.map(toHeld)).catch(() => {});
      },
    );
    return { nowMs: toNumber(rows[0]?.now_ms ?? 0), deliveries: rows.map(toTaken) };
  }

  async renew(held: readonly HeldDelivery[], leaseMs: number): Promise<readonly string[]> {
    const rows = await this.#execute(
      (p) => `with ${this.#lock(p.json(held.map(keyOf)), KEY)}
        update ${this.#deliveries} d set lease_end = now() + ${p.duration(leaseMs)} from locked h where ${HELD} returning d.id`,
    );
    return idsOf(rows);
  }

  async settle(settlements: readonly DeliverySettlement[]): Promise<readonly string[]> {
    const records = settlements.map((each) => ({
      ...keyOf(each),
      ...outcomeOf(each),
      first: each.firstMs,
      started: each.startedMs,
      due: each.dueMs,
    }));
    const columns = `${KEY}, ${SETTLEMENT}, first double precision, started double precision, due double precision`;
    const rows = await this.#execute(
      (p) => `with ${this.#lock(p.json(records), columns)}, settled as (
          update ${this.#deliveries} d set ${OUTCOME},
            first_at = to_timestamp(h.first / 1000),
            due_at = case when h.state in ('delivered', 'dead') then d.due_at else to_timestamp(h.due / 1000) end
          from locked h where ${HELD} returning d.id, d.subscription_id, d.state, h.started
        ), unthrottled as (
          delete from ${this.#throttles} where subscription_id in (
            select t.subscription_id from ${this.#throttles} t join settled s on s.subscription_id = t.subscription_id
            where s.state = 'delivered' and t.set_at < to_timestamp(s.started / 1000)
            order by t.subscription_id for update of t skip locked
          )
        ) select id from settled`,
    );
    return idsOf(rows);
  }

  async release(held: readonly HeldDelivery[]): Promise<void> {
    await this.#execute(
      (p) => `with ${this.#lock(p.json(held.map(keyOf)), KEY)}
        update ${this.#deliveries} d set ${RELEASED} from locked h where ${HELD}`,
    );
  }

  async endSubscription(subscriptionId: string, reason: string): Promise<number> {
    return await inParts((limit) =>
      this.#count(
        (
          p,
        ) => `update ${this.#deliveries} set state = 'dead', reason = ${p.text(reason)}, ended_at = now() where id = any (array(
            select id from ${this.#deliveries} where subscription_id = ${p.text(subscriptionId)} and ${OPEN}
            limit ${p.integer(limit)} for update skip locked
          ))`,
      ),
    );
  }

  async throttle(subscriptionId: string, untilMs: number): Promise<void> {
    await this.#execute(
      (p) => `insert into ${this.#throttles} as t (subscription_id, until_at)
        values (${p.text(subscriptionId)}, ${p.instant(untilMs)})
        on conflict (subscription_id) do update set set_at = now(), until_at = greatest(t.until_at, excluded.until_at)`,
    );
  }

  async states(ids: readonly string[]): Promise<ReadonlyMap<string, DeliveryState>> {
    const rows = await this.#execute(
      (p) => `select d.id, d.state from ${this.#deliveries} d
        join jsonb_array_elements_text(${p.json(ids)}) as g (id) on d.id = cast(g.id as uuid)`,
    );
    return new Map(rows.map(({ id, state }) => [String(id), state as DeliveryState]));
  }

  async takeHandedOver(limit: number, checkMs: number): Promise<readonly string[]> {
    const rows = await this.#execute(
      (p) => `update ${this.#deliveries} set due_at = now() + ${p.duration(checkMs)} where id in (
          select id from ${this.#deliveries} where state = 'handed_over' and due_at <= now()
          order by due_at limit ${p.integer(limit)} for update skip locked
        ) returning id`,
    );
    return idsOf(rows);
  }

  async settleHandedOver(settlements: readonly DeliveryOutcome[]): Promise<readonly string[]> {
    const records = settlements.map((each) => ({ id: each.id, ...outcomeOf(each) }));
    const rows = await this.#execute(
      (p) => `update ${this.#deliveries} d set ${OUTCOME},
          due_at = case when h.state in ('delivered', 'dead') then d.due_at else now() end
        from jsonb_to_recordset(${p.json(records)}) as h (id uuid, ${SETTLEMENT})
        where d.id = h.id and d.ended_at is null and (h.state <> 'pending' or d.state = 'handed_over') returning d.id`,
    );
    return idsOf(rows);
  }

  async replay(selection: DeliverySelection): Promise<readonly ReplayedDelivery[]> {
    const last = `d.ended_at is not null and not exists (
        select from ${this.#deliveries} later where later.event_id = d.event_id
          and later.subscription_id = d.subscription_id and later.redelivery > d.redelivery
      )`;
    // Selected once: what is added can have ended before the last part.
    const found = await this.#execute(
      (p) => `select d.id from ${this.#deliveries} d where ${whereOf(p, selection)} and ${last}`,
    );
    const added: Row[] = [];
    for (const ids of partsOf(idsOf(found))) {
      const rows = await this.#execute(
        (p) => `insert into ${this.#deliveries} as added (event_id, subscription_id, redelivery)
          select d.event_id, d.subscription_id, d.redelivery + 1 from ${this.#deliveries} d
          join jsonb_array_elements_text(${p.json(ids)}) as g (id) on d.id = cast(g.id as uuid) where ${last}
          on conflict (event_id, subscription_id, redelivery) do nothing
          returning added.id, added.event_id, added.subscription_id`,
      );
      added.push(...rows);
    }
    return added.map((row) => ({
      id: String(row.id),
      eventId: String(row.event_id),
      subscriptionId: String(row.subscription_id),
    }));
  }

  async list(selection: DeliveryListing): Promise<readonly OutboxDelivery[]> {
    const rows = await this.#execute(
      (p) => `select ${LIST_COLUMNS} from ${this.#deliveries} d where ${whereOf(p, selection)}
        order by d.created_at desc, d.redelivery desc, d.id limit ${p.integer(selection.limit)}`,
    );
    return rows.map(toDelivery);
  }

  async backlog(): Promise<OutboxBacklog> {
    const [row] = await this.#execute(
      () => `select ${BACKLOG_COLUMNS} from ${this.#deliveries} d left join ${this.#throttles} t
        on t.subscription_id = d.subscription_id and t.until_at > now() where d.state <> 'delivered'`,
    );
    return toBacklog(row ?? {});
  }

  async prune(olderThanMs: number): Promise<OutboxPruned> {
    const remove = (table: string, key: string, condition: string) =>
      inParts((limit) =>
        this.#count((p) => {
          const isOld = `${condition} <= now() - ${p.duration(olderThanMs)}`;
          const old = `select ${key} from ${table} as old where ${isOld} limit ${p.integer(limit)} for update skip locked`;
          return `delete from ${table} where ${key} = any (array(${old}))`;
        }),
      );
    const deliveries = await remove(this.#deliveries, 'id', "state in ('delivered', 'dead') and ended_at");
    const unused = `not exists (select from ${this.#deliveries} d where d.event_id = old.event_id)`;
    const events = await remove(this.#outbox, 'event_id', `${unused} and created_at`);
    await this.#execute(() => `delete from ${this.#throttles} where until_at <= now()`);
    return { deliveries, events };
  }

  /**
   * The records of held deliveries, as `locked`. Rows are locked in the order of their ids: two statements that lock several
   * rows in different orders wait for each other.
   */
  #lock(records: string, columns: string): string {
    return `records as (select * from jsonb_to_recordset(${records}) as r (${columns})), locked as (
      select h.* from records h join ${this.#deliveries} d on ${HELD} order by d.id for update of d
    )`;
  }

  /** Executes a statement, and returns the number of the rows that it changes. */
  async #count(make: (p: Parameters) => string): Promise<number> {
    const rows = await this.#execute(
      (p) => `with changed as (${make(p)} returning 1) select count(*) as count from changed`,
    );
    return toNumber(rows[0]?.count);
  }

  async #execute(
    make: (p: Parameters) => string,
    late?: (rows: readonly Row[] | undefined) => void,
  ): Promise<readonly Row[]> {
    return await execute(this.#connections.query, make, late);
  }
}

/** Whether a delivery is held by the record `h`. */
const HELD = "d.id = h.id and d.state = 'sending' and d.token = h.token and d.fence = h.fence";

/** What all settlements set, from the record `h`. */
const OUTCOME = `state = h.state, attempts = h.attempts, reason = h.reason, status = h.status, error = h.error,
  token = null, lease_end = null, ended_at = case when h.state in ('delivered', 'dead') then now() end`;

const keyOf = ({ id, token, fence }: HeldDelivery) => ({ id, token, fence });

const toHeld = ({ id, token, fence }: Row): HeldDelivery => ({
  id: String(id),
  token: String(token),
  fence: toNumber(fence),
});

const outcomeOf = ({ state, attempts, reason, status, error }: DeliveryOutcome) => ({
  state,
  attempts,
  reason,
  status,
  error,
});

const idsOf = (rows: readonly Row[]): readonly string[] => rows.map(({ id }) => String(id));
