import type { Claim, HeldClaim } from '../../types/claims.js';
import type { EndpointClaim, HeldItem, InboxTransaction, Settlement } from '../../types/inbox-database.js';
import type { SqliteDatabase } from '../../types/sqlite.js';
import * as errors from '../sql/errors.js';
import type { SqliteTransaction } from '../sql/sqlite-transaction.js';
import type { SqliteItems } from './sqlite-items.js';

/** A transaction of a handler in SQLite. No other process can write until it ends, so nothing else can hold a claim. */
export class SqliteInboxTransaction<Database extends SqliteDatabase> implements InboxTransaction<Database> {
  readonly tx: Database;
  readonly #transaction: SqliteTransaction<Database>;
  readonly #items: SqliteItems;
  readonly #idleMs: number;
  /** Whether a handler may use the connection. */
  #isUsed = true;

  constructor(transaction: SqliteTransaction<Database>, items: SqliteItems, idleMs: number) {
    this.tx = transaction.connection.database;
    this.#transaction = transaction;
    this.#items = items;
    this.#idleMs = idleMs;
  }

  async claim(request: EndpointClaim): Promise<Claim> {
    const claim = this.#transaction.execute((connection) => this.#items.claim(connection, request));
    this.#isUsed = claim.state === 'claimed';
    return claim;
  }

  async complete(held: HeldClaim): Promise<void> {
    const isClaimed = this.#afterHandler((items) => items.complete(this.#transaction.connection, held));
    if (!isClaimed) throw errors.transactionAborted();
  }

  async settle(held: HeldItem, settlement: Settlement): Promise<boolean> {
    return this.#afterHandler((items) => items.settle(this.#transaction.connection, held, settlement));
  }

  async touch(): Promise<boolean> {
    return this.#transaction.extend(this.#idleMs);
  }

  async commit(): Promise<void> {
    this.#transaction.commit();
  }

  async rollback(): Promise<void> {
    this.#transaction.rollback(!this.#isUsed);
  }

  #afterHandler<Result>(change: (items: SqliteItems) => Result): Result {
    this.#transaction.check();
    return this.#transaction.execute(() => change(this.#items));
  }
}
