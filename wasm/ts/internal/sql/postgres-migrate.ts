import type { Migration } from '../../types/inbox-database.js';
import * as errors from './errors.js';
import type { PostgresNames } from './postgres-names.js';
import { execute, toNumber } from './postgres-statement.js';
import type { Connections, Query } from './session.js';

/**
 * Executes the migrations that the database does not have yet, in one transaction. Processes that call it at the same time
 * wait for each other.
 *
 * @param part what the migrations create: parts with the same prefix have separate versions
 */
export async function migratePostgres<Tx>(
  connections: Connections<Tx>,
  names: PostgresNames,
  part: string,
  migrations: readonly Migration[],
): Promise<void> {
  const table = names.table('migrations');
  const version = async (query: Query) => {
    const [row] = await execute(
      query,
      (p) => `select max(version) as version from ${table} where part = ${p.text(part)}`,
    );
    const found = toNumber(row?.version ?? 0);
    if (found > migrations.length) throw errors.schemaTooNew(found, migrations.length);
    return found;
  };
  // A role that may not create tables can call this, too, if there is nothing to create.
  const [known] = await execute(connections.query, (p) => `select cast(to_regclass(${p.text(table)}) as text) as name`);
  if (typeof known?.name === 'string' && (await version(connections.query)) === migrations.length) return;
  const session = await connections.begin();
  try {
    const { query } = session;
    await execute(
      query,
      // Its type is `void`, which not every client can read.
      (p) =>
        `select cast(pg_advisory_xact_lock(hashtextextended(${p.text(names.lock('migrations'))}, 0)) as text) as locked`,
    );
    await query(
      `create table if not exists ${table} (part text, version integer, name text not null, ` +
        'executed_at timestamptz not null default now(), primary key (part, version))',
    );
    for (const { version: number, name, sql } of migrations.slice(await version(query))) {
      for (const statement of statementsOf(sql)) await query(statement);
      await execute(query, (p) => {
        return `insert into ${table} (part, version, name) values (${p.text(part)}, ${p.integer(number)}, ${p.text(name)})`;
      });
    }
    await session.commit();
  } catch (error) {
    await session.rollback();
    throw error;
  }
}

/** The statements of a migration. Not all clients execute several at once. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
