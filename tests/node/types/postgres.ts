// Uses with the types of the clients of Postgres, without casts. This file is compiled and not run.

import { webhook } from 'hookwright/express';
import { worker } from 'hookwright/inbox';
import {
  type Backlog,
  type Inbox,
  type InboxItem,
  type Migration,
  type PostgresOptions,
  postgresInbox,
  type TransactionStore,
} from 'hookwright/postgres';
import { memoryStore, receiver } from 'hookwright/receiver';
import pg from 'pg';
import postgres from 'postgres';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_ extends true>(): void => {};

const options: PostgresOptions = { prefix: 'hooks_', schema: 'public', timeoutMs: 500 };

/** A transaction of another client. */
interface Other {
  run(text: string): Promise<number>;
}

const ofPool = postgresInbox(new pg.Pool(), options);
const ofSql = postgresInbox(postgres());
const ofOther = postgresInbox({
  query: async (text, parameters, tx?: Other) => [{ text, parameters, tx }],
  transaction: async (work: (tx: Other) => Promise<void>) => await work({ run: async () => 1 }),
});
export const inboxes: Inbox[] = [ofPool, ofSql, ofOther];
is<Same<typeof ofPool, Inbox<pg.PoolClient>>>();
is<Same<typeof ofOther, Inbox<Other>>>();
export const store: TransactionStore<pg.PoolClient> = ofPool.transactions;

// Handlers get the transaction of the client.
receiver({
  provider: 'github',
  secrets: 's',
  name: 'a',
  store: ofPool.transactions,
  on: {
    push: async (event, { tx }) => (await tx.query<{ id: string }>('select $1 as id', [event.id])).rows[0]?.id,
  },
});
webhook({
  provider: 'well',
  secrets: 's',
  name: 'a',
  store: ofSql.transactions,
  on: { 'company.created': async (event, { tx }) => await tx`select ${event.id}` },
});
receiver({
  provider: 'github',
  secrets: 's',
  name: 'a',
  store: ofOther.transactions,
  onUnknown: (_, { tx }) => tx.run('a'),
});
receiver({
  provider: 'github',
  secrets: 's',
  name: 'a',
  store: memoryStore(),
  onUnknown: (_, { tx }) => {
    is<Same<typeof tx, undefined>>();
  },
});

// A receiver that stores has no handlers.
receiver({ provider: 'github', secrets: 's', name: 'a', inbox: ofPool, tenant: () => 'a', keepMs: 60_000 });
// @ts-expect-error: the handlers are those of the worker
receiver({ provider: 'github', secrets: 's', name: 'a', inbox: ofPool, on: { push: () => {} } });
// @ts-expect-error: it needs a name
receiver({ provider: 'github', secrets: 's', inbox: ofPool });

const running = worker({
  provider: 'well',
  name: 'a',
  inbox: ofPool,
  transaction: true,
  policy: 'standard',
  on: {
    'company.created': async (event, { tx, attempt, defer }) => {
      is<Same<typeof event.type, 'company.created'>>();
      is<Same<typeof tx, pg.PoolClient>>();
      if (attempt > 1) defer(1_000);
      await tx.query('select 1');
    },
  },
  onDead: (item: InboxItem) => item.lastError,
});
worker({
  provider: 'github',
  name: 'a',
  inbox: ofSql,
  onUnknown: (_, { tx, tenant }) => {
    is<Same<typeof tx, undefined>>();
    is<Same<typeof tenant, string | null>>();
  },
});
// @ts-expect-error: a worker needs an inbox
worker({ provider: 'github', name: 'a', onUnknown: () => {} });

export const uses: [Promise<void>, Promise<number>, Promise<Backlog>, Promise<InboxItem[]>, readonly Migration[]] = [
  running.stop({ timeoutMs: 1_000 }),
  ofPool.replay({ name: 'a', state: 'dead', since: new Date() }),
  ofPool.backlog({ name: 'a' }),
  ofPool.list({ type: 'push', limit: 7 }),
  ofPool.migrations,
];
// @ts-expect-error: an item that is being handled cannot be replayed
ofPool.replay({ state: 'working' });
// @ts-expect-error: not a client
postgresInbox({ query: async () => [] });
