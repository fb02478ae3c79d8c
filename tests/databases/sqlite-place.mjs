// Databases in a file, for behaviors that are the same for all databases.

/**
 * Returns the behaviors for SQLite.
 *
 * @param makeOn makes a database on a client
 */
export function withPlace(behaviors, makeOn) {
  const entries = Object.entries(behaviors).map(([name, run]) => [name, (where) => runIn(where, run, makeOn)]);
  return Object.fromEntries(entries);
}

async function runIn(where, run, makeOn) {
  const { open, file, source } = where;
  const { SqliteClient } = await source('client.mjs');
  const { toSqliteSettings } = await source('settings.mjs');
  const { names, timeoutMs } = toSqliteSettings('tests', {});
  const clients = [];
  const again = (now) => {
    const client = new SqliteClient(() => open(file), timeoutMs);
    clients.push(client);
    return makeOn(where, client, names, now);
  };
  const user = open(file);
  const place = {
    again,
    async make(now) {
      const database = await again(now);
      await database.migrate();
      return database;
    },
    /** Executes statements in which `:name` is the name of a table. */
    async execute(sql) {
      user.exec(sql.replace(/:(\w+)/g, (_, table) => names.table(table)));
    },
    /** Runs work in a transaction of a user. */
    async transaction(work) {
      user.exec('begin immediate');
      try {
        const result = await work(user);
        user.exec('commit');
        return result;
      } catch (error) {
        user.exec('rollback');
        throw error;
      }
    },
  };
  try {
    await run(place);
  } finally {
    user.close();
    for (const client of clients) await client.close();
  }
}
