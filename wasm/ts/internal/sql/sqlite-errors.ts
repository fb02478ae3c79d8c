import { failure, type } from '../coded-error.js';
import { describe } from '../misuse.js';

// The errors of the client of SQLite.

export const notAnOpener = (given: unknown) =>
  type('invalid_options', `pass a function that opens a connection of SQLite, not ${describe(given)}`);

export const notASqliteDatabase = (given: unknown) =>
  type(
    'invalid_options',
    `the function must return a connection of \`better-sqlite3\`, \`node:sqlite\` or \`bun:sqlite\`, not ${describe(given)}`,
  );

export const sharedConnection = () =>
  type(
    'invalid_options',
    'the function must open another connection at each call, because transactions have their own',
  );

export const notWal = (mode: unknown) =>
  type(
    'invalid_options',
    `the journal mode is ${typeof mode === 'string' ? `\`${mode}\`` : 'unknown'}, not \`wal\`; use a file on a local disk, ` +
      'not a database in memory',
  );

export const notOpened = (cause: unknown) =>
  failure('store_unavailable', 'the function that opens a connection of SQLite failed; see `cause`', cause);

export const databaseBusy = (timeoutMs: number) =>
  failure('store_unavailable', `other transactions have kept the database locked for ${timeoutMs} ms`);

export const tooManyWaiting = () =>
  failure(
    'store_unavailable',
    'too many operations are waiting for the database; make handlers in transactions faster',
  );

export const transactionExpired = () =>
  failure('commit_failed', 'the transaction was rolled back, because its lease has ended without being renewed');

export const notASqliteTransaction = (given: unknown) =>
  type(
    'not_a_transaction',
    `enqueue takes a connection of \`better-sqlite3\`, \`node:sqlite\` or \`bun:sqlite\` in a transaction, not ${describe(given)}`,
  );

export const noSqliteTransaction = () =>
  type(
    'not_a_transaction',
    'enqueue was called outside of a transaction, so that the event would be delivered even if you roll back; pass a ' +
      'connection after its `begin`',
  );
