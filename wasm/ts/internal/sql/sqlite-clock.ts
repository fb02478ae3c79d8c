import type { SqliteConnection } from './sqlite-connection.js';

/** The time of SQLite in milliseconds since the epoch. `unixepoch` has no fractions in older versions. */
export const NOW = "cast(round((julianday('now') - 2440587.5) * 86400000) as integer)";

/** Returns the time of a database, in milliseconds since the epoch. */
export type SqliteClock = (connection: SqliteConnection) => number;

/** @param nowMs the time instead of that of SQLite, for tests */
export function sqliteClock(nowMs?: () => number): SqliteClock {
  if (nowMs !== undefined) return nowMs;
  return (connection) => Number(connection.get(`select ${NOW} as now`)?.now);
}
