// Clients of a Postgres for the tests of inboxes, and what they have in common.

import { setTimeout as later } from 'node:timers/promises';
import { postgresInbox } from 'hookwright/postgres';
import pg from 'pg';
import postgres from 'postgres';
import { PATIENT_MS } from '../databases/postgres.mjs';

/** How long a test, or a group of tests, may take on a machine that is slow. */
export const timeout = 300_000;

/** Waits until a condition returns a value that is not false. */
export async function until(condition) {
  for (;;) {
    const value = await condition();
    if (value) return value;
    await later(5);
  }
}

/** How long the end of a test waits for connections in use. A failed test can leave a transaction open. */
const END_MS = 1_000;

/** A pool of `pg` whose lost connections do not end the process. */
export function poolOf(context, options) {
  const pool = new pg.Pool(options);
  pool.on('error', () => {});
  context.after(() => Promise.race([pool.end(), later(END_MS, undefined, { ref: false })]));
  return pool;
}

/**
 * The clients that an inbox can have: each connects, and runs a statement in a transaction that a handler got.
 *
 * `options` are those of `pg`; `max` is the number of connections.
 */
export const clients = {
  pg: {
    connect: poolOf,
    run: async (tx, text, values) => (await tx.query(text, values)).rows,
  },
  postgres: {
    connect(context, { host, port, user, database, max = 10 }) {
      const sql = postgres({ host, port, username: user, database, max, onnotice() {} });
      context.after(() => sql.end({ timeout: END_MS / 1_000 }));
      return sql;
    },
    run: async (tx, text, values) => [...(await tx.unsafe(text, values))],
  },
  functions: {
    connect(context, options) {
      const pool = poolOf(context, options);
      return {
        query: (text, values, tx = pool) => tx.query(text, [...values]),
        async transaction(work) {
          const client = await pool.connect();
          const ignore = () => {};
          client.on('error', ignore);
          let isLost = true;
          try {
            await client.query('begin');
            try {
              await work(client);
              await client.query('commit');
            } catch (error) {
              await client.query('rollback');
              throw error;
            } finally {
              isLost = false;
            }
          } finally {
            client.removeListener('error', ignore);
            client.release(isLost);
          }
        },
      };
    },
    run: async (tx, text, values) => (await tx.query(text, values)).rows,
  },
};

let prefixes = 0;

/** Creates an inbox with tables of its own, and a table in which handlers leave their effects. */
export async function createInbox(context, server, { kind = 'pg', max, ...options } = {}) {
  prefixes += 1;
  const prefix = `t${prefixes}_`;
  const client = clients[kind].connect(context, { ...server.options, max });
  const inbox = postgresInbox(client, { prefix, timeoutMs: PATIENT_MS, ...options });
  await inbox.migrate();
  const effects = `${prefix}effects`;
  await server.query(`create table ${effects} (event text, by text)`);
  return {
    inbox,
    client,
    prefix,
    /** Leaves an effect in a transaction. */
    leave: (tx, event, by = '') =>
      clients[kind].run(tx, `insert into ${effects} (event, by) values ($1, $2)`, [event, by]),
    /** The effects that were committed. */
    left: () => server.query(`select event, by from ${effects} order by 1, 2`),
    rows: () => server.query(`select * from ${prefix}inbox order by received_at, key`),
    run: clients[kind].run,
  };
}
