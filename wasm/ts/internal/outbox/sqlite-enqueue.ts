import type { AddedDelivery, NewEvent } from '../../types/outbox-database.js';
import type { SqliteDatabase } from '../../types/sqlite.js';
import type { SqliteClock } from '../sql/sqlite-clock.js';
import { isDatabase, SqliteConnection } from '../sql/sqlite-connection.js';
import * as errors from '../sql/sqlite-errors.js';
import { BODY } from '../sql/sqlite-values.js';

/** The connections of users, with the statements that were prepared on them. */
const known = new WeakMap<SqliteDatabase, SqliteConnection>();

/**
 * Stores an event and its deliveries in the transaction of a user. Errors are those of the library, because the user may
 * recognize them.
 *
 * @returns undefined if another body or content type is stored for the event
 */
export function enqueueIn(
  tx: unknown,
  { outbox, deliveries, now }: { readonly outbox: string; readonly deliveries: string; readonly now: SqliteClock },
  { id, contentType, body, subscriptions, dueMs }: NewEvent,
): AddedDelivery[] | undefined {
  if (!isDatabase(tx)) throw errors.notASqliteTransaction(tx);
  if (!isInTransaction(tx)) throw errors.noSqliteTransaction();
  const connection = known.get(tx) ?? new SqliteConnection(tx);
  known.set(tx, connection);
  const nowMs = now(connection);
  connection.run(
    `insert into ${outbox} (event_id, content_type, body, created_at) values (?, ?, ${BODY}, ?) on conflict (event_id) do nothing`,
    [id, contentType, body, nowMs],
  );
  const isSame = connection.get(
    `select 1 as same from ${outbox} where event_id = ? and content_type = ? and body = ${BODY}`,
    [id, contentType, body],
  );
  if (isSame === undefined) return undefined;
  const originMs = dueMs ?? nowMs;
  return subscriptions.flatMap((subscriptionId) => {
    const added = connection.all(
      `insert into ${deliveries} (event_id, subscription_id, created_at, origin_at, due_at) select ?, ?, ?, ?, ? ` +
        `where not exists (select 1 from ${deliveries} where event_id = ? and subscription_id = ?) returning id`,
      [id, subscriptionId, nowMs, originMs, originMs, id, subscriptionId],
    );
    return added.map((row) => ({ id: String(row.id), subscriptionId }));
  });
}

/** Whether a connection is in a transaction. Each library has another member for it, and old ones have none. */
function isInTransaction(database: SqliteDatabase): boolean {
  const { inTransaction, isTransaction } = database as {
    readonly inTransaction?: unknown;
    readonly isTransaction?: unknown;
  };
  if (typeof inTransaction === 'boolean') return inTransaction;
  if (typeof isTransaction === 'boolean') return isTransaction;
  try {
    database.exec('begin');
  } catch {
    return true;
  }
  database.exec('rollback');
  return false;
}
