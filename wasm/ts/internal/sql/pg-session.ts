import * as errors from './errors.js';
import type { Limiter } from './limits.js';
import type { Query, Session } from './session.js';

/** The members of a pool of `pg` that are used. */
export interface Pool {
  connect(receive: (error: unknown, client: PoolClient | undefined) => void): unknown;
  query(text: string, values?: unknown[]): PromiseLike<unknown>;
}

/** The members of a client of `pg` that are used. */
export interface Client {
  query(text: string, values?: unknown[]): PromiseLike<unknown>;
}

interface PoolClient extends Client {
  release(destroy?: boolean): void;
  on(name: 'error', listener: (error: unknown) => void): unknown;
  removeListener(name: 'error', listener: (error: unknown) => void): unknown;
}

/** Begins a transaction on a connection of a pool of `pg`. */
export async function beginPg(
  pool: Pool,
  limiter: Limiter,
  waitMs: number | undefined,
  queryOf: (client: Client) => Query,
): Promise<Session<PoolClient>> {
  // Without a listener, a connection that ends would end the process. It is added in the callback of the pool, because an
  // error can follow the answer to the connection at once.
  const ignore = () => {};
  const client = await limiter.run(
    () =>
      new Promise<PoolClient>((resolve, reject) => {
        pool.connect((error, connected) => {
          if (connected === undefined) return reject(error);
          connected.on('error', ignore);
          resolve(connected);
        });
      }),
    (late) => {
      // A connection that becomes free after the time limit goes back to the pool.
      late?.removeListener('error', ignore);
      late?.release();
    },
    waitMs,
  );
  let isReleased = false;
  let isCommitting = false;
  const release = (destroy: boolean) => {
    if (isReleased) return;
    isReleased = true;
    // The listener stays on a connection that is closed, because errors can still follow.
    if (!destroy) client.removeListener('error', ignore);
    client.release(destroy);
  };
  const execute = client.query.bind(client);
  const run = async (text: string) => await limiter.run(() => execute(text));
  try {
    await run('begin');
  } catch (error) {
    release(true);
    throw error;
  }
  return {
    tx: client,
    query: queryOf(client),
    async commit() {
      isCommitting = true;
      let result: unknown;
      try {
        result = await run('commit');
      } catch (error) {
        release(true);
        throw errors.commitFailed(error);
      }
      // Postgres answers the commit of a failed transaction with a rollback.
      const isRolledBack = (result as { readonly command?: unknown } | undefined)?.command === 'ROLLBACK';
      release(isRolledBack);
      if (isRolledBack) throw errors.transactionAborted();
    },
    async rollback(isUnused = false) {
      if (isReleased || isCommitting) return;
      if (!isUnused) client.query = refuse;
      try {
        await run('rollback');
        release(!isUnused);
      } catch {
        release(true);
      }
    },
  };
}

/** What the connection of a handler that has failed does with further statements, in both forms of the call. */
function refuse(...values: unknown[]): PromiseLike<unknown> {
  const error = errors.transactionEnded();
  const receive = values.at(-1);
  if (typeof receive !== 'function') return Promise.reject(error);
  queueMicrotask(() => receive(error));
  return Promise.resolve();
}
