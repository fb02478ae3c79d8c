import { elapsedMs } from '../receiving/clock.js';
import type { SqliteConnection } from './sqlite-connection.js';
import { toFailure } from './sqlite-results.js';

/** A short write. */
export interface SqliteWrite {
  readonly work: (connection: SqliteConnection) => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How long writes are added to a transaction. It limits for how long one blocks the event loop. */
const BATCH_MS = 5;

/**
 * Executes writes in the transaction that has begun, and commits. A write that fails is undone alone. Writes for which there
 * is no time are left for the next transaction.
 */
export function commitBatch(connection: SqliteConnection, writes: Iterable<SqliteWrite>): void {
  const startMs = elapsedMs();
  const settled: (() => void)[] = [];
  const begun: SqliteWrite[] = [];
  try {
    for (const write of writes) {
      begun.push(write);
      settled.push(execute(connection, write));
      if (elapsedMs() - startMs >= BATCH_MS) break;
    }
    connection.exec('commit');
  } catch (error) {
    connection.rollback();
    for (const { reject } of begun) reject(toFailure(error));
    return;
  }
  for (const settle of settled) settle();
}

/** Executes a write, and returns a function that settles its promise. Throws if the transaction has ended. */
function execute(connection: SqliteConnection, { work, resolve, reject }: SqliteWrite): () => void {
  connection.exec('savepoint hookwright_write');
  let settle: () => void;
  try {
    const result = work(connection);
    settle = () => resolve(result);
  } catch (error) {
    connection.exec('rollback to hookwright_write');
    settle = () => reject(toFailure(error));
  }
  connection.exec('release hookwright_write');
  return settle;
}
