// The client of SQLite does the same with every library.

import { testBehaviors } from '../databases/sqlite-behaviors.mjs';

testBehaviors(new URL('../databases/sqlite-client-behaviors.mjs', import.meta.url).href);
