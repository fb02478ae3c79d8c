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
import type { SqliteDatabase, SqliteValue } from '../../types/sqlite.js';
import { inParts, partsOf } from '../sql/parts.js';
import type { SqliteClient } from '../sql/sqlite-client.js';
import { sqliteClock } from '../sql/sqlite-clock.js';
import { migrateSqlite } from '../sql/sqlite-migrate.js';
import type { SqliteNames } from '../sql/sqlite-settings.js';
import { conditionOf, wholeMs } from '../sql/sqlite-values.js';
import { SqliteItems } from './sqlite-items.js';
import { inboxMigrations } from './sqlite-migrations.js';
import { SUMMARY, toItem } from './sqlite-rows.js';
import { SqliteInboxTransaction } from './sqlite-transaction.js';

/** An inbox in SQLite 3.37 or later. */
export class SqliteInboxDatabase<Database extends SqliteDatabase> implements InboxDatabase<Database> {
  readonly migrations: readonly Migration[];
  /** There is one writer at a time. */
  readonly maxTransactions = 1;
  readonly #client: SqliteClient<Database>;
  readonly #names: SqliteNames;
  readonly #items: SqliteItems;

  /** @param nowMs the time instead of that of SQLite, for tests */
  constructor(client: SqliteClient<Database>, names: SqliteNames, nowMs?: () => number) {
    this.#client = client;
    this.#names = names;
    this.#items = new SqliteItems(names, sqliteClock(nowMs));
    this.migrations = inboxMigrations(names);
  }

  async migrate(): Promise<void> {
    await migrateSqlite(this.#client, this.#names, 'inbox', this.migrations);
  }

  async add(item: NewItem): Promise<boolean> {
    return await this.#client.write((connection) => this.#items.add(connection, item));
  }

  async take(request: TakeRequest): Promise<Taken> {
    // A handler of this process that has the lock is waited for, which is not a failure of the database.
    const waitMs = this.#client.hasTransactions ? request.leaseMs : undefined;
    return await this.#client.write((connection) => this.#items.take(connection, request), waitMs);
  }

  async renew(held: HeldItem, leaseMs: number): Promise<boolean> {
    const renewed = this.#client.write((connection) => this.#items.renew(connection, held, leaseMs), leaseMs);
    if (!this.#client.isInTransaction) return await renewed;
    // While a handler of this process has the lock, no one else can take the item. The lease is extended when it is free.
    renewed.catch(() => {});
    return await this.#client.read((connection) => this.#items.isHeld(connection, held));
  }

  async settle(held: HeldItem, settlement: Settlement): Promise<boolean> {
    return await this.#client.write((connection) => this.#items.settle(connection, held, settlement));
  }

  async newest(object: string): Promise<number | undefined> {
    return await this.#client.read((connection) => this.#items.newest(connection, object));
  }

  async replay(selection: ReplaySelection): Promise<number> {
    const { inbox, now } = this.#items;
    const [condition, values] = matching(selection);
    const isReplayed = `${condition} and state <> 'working' and body is not null`;
    const found = await this.#client.read((connection) =>
      connection.all(`select key from ${inbox} where ${isReplayed}`, values).map(({ key }) => key),
    );
    let total = 0;
    // Each item once, also if a worker takes it meanwhile and gives it back.
    for (const keys of partsOf(found)) {
      total += await this.#client.write((connection) => {
        const atMs = now(connection);
        return connection.all(
          `update ${inbox} set state = 'queued', attempts = 0, deferrals = 0, token = null, first_at = ?, due_at = ?, ` +
            `ended_at = null where key in (select value from json_each(?)) and ${isReplayed} returning 1 as replayed`,
          [atMs, atMs, JSON.stringify(keys), ...values],
        ).length;
      });
    }
    return total;
  }

  async list({ limit, ...selection }: ListSelection): Promise<InboxItem[]> {
    const [condition, values] = matching(selection);
    const rows = await this.#client.read((connection) =>
      connection.all(
        `select ${SUMMARY} from ${this.#items.inbox} where ${condition} order by received_at desc, key limit ?`,
        [...values, limit],
      ),
    );
    return rows.map(toItem);
  }

  async backlog(name: string | undefined): Promise<Backlog> {
    const { inbox, now } = this.#items;
    const [condition, values] = matching({ name });
    const count = (what: string) => `(select count(*) from ${inbox} where ${condition} and ${what})`;
    const statement =
      `select ${count("state = 'queued' and due_at <= ?")} + ${count("state = 'working' and lease_end <= ?")} as due, ` +
      `${count("state = 'queued' and due_at > ?")} as scheduled, ${count("state = 'working' and lease_end > ?")} as working, ` +
      `${count("state = 'dead'")} as dead, (select min(coalesce(due_at, lease_end)) from ${inbox} where ${condition} ` +
      "and state in ('queued', 'working')) as oldest";
    return await this.#client.read((connection) => {
      const atMs = now(connection);
      const counted = Array.from({ length: 4 }, () => [...values, atMs]).flat();
      const row = connection.get(statement, [...counted, ...values, ...values]);
      const oldest = row?.oldest ?? null;
      return {
        due: Number(row?.due),
        scheduled: Number(row?.scheduled),
        working: Number(row?.working),
        dead: Number(row?.dead),
        oldestDueMs: oldest === null ? 0 : Math.max(0, atMs - Number(oldest)),
      };
    });
  }

  async prune(olderThanMs: number): Promise<number> {
    const { inbox, objects, now } = this.#items;
    const remove = (table: string, key: string, condition: string, ageMs: readonly number[]) =>
      inParts((limit) =>
        this.#client.write((connection) => {
          const atMs = now(connection);
          const old = `select ${key} from ${table} where ${condition} limit ?`;
          return connection.all(`delete from ${table} where ${key} in (${old}) returning 1 as pruned`, [
            ...ageMs.map((ms) => atMs - ms),
            limit,
          ]).length;
        }),
      );
    const ended = "state in ('handled', 'dead') and ended_at <= ? and forget_at <= ?";
    const pruned = await remove(inbox, 'key', ended, [wholeMs(olderThanMs), 0]);
    await remove(objects, 'object', 'forget_at <= ?', [0]);
    return pruned;
  }

  async begin({ idleMs, waitMs, isOfWorker }: TransactionLimits): Promise<InboxTransaction<Database>> {
    // Other handlers of this process are waited for, which is not a failure of the database.
    const transaction = await this.#client.begin(idleMs, waitMs ?? (isOfWorker ? idleMs : undefined));
    return new SqliteInboxTransaction(transaction, this.#items, idleMs);
  }
}

/** The condition of a selection, and the values of its parameters. */
function matching({ name, id, type, state, sinceMs, untilMs }: ItemSelection): [string, SqliteValue[]] {
  return conditionOf({
    'endpoint = ?': name,
    'event_id = ?': id,
    'event_type = ?': type,
    'state = ?': state,
    'received_at >= ?': sinceMs,
    'received_at < ?': untilMs,
  });
}
