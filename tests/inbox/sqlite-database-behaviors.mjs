// The behavior of the inbox in SQLite, in every runtime.

import { withPlace } from '../databases/sqlite-place.mjs';
import behaviors from './database-behaviors.mjs';

const make = async ({ source }, client, names, now) => {
  const { SqliteInboxDatabase } = await source('inbox.mjs');
  return new SqliteInboxDatabase(client, names, now);
};

export default withPlace(behaviors, make);
