// The outbox in SQLite, and its dispatcher, with every library.

import { testBehaviors } from '../databases/sqlite-behaviors.mjs';

for (const name of ['sqlite-behaviors.mjs', 'sqlite-dispatcher-behaviors.mjs']) {
  testBehaviors(new URL(name, import.meta.url).href);
}
