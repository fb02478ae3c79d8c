// Migrations, replay, lists, the backlog and retention of an inbox in Postgres.

import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { postgresInbox } from 'hookwright/postgres';
import { startPostgres } from '../databases/postgres.mjs';
import { clients, createInbox, poolOf, timeout } from './setup.mjs';

let server;
before(async (context) => {
  server = await startPostgres(context);
});

const DAY_MS = 86_400_000;
let keys = 0;

/** An event that arrived at an instant. */
const eventOf = (changes = {}) => {
  keys += 1;
  return {
    key: `hooks:${keys}`,
    endpoint: 'hooks',
    tenant: null,
    eventId: `e${keys}`,
    eventType: 'push',
    receivedAtMs: Date.now(),
    body: Buffer.from('{}'),
    headers: {},
    verdict: { key: { index: 0 } },
    keepMs: 0,
    ...changes,
  };
};

/** Stores events in these states. */
async function fill({ database }, items) {
  // A queued event would be taken with the next one.
  const last = items.filter(({ state }) => state === 'queued');
  for (const { state, ...changes } of [...items.filter((item) => !last.includes(item)), ...last]) {
    const item = eventOf(changes);
    await database.add(item);
    if (state === 'queued') continue;
    const { items: taken } = await database.take({ endpoint: item.endpoint, token: 't', leaseMs: 60_000, limit: 100 });
    const held = taken.find(({ key }) => key === item.key);
    if (state === 'handled') await database.settle(held, { op: 'complete' });
    if (state === 'dead') await database.settle(held, { op: 'bury', error: 'Error' });
  }
}

for (const [kind, { connect }] of Object.entries(clients)) {
  test(`migrations run once, also if several processes run them at the same time (${kind})`, {
    timeout,
  }, async (context) => {
    const prefix = `migrated_${kind}_`;
    const inboxes = Array.from({ length: 5 }, () => postgresInbox(connect(context, server.options), { prefix }));
    await Promise.all(inboxes.map((inbox) => inbox.migrate()));
    await inboxes[0].migrate();
    const rows = await server.query(`select part, version, name from ${prefix}migrations order by 1, 2`);
    assert.deepEqual(
      rows,
      inboxes[0].migrations.map(({ version, name }) => ({ part: 'inbox', version, name })),
    );
    assert.deepEqual(
      rows.map(({ version }) => version),
      rows.map((_, index) => index + 1),
    );
  });
}

test('migrations can be executed by another tool, as plain SQL', { timeout }, async (context) => {
  const inbox = postgresInbox(poolOf(context, server.options), { prefix: 'plain_' });
  for (const { sql } of inbox.migrations) await server.query(sql);
  assert.equal(await inbox.database.add(eventOf()), true);
});

test('a migration that fails changes nothing', { timeout }, async (context) => {
  const inbox = postgresInbox(poolOf(context, server.options), { prefix: 'failing_' });
  // The last statements of the migration fail.
  await server.query('create table failing_inbox_objects (other integer)');
  await assert.rejects(inbox.migrate(), ({ code, cause }) => code === 'store_unavailable' && cause.code === '42P07');
  const tables = await server.query(`select tablename from pg_tables where tablename like 'failing%'`);
  assert.deepEqual(tables, [{ tablename: 'failing_inbox_objects' }]);
});

test('a role that may not create tables migrates if nothing is missing', { timeout }, async (context) => {
  const names = { schema: 'migrated_by_others', prefix: 'p_' };
  await server.query('create schema migrated_by_others');
  await postgresInbox(poolOf(context, server.options), names).migrate();
  await server.query('create role restricted login');
  await server.query('grant usage on schema migrated_by_others to restricted');
  await server.query('grant select, insert, update, delete on all tables in schema migrated_by_others to restricted');
  const pool = poolOf(context, { ...server.options, user: 'restricted' });
  const inbox = postgresInbox(pool, names);
  await inbox.migrate();
  assert.equal(await inbox.database.add(eventOf()), true);
  const missing = postgresInbox(pool, { ...names, prefix: 'q_' });
  await assert.rejects(missing.migrate(), ({ code, cause }) => code === 'store_unavailable' && cause.code === '42501');
});

test('tables of a newer version are refused', { timeout }, async (context) => {
  const { inbox, prefix } = await createInbox(context, server);
  await server.query(`insert into ${prefix}migrations (part, version, name) values ('inbox', 1000, 'later')`);
  await assert.rejects(inbox.migrate(), { code: 'store_unavailable', message: /version 1000/ });
});

