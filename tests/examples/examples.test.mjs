// Runs the examples with signed deliveries.
//
//   HOOKWRIGHT_ROWS  `quick` (the default), `all`, or a part of the names of examples

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { Server } from '../receivers/server.mjs';
import { FileEffects, ServiceEffects, TableEffects } from './effects.mjs';
import { copyExample, environment, exampleFolder, manifestOf } from './project.mjs';
import { APPLICATIONS, PORT, ROWS } from './rows.mjs';
import { SENDERS } from './senders.mjs';

const selection = process.env.HOOKWRIGHT_ROWS ?? 'quick';
const isSelected = ({ name, slow }) => {
  if (selection === 'all') return true;
  return selection === 'quick' ? !slow : name.includes(selection);
};

for (const row of ROWS.filter(isSelected)) {
  describe(row.name, { timeout: 600_000 }, () => {
    const { secret, delivery } = SENDERS[row.sender];
    let server;
    let effects;
    let url;

    before(async () => {
      const project = await (row.prepare ?? copyExample)(row.name);
      const env = environment({ WEBHOOK_SECRET: secret, PORT: '0', PYTHONUNBUFFERED: '1' });
      if (row.service) {
        effects = new ServiceEffects();
        env[row.service] = await effects.listen();
      } else if (row.table) {
        effects = new TableEffects(row.table);
        env.DATABASE_URL = await effects.start();
      } else {
        effects = new FileEffects(project, row.file);
      }
      await row.build?.(project, { secret, env });
      server = new Server(row.start ?? (await row.command(project)), { cwd: project, env });
      const [[, port]] = await server.until(row.port ?? PORT);
      url = `http://127.0.0.1:${port}${row.path ?? '/webhook'}`;
    });
    after(async () => {
      await server?.stop();
      await effects?.close();
    });

    async function send({ body, headers }) {
      const response = await fetch(url, { method: 'POST', body, headers });
      const text = await response.text();
      // No answer may contain a reason for an attacker.
      assert.doesNotMatch(text, /signature|mismatch|secret|traceback|stack/i);
      return response.status;
    }

    test('is handled again after its handler has failed', async () => {
      await effects.fail();
      assert.equal(await send(delivery(1)), 500);
      await effects.repair();
      assert.deepEqual(await effects.list(), []);
      assert.equal(await send(delivery(1)), 200);
      assert.deepEqual(await effects.list(), [row.effect(1)]);
    });

    test('handles a genuine delivery once, also if the sender repeats it', async () => {
      assert.equal(await send(delivery(2)), 200);
      assert.equal(await send(delivery(2)), 200);
      const atOnce = await Promise.all([delivery(3), delivery(3), delivery(4)].map(send));
      // A receiver may refuse a repetition while the event is being handled.
      assert.deepEqual(
        atOnce.filter((status) => ![200, 503].includes(status)),
        [],
      );
      assert.equal(await send(delivery(3)), 200);
      assert.deepEqual(sorted(await effects.list()), sorted([1, 2, 3, 4].map(row.effect)));
    });

    test('rejects deliveries that are not genuine', async () => {
      const { body, headers } = delivery(5);
      const forged = { body: body.replace('5', '6'), headers };
      assert.notEqual(forged.body, body);
      assert.equal(await send(forged), 401);
      assert.equal(await send({ body, headers: { 'content-type': 'application/json' } }), 401);
      const broken = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `${value}é`]));
      assert.equal(await send({ body, headers: { ...broken, 'content-type': 'application/json' } }), 401);
      assert.equal((await effects.list()).length, 4);
    });

    test('accepts only POST', async () => {
      const response = await fetch(url);
      await response.arrayBuffer();
      assert.ok([404, 405].includes(response.status), String(response.status));
    });
  });
}

const sorted = (values) => values.map((value) => JSON.stringify(value)).sort();

test('every example has a row, a README with its command, and the versions of the tests', () => {
  const root = exampleFolder('');
  const names = readdirSync(root).filter((name) => existsSync(path.join(root, name, 'README.md')));
  assert.deepEqual(names.sort(), [...ROWS.map(({ name }) => name), ...APPLICATIONS].sort());
  const tested = JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8')).devDependencies;
  const index = readFileSync(path.join(root, 'README.md'), 'utf8');
  for (const name of names) {
    assert.ok(index.includes(`(${name}/README.md)`), `examples/README.md has no link to ${name}`);
    if (!existsSync(path.join(root, name, 'package.json'))) continue;
    const { dependencies, devDependencies } = manifestOf(name);
    assert.equal(dependencies.hookwright, '^0.1.0');
    for (const [dependency, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (tested[dependency] !== undefined) assert.equal(version, `^${tested[dependency]}`, `${name}: ${dependency}`);
    }
  }
});
