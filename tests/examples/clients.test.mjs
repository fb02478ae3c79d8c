// Runs the code of docs/DATABASE-CLIENTS.md with a receiver and a worker: what a handler writes is in the transaction of the
// event, also the events that it enqueues.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { describe } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { build } from 'esbuild';
import { sign } from 'hookwright';
import { startPostgres } from '../databases/postgres.mjs';
import { run, Server } from '../receivers/server.mjs';
import { emptyFolder, environment, installPackage, linkPackages } from './project.mjs';

const secret = 'the secret of the clients';
const text = readFileSync(path.join(import.meta.dirname, '../../docs/DATABASE-CLIENTS.md'), 'utf8');

/** What the block of a client is part of. */
const RECEIVER = `
import express from 'express';
import { webhook } from 'hookwright/express';
import { worker } from 'hookwright/inbox';
import { inbox, outbox, push } from './inbox.js';

await inbox.migrate();
await outbox.migrate();
const common = { provider: 'github', secrets: process.env.WEBHOOK_SECRET };

/** The handler, and failures after it has written. */
const on = {
  async push(event, context) {
    await push(event, context);
    const enqueued = { id: event.data.ref, body: JSON.stringify({ type: 'pushed' }) };
    await outbox.enqueue(context.tx, { event: enqueued, subscriptions: ['sub_1'] });
    if (event.data.fails) throw new Error('the handler fails');
  },
};
const app = express();
app.use('/transaction', webhook({ ...common, name: 'transaction', store: inbox.transactions, on }));
app.use('/work', webhook({ ...common, name: 'work', inbox }));
const { secrets: _, ...sender } = common;
worker({ ...sender, name: 'work', inbox, policy: 'standard', transaction: true, on });
app.get('/backlog', async (_request, response) => response.json(await inbox.backlog({ name: 'work' })));
const server = app.listen(0, '127.0.0.1', () => console.log(\`listening on port \${server.address().port}\`));
`;

/** The clients: the packages of their blocks, and what is done before the block runs. */
const CLIENTS = {
  '`pg`': { packages: ['pg'] },
  '`postgres`': { packages: ['postgres'] },
  Prisma: {
    packages: ['@prisma/client', '@prisma/adapter-pg'],
    async prepare(folder, section) {
      const [, schema] = section.match(/```prisma\n(.*?)```/s);
      writeFileSync(path.join(folder, 'schema.prisma'), schema);
      const cli = path.join(import.meta.dirname, '../node_modules/prisma/build/index.js');
      // The client is generated without this engine, which would be downloaded.
      const env = environment({ PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' });
      run([process.execPath, cli, 'generate', '--schema', 'schema.prisma'], { cwd: folder, env });
      // What it generates is TypeScript.
      await build({
        absWorkingDir: folder,
        entryPoints: ['generated/client.ts'],
        outfile: 'generated/client.js',
        bundle: true,
        packages: 'external',
        format: 'esm',
        platform: 'node',
        logLevel: 'error',
      });
    },
  },
  Drizzle: { packages: ['drizzle-orm', 'pg'] },
  Knex: { packages: ['knex', 'pg'] },
};

const sections = text.split('\n## ').slice(1);

test('each client of the document is tested', () => {
  assert.deepEqual(
    sections.map((section) => section.slice(0, section.indexOf('\n'))),
    Object.keys(CLIENTS),
  );
});

/** Signs a push with a number, whose handler fails if it says so. */
function pushOf(number, fails = false) {
  const body = JSON.stringify({ ref: `refs/heads/branch_${number}`, fails });
  const { headers } = sign({ provider: 'github', secret, body });
  return {
    body,
    headers: { ...headers, 'x-github-event': 'push', 'x-github-delivery': `delivery_${number}` },
  };
}

/** Waits for a condition. */
async function until(condition) {
  while (!(await condition())) await later(20);
}

for (const [index, [name, { packages, prepare }]] of Object.entries(CLIENTS).entries()) {
  describe(name, { timeout: 300_000 }, () => {
    test('handles events in its transactions', async (context) => {
      const section = sections[index];
      const [, code] = section.match(/```js\n(.*?)```/s);
      const folder = emptyFolder(`client-${name.replace(/\W/g, '').toLowerCase()}`);
      writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
      installPackage(folder);
      linkPackages(folder, ['express', ...packages]);
      await prepare?.(folder, section);
      writeFileSync(path.join(folder, 'inbox.js'), code);
      writeFileSync(path.join(folder, 'server.js'), RECEIVER);

      const postgres = await startPostgres(context, { tcp: true });
      await postgres.query('create table pushes (id integer generated always as identity, ref text not null)');
      const env = environment({ DATABASE_URL: postgres.url, WEBHOOK_SECRET: secret });
      const server = new Server([process.execPath, 'server.js'], { cwd: folder, env });
      context.after(() => server.stop());
      const [[, port]] = await server.until(/listening on port (\d+)/);
      const send = async (endpoint, { body, headers }) => {
        const response = await fetch(`http://127.0.0.1:${port}/${endpoint}`, { method: 'POST', body, headers });
        await response.arrayBuffer();
        return response.status;
      };
      const refs = async () => (await postgres.query('select ref from pushes order by id')).map(({ ref }) => ref);

      // The effect and the record are committed together, or not at all.
      assert.equal(await send('transaction', pushOf(1, true)), 500);
      assert.deepEqual(await refs(), []);
      assert.equal(await send('transaction', pushOf(1)), 200);
      assert.equal(await send('transaction', pushOf(1)), 200);
      assert.deepEqual(await refs(), ['refs/heads/branch_1']);

      // The worker handles what was stored, in a transaction, too.
      assert.equal(await send('work', pushOf(2)), 200);
      assert.equal(await send('work', pushOf(2)), 200);
      assert.equal(await send('work', pushOf(3)), 200);
      const states = 'select state from hookwright_inbox where endpoint = $1 order by key';
      await until(async () => (await postgres.query(states, ['work'])).every(({ state }) => state === 'handled'));
      const handled = ['refs/heads/branch_1', 'refs/heads/branch_2', 'refs/heads/branch_3'];
      assert.deepEqual((await refs()).sort(), handled);
      const enqueued = await postgres.query('select event_id as ref from hookwright_deliveries order by 1');
      assert.deepEqual(
        enqueued.map(({ ref }) => ref),
        handled,
      );
      const backlog = await (await fetch(`http://127.0.0.1:${port}/backlog`)).json();
      assert.deepEqual(backlog, { due: 0, scheduled: 0, working: 0, dead: 0, oldestDueMs: 0 });

      // The log says why a statement has failed, without its parameters: neither the body, the id nor the headers.
      assert.deepEqual(server.lines(/store_failed/), []);
      await postgres.query('alter table hookwright_inbox rename to hidden');
      assert.equal(await send('work', pushOf(4)), 503);
      await server.until(/store_failed/);
      await server.until(/42P01/);
      const bytes = Array.from(Buffer.from(pushOf(4).body).subarray(0, 8));
      for (const part of [
        'delivery_4',
        'branch_4',
        'x-github-event',
        bytes.join(','),
        Buffer.from(bytes).toString('hex'),
      ]) {
        assert.deepEqual(server.lines(new RegExp(part)), [], part);
      }
    });
  });
}
