// How the libraries open a database, in the runtime that has the library.

import { betterSqlite } from './sqlite-setup.mjs';

/** Returns a function that opens a file. */
export async function opener(library) {
  if (library === 'better-sqlite3') {
    const Database = betterSqlite();
    return (file) => new Database(file);
  }
  if (library === 'bun:sqlite') {
    const { Database } = await import('bun:sqlite');
    return (file) => new Database(file);
  }
  const { DatabaseSync } = await import('node:sqlite');
  return (file) => new DatabaseSync(file);
}