test('a prefix and a schema separate inboxes', { timeout }, async (context) => {
  await server.query('create schema hooks');
  const pool = poolOf(context, server.options);
  const all = [{ schema: 'hooks' }, { schema: 'hooks', prefix: 'other_' }, { prefix: 'other_' }, {}].map((options) =>
    postgresInbox(pool, options),
  );
  for (const inbox of all) await inbox.migrate();
  const claims = [];
  for (const inbox of all) {
    assert.equal(await inbox.database.add(eventOf({ key: 'hooks:same' })), true);
    // The locks are separate, too.
    claims.push(await inbox.transactions.claim({ key: 'hooks:tx', token: 'a', leaseMs: 60_000, keepMs: 60_000 }));
  }
  assert.deepEqual(
    claims.map(({ state }) => state),
    all.map(() => 'claimed'),
  );
  for (const [index, inbox] of all.entries()) {
    await inbox.transactions.release({ key: 'hooks:tx', token: 'a', fence: claims[index].fence });
  }
  const tables = await server.query(`select schemaname || '.' || tablename as name from pg_tables
    where tablename in ('hookwright_inbox', 'other_inbox') order by 1`);
  assert.deepEqual(
    tables.map(({ name }) => name),
    ['hooks.hookwright_inbox', 'hooks.other_inbox', 'public.hookwright_inbox', 'public.other_inbox'],
  );
});

test('constraints refuse states that are not those of the state machine', { timeout }, async (context) => {
  const { inbox, prefix } = await createInbox(context, server);
  await fill(inbox, [{ state: 'queued' }, { state: 'working' }, { state: 'dead' }, { state: 'handled' }]);
  const broken = {
    state: `state = 'unknown', token = 'a', due_at = null, lease_end = null, ended_at = null`,
    counts: 'attempts = -1',
    due: `due_at = case when state = 'queued' then null else now() end`,
    lease: `lease_end = case when state = 'working' then null else now() end`,
    token: `token = case when state = 'queued' then 'a' end`,
    ended: `ended_at = case when state in ('handled', 'dead') then null else now() end`,
    body: 'body = null',
  };
  const states = { queued: Object.keys(broken), working: Object.keys(broken), dead: Object.keys(broken) };
  for (const [state, names] of Object.entries(states)) {
    for (const name of names) {
      const changed = server.query(`update ${prefix}inbox set ${broken[name]} where state = '${state}'`);
      await assert.rejects(changed, { constraint: `${prefix}inbox_${name}` }, `${state}: ${name}`);
    }
  }
});

test('replay queues what a selection matches, and nothing that is being handled', { timeout }, async (context) => {
  const { inbox } = await createInbox(context, server);
  const at = (days) => Date.now() - days * DAY_MS;
  await fill(inbox, [
    { state: 'dead', eventId: 'old', receivedAtMs: at(10) },
    { state: 'dead', eventId: 'new', receivedAtMs: at(1), eventType: 'ping' },
    { state: 'handled', eventId: 'done', receivedAtMs: at(1) },
    { state: 'dead', eventId: 'other', endpoint: 'others', receivedAtMs: at(1) },
    { state: 'working', eventId: 'busy', receivedAtMs: at(1) },
  ]);
  const queued = async () => (await inbox.list({ state: 'queued' })).map(({ id }) => id).sort();
  assert.equal(await inbox.replay({ name: 'hooks', state: 'dead', since: at(5) }), 1);
  assert.deepEqual(await queued(), ['new']);
  assert.equal(await inbox.replay({ name: 'hooks', until: new Date(at(5)) }), 1);
  assert.deepEqual(await queued(), ['new', 'old']);
  assert.equal(await inbox.replay({ type: 'ping' }), 1);
  assert.equal(await inbox.replay({ id: 'busy' }), 0);
  assert.equal(await inbox.replay({ id: 'done' }), 1);
  assert.equal(await inbox.replay({ state: 'dead' }), 1);
  assert.deepEqual(await queued(), ['done', 'new', 'old', 'other']);
  const [item] = await inbox.list({ id: 'new' });
  assert.deepEqual([item.attempts, item.deferrals, item.lastError], [0, 0, 'Error']);
  const { due, working, dead } = await inbox.backlog();
  assert.deepEqual([due, working, dead], [4, 1, 0]);
});

