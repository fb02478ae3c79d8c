import type { QueryParameter } from '../../types/postgres.js';
import { rowsOf } from '../sql/postgres-client.js';
import type { Row } from '../sql/session.js';
import * as errors from './errors.js';

/** Executes a statement with at most one parameter, which is a text, and returns its rows. */
export type Execute = (text: string, parameters: readonly string[]) => Promise<readonly Row[]>;

type Member = (...given: unknown[]) => PromiseLike<unknown>;

/** The code of Postgres for a statement that is only permitted in a transaction. */
const NO_TRANSACTION = '25P01';

/**
 * Returns the function that executes statements in the transaction of a user. Its errors are those of the client, because
 * the user may recognize them, for example to repeat a transaction.
 *
 * @param query the function of a custom client, which executes statements in its own transactions
 */
export function executeIn(
  tx: unknown,
  query?: (text: string, parameters: readonly QueryParameter[], tx: unknown) => PromiseLike<unknown>,
): Execute {
  if ((typeof tx !== 'object' && typeof tx !== 'function') || tx === null) throw errors.notATransaction(tx);
  if (query !== undefined) return async (text, parameters) => rowsOf(await query(text, parameters, tx));
  const client = clientOf(tx);
  const unsafe = member(client, 'unsafe');
  if (unsafe !== undefined) return async (text, parameters) => rowsOf(await unsafe(text, parameters));
  const prisma = member(client, '$queryRawUnsafe');
  const prismaCommand = member(client, '$executeRawUnsafe');
  if (prisma !== undefined && prismaCommand !== undefined) {
    return async (text, parameters) => {
      return parameters.length === 0 ? rowsOf(await prismaCommand(text)) : rowsOf(await prisma(text, ...parameters));
    };
  }
  const raw = member(client, 'raw');
  // Knex replaces question marks, and none of the statements contains another one.
  if (raw !== undefined) return async (text, parameters) => rowsOf(await raw(text.replaceAll('$1', '?'), parameters));
  const run = member(client, 'query');
  if (run !== undefined) return async (text, parameters) => rowsOf(await run(text, [...parameters]));
  throw errors.notATransaction(tx);
}

/** Whether the error says that a statement was executed outside of a transaction. */
export function saysNoTransaction(error: unknown): boolean {
  // Prisma has the code of the database in members that depend on its version, and always in the message.
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return code === NO_TRANSACTION || (typeof message === 'string' && message.includes(NO_TRANSACTION));
}

/** The client of a transaction of Drizzle, which has no function for texts with parameters; else the transaction itself. */
function clientOf(tx: object): object {
  const { _: internals, session } = tx as {
    readonly _?: { readonly session?: unknown };
    readonly session?: unknown;
  };
  if (member(tx, 'execute') === undefined) return tx;
  const { client } = (internals?.session ?? session ?? {}) as { readonly client?: unknown };
  const isClient = (typeof client === 'object' || typeof client === 'function') && client !== null;
  return isClient ? client : tx;
}

function member(client: object, name: string): Member | undefined {
  const found = (client as { readonly [name: string]: unknown })[name];
  return typeof found === 'function' ? (found as Member).bind(client) : undefined;
}
