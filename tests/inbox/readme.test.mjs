// The code of the package's README for inboxes works.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../databases/postgres.mjs';
import { github, of, SECRET } from '../receiving/deliveries.mjs';
import { timeout, until } from './setup.mjs';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(new URL('../node_modules/hookwright/README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)]
  .map(([, code]) => code)
  .filter((code) => code.includes('postgresInbox('));

/** Runs a program, and returns the port on which it listens. */
async function run(context, code, server) {
  const listens = '.listen(3000);';
  assert.ok(code.includes(listens));
  const script = code.replace(listens, ".listen(0, '127.0.0.1', function () { console.log(this.address().port); });");
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd,
    env: { ...process.env, WEBHOOK_SECRET: SECRET, DATABASE_URL: server.url },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  context.after(() => child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) return { child, port: Number(line) };
  assert.fail('the program ended');
}

const deliver = async (port, { headers, body }) =>
  (await fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', headers, body })).status;

test('a receiver has its effects in the transaction of the inbox', { timeout }, async (context) => {
  const server = await startPostgres(context, { tcp: true });
  await server.query('create table pushes (id text)');
  const { port } = await run(context, blocks[0], server);
  assert.deepEqual([await deliver(port, github()), await deliver(port, github())], [200, 200]);
  assert.deepEqual(await server.query('select id from pushes'), [{ id: 'delivery-1' }]);
  // An idle connection that ends does not end the program.
  const others = "from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";
  const ended = await server.query(`select pg_terminate_backend(pid) ${others} and state = 'idle'`);
  assert.ok(ended.length > 0);
  await until(async () => (await server.query(`select 1 ${others}`)).length === 0);
  for (const id of ['delivery-2', 'delivery-3']) {
    await until(async () => (await deliver(port, github({ id }))) === 200);
  }
});

test('a receiver stores events, and a worker handles them until it is stopped', { timeout }, async (context) => {
  const server = await startPostgres(context, { tcp: true });
  await server.query('create table payments (id text)');
  const { port, child } = await run(context, blocks[1], server);
  const event = of('stripe', '{"id":"evt_1","type":"invoice.paid","data":{"object":{}}}');
  assert.deepEqual([await deliver(port, event), await deliver(port, event)], [200, 200]);
  await until(async () => (await server.query('select id from payments')).length > 0);
  child.kill('SIGTERM');
  // Nothing keeps the program running.
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  assert.deepEqual(await server.query('select id from payments'), [{ id: 'evt_1' }]);
});
