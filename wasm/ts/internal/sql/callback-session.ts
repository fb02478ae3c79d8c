import * as errors from './errors.js';
import type { Limiter } from './limits.js';
import type { Query, Session } from './session.js';

/** Runs a function in a transaction, which it commits if the promise of the function fulfills. */
type Transaction<Tx> = (work: (tx: Tx) => Promise<void>) => PromiseLike<unknown>;

/** What the function of a transaction that is rolled back throws. */
const ROLLBACK = new Error('the transaction is rolled back');

/** Begins a transaction of a client that runs a function in it: the function waits for the end. */
export async function callbackSession<Tx>(
  transaction: Transaction<Tx>,
  limiter: Limiter,
  waitMs: number | undefined,
  queryOf: (tx: Tx) => Query,
): Promise<Session<Tx>> {
  let commit = () => {};
  let rollBack = () => {};
  const end = new Promise<void>((resolve, reject) => {
    commit = resolve;
    rollBack = () => reject(ROLLBACK);
  });
  // Nothing waits for the end before the transaction has begun.
  end.catch(() => {});
  let whole: Promise<unknown> | undefined;
  const tx = await limiter.run(
    () =>
      new Promise<Tx>((resolve, reject) => {
        let isBegun = false;
        whole = start(transaction, async (begun) => {
          // The handler does not run again, so that a repeated transaction would commit nothing, and succeed.
          if (isBegun) throw errors.transactionRepeated();
          isBegun = true;
          resolve(begun);
          await end;
        });
        whole.then(() => reject(errors.databaseFailed(undefined)), reject);
      }),
    () => rollBack(),
    waitMs,
  );
  const ended = async () => await limiter.run(async () => await whole);
  // After its connection was lost, a transaction has ended although its function waits. Then it must neither execute
  // statements nor return: `postgres` throws an error that ends the process if something is sent on such a connection.
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  (whole as Promise<unknown> | undefined)?.then(over, over);
  const query = queryOf(tx);
  return {
    tx,
    query: async (text, parameters) => (isOver ? await lost(ended) : await query(text, parameters)),
    async commit() {
      if (!isOver) commit();
      try {
        await ended();
      } catch (error) {
        throw errors.commitFailed(error);
      }
    },
    async rollback() {
      if (isOver) return;
      rollBack();
      await ended().catch(() => {});
    },
  };
}

/** Fails with the error with which a transaction has ended. */
async function lost(ended: () => Promise<unknown>): Promise<never> {
  await ended();
  throw errors.databaseFailed(undefined);
}

async function start<Tx>(transaction: Transaction<Tx>, work: (tx: Tx) => Promise<void>): Promise<unknown> {
  return await transaction(work);
}
