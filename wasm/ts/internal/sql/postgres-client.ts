import type { PostgresClient, QueryClient, QueryParameter } from '../../types/postgres.js';
import { callbackSession } from './callback-session.js';
import * as errors from './errors.js';
import type { Limiter } from './limits.js';
import { beginPg, type Client, type Pool } from './pg-session.js';
import type { Connections, Query, Row } from './session.js';

/** The function of `postgres`, or one of its transactions. */
interface Sql {
  unsafe(text: string, parameters?: readonly QueryParameter[]): PromiseLike<unknown>;
  begin(work: (sql: unknown) => Promise<void>): PromiseLike<unknown>;
}

type Execute = (text: string, parameters: readonly QueryParameter[]) => PromiseLike<unknown>;

/**
 * Returns the connections of a client: `pg`, `postgres`, or the functions `query` and `transaction`.
 *
 * @param what the name of the public function, for messages
 */
export function connectionsOf<Tx>(what: string, client: PostgresClient<Tx>, limiter: Limiter): Connections<Tx> {
  const kind = kindOf(client);
  if (kind === 'pg') {
    const pool = client as unknown as Pool;
    return {
      client,
      max: maxOf(pool),
      query: queryOf(limiter, (text, parameters) => pool.query(text, [...parameters])),
      begin: (waitMs) => beginPg(pool, limiter, waitMs, (db) => queryOf(limiter, executeIn(db))) as never,
    };
  }
  if (kind === 'postgres') {
    const sql = client as unknown as Sql;
    return {
      client,
      max: maxOf(sql),
      query: queryOf(limiter, (text, parameters) => sql.unsafe(text, parameters)),
      begin: (waitMs) =>
        callbackSession(
          (work) => sql.begin(work as never),
          limiter,
          waitMs,
          (tx: Tx) => {
            return queryOf(limiter, (text, parameters) => (tx as unknown as Sql).unsafe(text, parameters));
          },
        ),
    };
  }
  if (kind === 'functions') {
    const custom = client as QueryClient<Tx>;
    return {
      client,
      query: queryOf(limiter, (text, parameters) => custom.query(text, parameters)),
      begin: (waitMs) =>
        callbackSession(
          (work) => custom.transaction(work),
          limiter,
          waitMs,
          (tx: Tx) => {
            return queryOf(limiter, (text, parameters) => custom.query(text, parameters, tx));
          },
        ),
    };
  }
  throw errors.notAPostgresClient(what, client);
}

/** The number of connections in the options of a client. */
function maxOf(client: unknown): number | undefined {
  const max = (client as { readonly options?: { readonly max?: unknown } | undefined }).options?.max;
  return typeof max === 'number' ? max : undefined;
}

function kindOf(client: unknown): 'pg' | 'postgres' | 'functions' | undefined {
  if ((typeof client !== 'object' && typeof client !== 'function') || client === null) return undefined;
  const has = (name: string) => typeof (client as { readonly [name: string]: unknown })[name] === 'function';
  if (has('unsafe') && has('begin')) return 'postgres';
  if (has('query') && has('transaction')) return 'functions';
  return has('query') && has('connect') && 'totalCount' in client ? 'pg' : undefined;
}

function executeIn(client: Client): Execute {
  return (text, parameters) => client.query(text, [...parameters]);
}

function queryOf(limiter: Limiter, execute: Execute): Query {
  return async (text, parameters = [], late) => {
    const lateRows = late && ((result: unknown) => late(result === undefined ? undefined : rowsOf(result)));
    return rowsOf(await limiter.run(() => execute(text, parameters), lateRows));
  };
}

/** The rows of a result: a list, or an object that contains it. */
export function rowsOf(result: unknown): readonly Row[] {
  if (Array.isArray(result)) return result;
  const rows = (result as { readonly rows?: unknown } | null | undefined)?.rows;
  return Array.isArray(rows) ? rows : [];
}