test('replay does not queue events of the mode `transaction`, which have no body', { timeout }, async (context) => {
  const { inbox } = await createInbox(context, server);
  const request = { key: 'hooks:e1', token: 'a', leaseMs: 60_000, keepMs: 60_000 };
  const { fence } = await inbox.transactions.claim(request);
  await inbox.transactions.complete({ ...request, fence });
  assert.equal(await inbox.replay({ state: 'handled' }), 0);
});

test('lists are ordered by arrival, and limited', { timeout }, async (context) => {
  const { inbox } = await createInbox(context, server);
  const now = Date.now();
  await fill(
    inbox,
    Array.from({ length: 5 }, (_, index) => ({ state: 'queued', eventId: `${index}`, receivedAtMs: now + index })),
  );
  assert.deepEqual(
    (await inbox.list({ limit: 3 })).map(({ id }) => id),
    ['4', '3', '2'],
  );
  assert.equal((await inbox.list()).length, 5);
  assert.deepEqual(await inbox.list({ name: 'unknown' }), []);
});

test('the backlog counts what waits, and how long', { timeout }, async (context) => {
  const { inbox, prefix } = await createInbox(context, server);
  assert.deepEqual(await inbox.backlog(), { due: 0, scheduled: 0, working: 0, dead: 0, oldestDueMs: 0 });
  await fill(inbox, [
    { state: 'dead' },
    { state: 'handled' },
    { state: 'working' },
    { state: 'queued' },
    { state: 'queued' },
    { state: 'queued', endpoint: 'others' },
  ]);
  await server.query(`update ${prefix}inbox set due_at = now() + interval '1 hour' where key = 'hooks:${keys - 2}'`);
  await server.query(`update ${prefix}inbox set due_at = now() - interval '1 hour' where key = 'hooks:${keys - 1}'`);
  const { oldestDueMs, ...counts } = await inbox.backlog({ name: 'hooks' });
  assert.deepEqual(counts, { due: 1, scheduled: 1, working: 1, dead: 1 });
  assert.ok(oldestDueMs >= 3_600_000 && oldestDueMs < 3_700_000, `${oldestDueMs}`);
  assert.equal((await inbox.backlog()).due, 2);
});

test('prune deletes what ended days ago, except what the sender may still repeat', { timeout }, async (context) => {
  const { inbox, prefix } = await createInbox(context, server);
  await fill(inbox, [
    { state: 'handled', eventId: 'old' },
    { state: 'dead', eventId: 'dead' },
    { state: 'handled', eventId: 'repeatable', keepMs: 40 * DAY_MS },
    { state: 'queued', eventId: 'waiting' },
    { state: 'working', eventId: 'busy' },
  ]);
  await server.query(
    `update ${prefix}inbox set received_at = received_at - interval '30 days', ended_at = ended_at - interval '30 days'`,
  );
  await fill(inbox, [{ state: 'handled', eventId: 'new' }]);
  assert.equal(await inbox.prune({ days: 31 }), 0);
  assert.equal(await inbox.prune({ days: 29 }), 2);
  const left = async () => (await inbox.list()).map(({ id }) => id).sort();
  assert.deepEqual(await left(), ['busy', 'new', 'repeatable', 'waiting']);
  assert.equal(await inbox.prune({ days: 0 }), 1);
  assert.deepEqual(await left(), ['busy', 'repeatable', 'waiting']);
});

test('a client can return bytes as text in hex, and nothing else', { timeout }, async (context) => {
  const { inbox, client, prefix } = await createInbox(context, server, { kind: 'functions' });
  const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const takes = async (convert) => {
    const query = async (...given) => {
      const { rows } = await client.query(...given);
      return rows.map((row) => (row.body === undefined ? row : { ...row, body: convert(row.body) }));
    };
    const { database } = postgresInbox({ ...client, query }, { prefix });
    await inbox.database.add(eventOf({ body }));
    const { items } = await database.take({ endpoint: 'hooks', token: 't', leaseMs: 60_000, limit: 1 });
    return items[0].body;
  };
  const converted = await takes((bytes) => `\\x${bytes.toString('hex')}`);
  assert.deepEqual([...converted], [...body]);
  assert.deepEqual([...(await takes((bytes) => bytes))], [...body]);
  for (const convert of [(bytes) => bytes.toString('latin1'), (bytes) => bytes.toJSON(), () => '\\x0']) {
    await assert.rejects(takes(convert), { code: 'store_unavailable', message: /`bytea`/ });
  }
});

