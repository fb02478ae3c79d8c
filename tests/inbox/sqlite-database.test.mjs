// The inbox in SQLite passes the vectors, and does what that in Postgres does, with every library.

import { testBehaviors } from '../databases/sqlite-behaviors.mjs';

testBehaviors(new URL('sqlite-database-behaviors.mjs', import.meta.url).href);
