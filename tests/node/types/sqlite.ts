// Uses with the types of the libraries of SQLite, without casts.

/// <reference path="../../node_modules/@types/node24/sqlite.d.ts" />
/// <reference path="../../node_modules/bun-types/sqlite.d.ts" />

import { Database } from 'bun:sqlite';
import { DatabaseSync } from 'node:sqlite';
import BetterSqlite from 'better-sqlite3';
import { worker } from 'hookwright/inbox';
import { dispatcher } from 'hookwright/outbox';
import { receiver } from 'hookwright/receiver';
import {
  type AddedDelivery,
  type Inbox,
  type SqliteDatabase,
  type SqliteInbox,
  type SqliteOptions,
  type SqliteOutbox,
  sqliteInbox,
  sqliteOutbox,
} from 'hookwright/sqlite';

const options: SqliteOptions = { prefix: 'hooks_', timeoutMs: 500 };

const better: SqliteInbox<BetterSqlite.Database> = sqliteInbox(() => new BetterSqlite('a.db'), options);
const node: SqliteInbox<DatabaseSync> = sqliteInbox(() => new DatabaseSync('a.db'));
const bun: SqliteInbox<Database> = sqliteInbox(() => new Database('a.db'));
export const inboxes: Inbox[] = [better, node, bun];

// Handlers get the connection of the library.
receiver({
  provider: 'github',
  secrets: 's',
  name: 'a',
  store: better.transactions,
  on: { push: (event, { tx }) => tx.prepare('insert into a values (?)').run(event.id).changes },
});
receiver({
  provider: 'github',
  secrets: 's',
  name: 'a',
  store: node.transactions,
  on: { push: (event, { tx }) => tx.prepare('insert into a values (?)').run(event.id).changes },
});
worker({
  provider: 'github',
  name: 'a',
  inbox: bun,
  transaction: true,
  on: { push: (event, { tx }) => tx.query('insert into a values (?)').run(event.id) },
});
worker({
  provider: 'github',
  name: 'a',
  inbox: bun,
  on: {
    push: (_, { tx }) => {
      const none: undefined = tx;
      return none;
    },
  },
});

const outbox: SqliteOutbox = sqliteOutbox(() => new DatabaseSync('a.db'), options);
const delivery = { event: { id: 'evt_1', body: '{}' }, subscriptions: ['sub_1'] };
for (const database of [new BetterSqlite('a.db'), new DatabaseSync('a.db'), new Database('a.db')]) {
  const tx: SqliteDatabase = database;
  const added: readonly AddedDelivery[] = outbox.enqueue(tx, delivery);
  console.log(added);
}
dispatcher({ outbox, provider: 'standard', policy: 'standard', endpoint: () => null });

// @ts-expect-error A connection, not a function that opens it.
sqliteInbox(new BetterSqlite('a.db'));
// @ts-expect-error Not a connection.
outbox.enqueue({}, delivery);

export async function use(inbox: SqliteInbox) {
  await inbox.migrate();
  await inbox.close();
}
