import type {
  Backlog,
  HeldItem,
  InboxDatabase,
  InboxItem,
  InboxTransaction,
  ItemSelection,
  ListSelection,
  Migration,
  NewItem,
  ReplaySelection,
  Settlement,
  Taken,
  TakeRequest,
  TransactionLimits,
} from '../../types/inbox-database.js';
import { inParts } from '../sql/parts.js';
import { migratePostgres } from '../sql/postgres-migrate.js';
import type { PostgresSettings } from '../sql/postgres-names.js';
import { execute, msOf, type Parameters, toNumber } from '../sql/postgres-statement.js';
import type { Connections, Row } from '../sql/session.js';
import { LateTakes } from './late-takes.js';
import { addStatement } from './postgres-addition.js';
import { inboxMigrations } from './postgres-migrations.js';
import { SUMMARY, TAKEN, toItem, toTaken } from './postgres-rows.js';
import { settleStatement } from './postgres-settlement.js';
import { nextFence, type PostgresTerms } from './postgres-terms.js';
import { PostgresTransaction } from './postgres-transaction.js';

/** How many connections of a pool are for statements outside of transactions. */
const OTHER_CONNECTIONS = 2;

/** An inbox in Postgres 13 or later. Each operation is one statement, which Postgres executes as a whole. */
export class PostgresInbox<Tx> implements InboxDatabase<Tx> {
  readonly migrations: readonly Migration[];
  readonly maxTransactions: number | undefined;
  readonly client: object;
  readonly #connections: Connections<Tx>;
  readonly #terms: PostgresTerms;
  readonly #inbox: string;
  readonly #objects: string;
  readonly #lateTakes = new LateTakes((rows) => this.#giveBack(rows));

  /** @param nowMs the time instead of that of Postgres, for tests */
  constructor(connections: Connections<Tx>, settings: PostgresSettings, nowMs?: () => number) {
    this.#connections = connections;
    const { max, client } = connections;
    this.client = client;
    this.maxTransactions = max === undefined ? undefined : Math.max(1, max - OTHER_CONNECTIONS);
    const test = nowMs && (() => `to_timestamp(${nowMs()} / 1000.0)`);
    this.#terms = { ...settings, now: test ?? (() => 'now()'), instant: test ?? (() => 'statement_timestamp()') };
    this.migrations = inboxMigrations(settings.names);
    this.#inbox = settings.names.table('inbox');
    this.#objects = settings.names.table('inbox_objects');
  }

