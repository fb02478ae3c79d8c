import type { Migration } from '../../types/inbox-database.js';
import * as errors from './errors.js';
import type { SqliteClient } from './sqlite-client.js';
import { NOW } from './sqlite-clock.js';
import type { SqliteNames } from './sqlite-settings.js';

/**
 * Executes the migrations that the database does not have yet, in one transaction. Processes that call it at the same time
 * wait for each other.
 *
 * @param part what the migrations create: parts with the same prefix have separate versions
 */
export async function migrateSqlite(
  client: SqliteClient,
  names: SqliteNames,
  part: string,
  migrations: readonly Migration[],
): Promise<void> {
  const table = names.table('migrations');
  await client.write((connection) => {
    connection.exec(
      `create table if not exists ${table} (part text not null, version integer not null, name text not null, ` +
        `executed_at integer not null default (${NOW}), primary key (part, version)) strict`,
    );
    const row = connection.get(`select max(version) as version from ${table} where part = ?`, [part]);
    const found = Number(row?.version ?? 0);
    if (found > migrations.length) throw errors.schemaTooNew(found, migrations.length);
    for (const { version, name, sql } of migrations.slice(found)) {
      connection.exec(sql);
      connection.run(`insert into ${table} (part, version, name) values (?, ?, ?)`, [part, version, name]);
    }
  });
}
