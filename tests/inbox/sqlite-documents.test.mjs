// What docs/INBOX.md says about SQLite.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { worker } from 'hookwright/inbox';
import { createInbox } from './sqlite-setup.mjs';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const [, section] = read('docs/INBOX.md').split('\n## SQLite\n');

test('each cell of the table names its test, and each test exists', () => {
  const table = section.slice(0, section.indexOf('\n- [S1]'));
  const cells = table
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| what happens'))
    .flatMap((row) => row.split(' | ').slice(1));
  assert.ok(cells.length >= 20);
  for (const cell of cells) assert.match(cell, /\[S\d+\]( \|)?$/, cell);
  const listed = [...section.matchAll(/^- \[(S\d+)\] `(.+?)`: (.+)$/gm)];
  const used = new Set([...table.matchAll(/\[(S\d+)\]/g)].map(([, mark]) => mark));
  assert.deepEqual([...used].sort(), listed.map(([, mark]) => mark).sort());
  for (const [, mark, file, title] of listed) assert.ok(read(file).includes(title), `${mark}: ${file}: ${title}`);
});

test('another program can store, take and complete an event', { timeout: 60_000 }, async (context) => {
  const { inbox, other } = await createInbox(context);
  const [add, take, complete] = [...section.matchAll(/```sql\n([^`]+)```/g)].map(([, sql]) => sql);
  other.exec(add);
  other.exec(add);
  const run = (sql, ...values) => other.prepare(sql).all(...values);
  const [taken, ...rest] = run(take);
  assert.deepEqual([taken.key, taken.attempts, rest], ['billing:evt_1', 1, []]);
  assert.deepEqual(run(take), []);
  assert.deepEqual(run(complete, taken.fence - 1), []);
  assert.deepEqual(run(complete, taken.fence), [{ key: 'billing:evt_1' }]);
  const state = async () => (await inbox.list({ id: 'evt_1' }))[0].state;
  assert.equal(await state(), 'handled');
  other.exec(add);
  assert.equal(await state(), 'handled');
  // After the time in which the sender may repeat it, it is another event.
  other.exec('update hookwright_inbox set forget_at = received_at');
  other.exec(add);
  assert.equal(await state(), 'queued');

  // A worker of this package handles what another program has stored.
  await inbox.replay({ id: 'evt_1' });
  const seen = await new Promise((resolve) => {
    const running = worker({
      ...{ inbox, provider: 'stripe', name: 'billing', pollMs: 10 },
      onUnknown: ({ id, type, receivedAtMs }) => resolve([id, type, Number.isSafeInteger(receivedAtMs)]),
    });
    context.after(() => running.stop());
  });
  assert.deepEqual(seen, ['evt_1', 'invoice.paid', true]);
});

test('the constraints and migrations have a name and a number', async (context) => {
  const { inbox, other } = await createInbox(context, { prefix: 'a_' });
  const rows = other.prepare('select part, version, name from a_migrations order by version').all();
  assert.deepEqual(
    rows,
    inbox.migrations.map(({ version, name }) => ({ part: 'inbox', version, name })),
  );
  await inbox.migrate();
  other.exec("insert into a_migrations (part, version, name) values ('inbox', 1000, 'later')");
  await assert.rejects(inbox.migrate(), { code: 'store_unavailable', message: /update the package/ });
});