/** Has a table refuse statements that change or delete more than 1,000 rows. */
async function limitStatements(table) {
  await server.query(`create function limit_${table}() returns trigger language plpgsql as $$ begin
    if (select count(*) > 1000 from changed) then raise 'too many rows'; end if; return null; end $$`);
  for (const [what, old] of [
    ['update', 'new'],
    ['delete', 'old'],
  ]) {
    await server.query(`create trigger limit_${what} after ${what} on ${table} referencing ${old} table as changed
      for each statement execute function limit_${table}()`);
  }
}

test('replay and prune change many rows, in statements of 1,000 each', { timeout }, async (context) => {
  const { inbox, prefix } = await createInbox(context, server);
  for (const table of ['inbox', 'inbox_objects']) await limitStatements(`${prefix}${table}`);
  await server.query(
    `insert into ${prefix}inbox (key, endpoint, state, token, first_at, received_at, ended_at, forget_at, body, headers, verdict)
     select 'hooks:' || n, 'hooks', 'handled', 't', now(), now(), now(), now(), '', '{}', '{}' from generate_series(1, 2500) as n`,
  );
  await server.query(
    `insert into ${prefix}inbox_objects select 'in_' || n, 1, now() from generate_series(1, 2500) as n`,
  );
  const ended = { state: 'handled', name: 'hooks' };
  assert.equal(await inbox.replay({ id: 'unknown' }), 0);
  assert.equal(await inbox.replay(ended), 2_500);
  assert.equal((await inbox.backlog()).due, 2_500);
  assert.equal(await inbox.replay(ended), 0);
  const columns = "state = 'handled', due_at = null, token = 't', ended_at = now()";
  for (const least of [0, 1_000, 2_000]) {
    const part = `select key from ${prefix}inbox order by key offset ${least} limit 1000`;
    await server.query(`update ${prefix}inbox set ${columns} where key in (${part})`);
  }
  assert.equal(await inbox.prune({ days: 0 }), 2_500);
  assert.deepEqual(await inbox.list(), []);
  assert.deepEqual(await server.query(`select object from ${prefix}inbox_objects`), []);
});

test('prune deletes the positions of objects that may be forgotten', { timeout }, async (context) => {
  const { inbox, prefix } = await createInbox(context, server);
  for (const [token, keepMs] of [
    ['a', 1],
    ['b', DAY_MS],
  ]) {
    const request = { key: `hooks:${token}`, token, leaseMs: 60_000, keepMs, order: { object: token, position: 1 } };
    const { fence } = await inbox.transactions.claim(request);
    await inbox.transactions.complete({ ...request, fence });
  }
  await inbox.prune({ days: 0 });
  assert.deepEqual(await server.query(`select object from ${prefix}inbox_objects`), [{ object: 'b' }]);
});

test('mistakes in options are refused, without a value in the message', async () => {
  const client = { query() {}, transaction() {} };
  const refused = (make, code, message) =>
    assert.throws(make, (error) => error.code === code && message.test(error.message));
  for (const prefix of ['', 'A', '1a', 'a"b', 'a-b', 'x'.repeat(41), 7]) {
    refused(() => postgresInbox(client, { prefix }), 'invalid_options', /`prefix`/);
  }
  for (const schema of ['', 'a.b', 7]) refused(() => postgresInbox(client, { schema }), 'invalid_options', /`schema`/);
  for (const given of [undefined, null, {}, { query() {} }, 'postgres://user:s3cr3t@host/db']) {
    refused(() => postgresInbox(given), 'invalid_options', /^(?!.*s3cr3t).*pool of `pg`/);
  }
  refused(() => postgresInbox(client, { timeoutMs: 0 }), 'invalid_duration', /`timeoutMs`/);
  refused(() => postgresInbox(client, { timeout: 1 }), 'unknown_option', /did you mean `timeoutMs`/);
  const inbox = postgresInbox(client);
  const rejected = (promise, code, message) =>
    assert.rejects(promise, (error) => error.code === code && message.test(error.message));
  await rejected(inbox.replay({}), 'invalid_options', /replay needs/);
  await rejected(inbox.replay({ name: 'hooks' }), 'invalid_options', /replay needs/);
  await rejected(inbox.replay({ state: 'working' }), 'invalid_options', /`state`/);
  await rejected(inbox.list({ limit: 0 }), 'invalid_options', /`limit`/);
  await rejected(inbox.list({ since: 'yesterday' }), 'invalid_instant', /`since`/);
  await rejected(inbox.prune({ days: -1 }), 'invalid_options', /`days`/);
  await rejected(inbox.backlog({ endpoint: 'a' }), 'unknown_option', /backlog/);
});
