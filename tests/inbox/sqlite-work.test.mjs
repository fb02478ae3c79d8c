// Receivers and workers with an inbox in SQLite, in Node, Bun and Deno.

import { testBehaviors } from '../databases/sqlite-behaviors.mjs';

testBehaviors(new URL('sqlite-work-behaviors.mjs', import.meta.url).href);
