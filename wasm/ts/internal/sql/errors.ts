import { failure, range, type } from '../coded-error.js';
import { describe } from '../misuse.js';
import { SERIALIZATION_FAILURE } from './sql-state.js';

// The errors of inboxes and outboxes in databases.

export const notAPostgresClient = (what: string, given: unknown) => {
  const kinds = 'a pool of `pg`, the function of `postgres`, or an object with the functions `query` and `transaction`';
  return type('invalid_options', `${what} takes ${kinds}; it is ${describe(given)}`);
};

export const notAPrefix = () =>
  type(
    'invalid_options',
    '`prefix` must be 1 to 40 lower-case letters, digits and underscores, and must not start with a digit',
  );

export const notASchema = () =>
  type(
    'invalid_options',
    '`schema` must be 1 to 63 lower-case letters, digits and underscores, and must not start with a digit',
  );

export const databaseTimeout = (timeoutMs: number) =>
  failure('store_unavailable', `the database did not answer within ${timeoutMs} ms, or no connection was free`);

export const databaseFailed = (cause: unknown) =>
  failure(
    'store_unavailable',
    'a statement failed: the database refused it, or the connection ended; see `cause`',
    cause,
  );

export const notBytes = (given: unknown) =>
  failure(
    'store_unavailable',
    `the client returned ${describe(given)} for the type \`bytea\`, where bytes or its text in hex are needed`,
  );

export const databaseOverloaded = () =>
  failure('store_unavailable', 'the database has not answered many earlier statements, so no more are sent to it');

export const schemaTooNew = (found: number, known: number) =>
  failure(
    'store_unavailable',
    `the tables have version ${found}, and this version of hookwright knows ${known}; update the package`,
  );

export const transactionAborted = (cause?: unknown) =>
  failure(
    'transaction_aborted',
    'a statement of the handler has failed, or the handler has ended the transaction, so nothing was committed',
    cause,
  );

export const transactionEnded = () =>
  failure('transaction_aborted', 'the transaction was rolled back, because its handler has failed or was given up');

export const transactionRepeated = () =>
  failure(
    'commit_failed',
    'the function `transaction` of the client has repeated the transaction, whose effects are lost; it must call its ' +
      'function once, also after a serialization failure',
    // Postgres has refused the first transaction, which counts as an attempt of a worker.
    Object.assign(new Error('the transaction was repeated'), { code: SERIALIZATION_FAILURE }),
  );

export const takeUnanswered = () =>
  failure('store_unavailable', 'the database has not answered the last request for events, so no other is sent yet');

export const commitFailed = (cause: unknown) =>
  failure(
    'commit_failed',
    'the commit failed, or its answer was lost; the next delivery of the event finds out',
    cause,
  );

export const notDays = () => range('invalid_options', '`days` must be a number from 0 to 36500');

export const emptySelection = () =>
  type('invalid_options', 'replay needs `id`, `type`, `state`, `since` or `until`, so that not everything is replayed');

export const notAnInbox = (given: unknown) =>
  type('invalid_options', `\`inbox\` must be an inbox, such as that of \`postgresInbox\`, not ${describe(given)}`);

export const optionOfWorker = (option: string) =>
  type('invalid_options', `\`${option}\` has no effect with \`inbox\`, where workers handle the events; remove it`);

export const handlingWithoutTransaction = () =>
  type(
    'invalid_options',
    "`ifStoreFails: 'handle'` would call handlers without a transaction; remove it, so that the sender tries again",
  );