  async migrate(): Promise<void> {
    await migratePostgres(this.#connections, this.#terms.names, 'inbox', this.migrations);
  }

  async add(item: NewItem): Promise<boolean> {
    const rows = await this.#execute((p) => addStatement(p, this.#terms, item));
    return rows.length > 0;
  }

  async take({ endpoint, token, leaseMs, limit, maxAttempts }: TakeRequest): Promise<Taken> {
    const now = this.#terms.now();
    const make = (p: Parameters) => {
      const [of, most] = [p.text(endpoint), p.integer(limit)];
      // Of each state, `most` items are locked, and of both together those that have waited the longest are taken.
      const due = (state: string, column: string) =>
        `select key, ${column} as ready_at from ${this.#inbox} where endpoint = ${of} and state = '${state}' ` +
        `and ${column} <= ${now} order by ${column} limit ${most} for update skip locked`;
      const isSpent = maxAttempts === undefined ? 'false' : `i.attempts >= ${p.integer(maxAttempts)}`;
      const choose = (spent: string, otherwise: string) => `case when ${isSpent} then ${spent} else ${otherwise} end`;
      return (
        `with queued as (${due('queued', 'due_at')}), ended as (${due('working', 'lease_end')}), ` +
        'chosen as (select key from (select * from queued union all select * from ended) as due order by ready_at ' +
        `limit ${most}), ` +
        `taken as (update ${this.#inbox} as i set state = ${choose(`'dead'`, `'working'`)}, ` +
        `attempts = i.attempts + ${choose('0', '1')}, fence = ${nextFence('i.fence', now)}, token = ${p.text(token)}, ` +
        `due_at = null, lease_end = ${choose('null', `${now} + ${p.duration(leaseMs)}`)}, ` +
        `ended_at = ${choose(now, 'null')} from chosen where i.key = chosen.key returning i.*) ` +
        `select ${TAKEN}, ${msOf(now)} as taken_ms from taken order by received_at, key`
      );
    };
    const rows = await this.#lateTakes.run(endpoint, leaseMs, (late) => execute(this.#connections.query, make, late));
    try {
      return {
        items: rows.filter(isWorking).map(toTaken),
        buried: rows.filter(({ state }) => state === 'dead').map(toItem),
      };
    } catch (error) {
      // A client that returns bytes in another form must not use up the attempts of the items.
      this.#giveBack(rows);
      throw error;
    }
  }

  /** Gives back what a take has changed and nothing has received. What it has buried is buried again by the next take. */
  #giveBack(rows: readonly Row[]): void {
    const now = this.#terms.now();
    for (const row of rows) {
      const held = { key: String(row.key), token: String(row.token), fence: toNumber(row.fence) };
      const given: Promise<unknown> = isWorking(row)
        ? this.settle(held, { op: 'release' })
        : this.#execute(
            (p) =>
              `update ${this.#inbox} set state = 'queued', token = null, due_at = ${now}, ended_at = null ` +
              `where key = ${p.text(held.key)} and token = ${p.text(held.token)} and fence = ${p.integer(held.fence)} ` +
              "and state = 'dead'",
          );
      // Otherwise, another worker takes it after the lease.
      given.catch(() => {});
    }
  }

  async renew({ key, token, fence }: HeldItem, leaseMs: number): Promise<boolean> {
    const rows = await this.#execute(
      (p) =>
        `update ${this.#inbox} set lease_end = ${this.#terms.now()} + ${p.duration(leaseMs)} where key = ${p.text(key)} ` +
        `and state = 'working' and token = ${p.text(token)} and fence = ${p.integer(fence)} returning 1 as renewed`,
    );
    return rows.length > 0;
  }

  async settle(held: HeldItem, settlement: Settlement): Promise<boolean> {
    const rows = await this.#execute((p) => settleStatement(p, this.#terms, held, settlement));
    return rows.length > 0;
  }

  async newest(object: string): Promise<number | undefined> {
    const [row] = await this.#execute(
      (p) =>
        `select position from ${this.#objects} where object = ${p.text(object)} and forget_at > ${this.#terms.now()}`,
    );
    return row === undefined ? undefined : toNumber(row.position);
  }

  async replay(selection: ReplaySelection): Promise<number> {
    const now = this.#terms.now();
    // In the order of the keys, so that each item is replayed once, also if it is handled meanwhile.
    let last = '';
    return await inParts(async (limit) => {
      const [row] = await this.#execute(
        (p) =>
          `with chosen as (select key from ${this.#inbox} where ${matching(p, selection)} and state <> 'working' ` +
          `and body is not null and key > ${p.text(last)} order by key limit ${limit} for update), ` +
          `replayed as (update ${this.#inbox} as i set state = 'queued', attempts = 0, deferrals = 0, token = null, ` +
          `first_at = ${now}, due_at = ${now}, ended_at = null from chosen where i.key = chosen.key returning i.key) ` +
          'select count(*) as count, max(key) as last from replayed',
      );
      last = String(row?.last);
      return toNumber(row?.count);
    });
  }

  async list({ limit, ...selection }: ListSelection): Promise<InboxItem[]> {
    const rows = await this.#execute(
      (p) =>
        `select ${SUMMARY} from ${this.#inbox} where ${matching(p, selection)} order by received_at desc, key ` +
        `limit ${p.integer(limit)}`,
    );
    return rows.map(toItem);
  }

  async backlog(name: string | undefined): Promise<Backlog> {
    const now = this.#terms.now();
    const [row] = await this.#execute((p) => {
      const of = name === undefined ? 'true' : `endpoint = ${p.text(name)}`;
      const count = (what: string) => `(select count(*) from ${this.#inbox} where ${of} and ${what})`;
      const first = (column: string, state: string) =>
        `(select min(${column}) from ${this.#inbox} where ${of} and state = '${state}')`;
      const oldest = `least(${first('due_at', 'queued')}, ${first('lease_end', 'working')})`;
      // Items whose lease has ended wait, too.
      return (
        `select ${count(`state = 'queued' and due_at <= ${now}`)} + ${count(`state = 'working' and lease_end <= ${now}`)} ` +
        `as due, ${count(`state = 'queued' and due_at > ${now}`)} as scheduled, ` +
        `${count(`state = 'working' and lease_end > ${now}`)} as working, ${count(`state = 'dead'`)} as dead, ` +
        `${msOf(`(${now} - ${oldest})`)} as oldest_ms`
      );
    });
    return {
      due: toNumber(row?.due),
      scheduled: toNumber(row?.scheduled),
      working: toNumber(row?.working),
      dead: toNumber(row?.dead),
      oldestDueMs: Math.max(0, toNumber(row?.oldest_ms ?? 0)),
    };
  }

  async prune(olderThanMs: number): Promise<number> {
    const now = this.#terms.now();
    const remove = (table: string, key: string, condition: (p: Parameters) => string) =>
      inParts(async (limit) => {
        const [row] = await this.#execute(
          (p) =>
            `with old as (select ${key} from ${table} where ${condition(p)} limit ${limit} ` +
            `for update skip locked), pruned as (delete from ${table} as t using old where t.${key} = old.${key} ` +
            'returning 1) select count(*) as count from pruned',
        );
        return toNumber(row?.count);
      });
    const isForgotten = `forget_at <= ${now}`;
    const pruned = await remove(
      this.#inbox,
      'key',
      (p) => `state in ('handled', 'dead') and ${isForgotten} and ended_at <= ${now} - ${p.duration(olderThanMs)}`,
    );
    await remove(this.#objects, 'object', () => isForgotten);
    return pruned;
  }

  async begin(limits: TransactionLimits): Promise<InboxTransaction<Tx>> {
    const transaction = new PostgresTransaction(await this.#connections.begin(limits.waitMs), this.#terms);
    try {
      await transaction.prepare(limits);
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
    return transaction;
  }

  async #execute(make: (p: Parameters) => string) {
    return await execute(this.#connections.query, make);
  }
}

function isWorking({ state }: Row): boolean {
  return state === 'working';
}

/** The condition of a selection. */
function matching(p: Parameters, { name, id, type, state, sinceMs, untilMs }: ItemSelection): string {
  const conditions = ['true'];
  if (name !== undefined) conditions.push(`endpoint = ${p.text(name)}`);
  if (id !== undefined) conditions.push(`event_id = ${p.text(id)}`);
  if (type !== undefined) conditions.push(`event_type = ${p.text(type)}`);
  if (state !== undefined) conditions.push(`state = ${p.text(state)}`);
  if (sinceMs !== undefined) conditions.push(`received_at >= ${p.instant(sinceMs)}`);
  if (untilMs !== undefined) conditions.push(`received_at < ${p.instant(untilMs)}`);
  return conditions.join(' and ');
}
