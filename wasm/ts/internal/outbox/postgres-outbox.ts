import type { Outbox } from '../../types/outbox.js';
import type { PostgresClient, PostgresOptions, QueryClient } from '../../types/postgres.js';
import { optionNames } from '../options.js';
import { Limiter } from '../sql/limits.js';
import { connectionsOf } from '../sql/postgres-client.js';
import { toPostgresSettings } from '../sql/postgres-names.js';
import { makeOutbox } from './outbox.js';
import { PostgresOutbox } from './postgres-database.js';
import { executeIn } from './transaction.js';

const OPTIONS = optionNames<PostgresOptions>({ prefix: true, schema: true, timeoutMs: true });

/** Creates an outbox in Postgres. */
export function makePostgresOutbox<Tx>(client: PostgresClient, options: PostgresOptions): Outbox<Tx> {
  const settings = toPostgresSettings('postgresOutbox', options, OPTIONS);
  const connections = connectionsOf('postgresOutbox', client, new Limiter(settings.timeoutMs));
  const { query, transaction } = client as Partial<QueryClient>;
  // Only a custom client has both, and knows its own transactions.
  const custom = typeof client === 'object' && typeof transaction === 'function' ? query?.bind(client) : undefined;
  return makeOutbox(new PostgresOutbox(connections, settings.names, (tx) => executeIn(tx, custom)));
}
