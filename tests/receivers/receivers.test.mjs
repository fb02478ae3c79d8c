// Runs the generated receivers with deliveries that `node:crypto` has signed. `cargo run --example receivers` has
// written them to HOOKWRIGHT_RECEIVERS. HOOKWRIGHT_STACKS names the stacks.

import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { PUBLIC_URL, SCHEMES } from './deliveries.mjs';
import { run, Server } from './server.mjs';
import { STACKS } from './stacks.mjs';

const root = process.env.HOOKWRIGHT_RECEIVERS;
const stacks = process.env.HOOKWRIGHT_STACKS.split(',');
const TOO_OLD_MS = 3 * 60 * 60 * 1000;
const MAX_BODY = 1024 * 1024;

// The projects of Node find their packages in a folder above them.
const modules = path.join(root, 'node_modules');
rmSync(modules, { recursive: true, force: true });
mkdirSync(path.join(modules, '@aws-sdk/client-dynamodb'), { recursive: true });
for (const name of ['express', 'fastify', 'hono']) {
  symlinkSync(path.join(import.meta.dirname, 'node_modules', name), path.join(modules, name));
}
symlinkSync(path.join(import.meta.dirname, '../../wasm/pkg'), path.join(modules, 'hookwright'));
cpSync(path.join(import.meta.dirname, 'dynamodb.mjs'), path.join(modules, '@aws-sdk/client-dynamodb/index.mjs'));
writeFileSync(
  path.join(modules, '@aws-sdk/client-dynamodb/package.json'),
  JSON.stringify({ name: '@aws-sdk/client-dynamodb', type: 'module', main: 'index.mjs' }),
);

for (const stack of stacks) {
  const commands = STACKS[stack];
  for (const id of commands.schemes ?? Object.keys(SCHEMES)) {
    const scheme = SCHEMES[id];
    const cwd = path.join(root, stack, id.replace('/', '-'));
    const isDevelopment = id === 'github/sha256' && stack !== 'lambda';

    describe(`${stack} ${id}`, () => {
      let server;
      let address;
      let environment;

      before(async () => {
        environment = {
          ...process.env,
          HOST: '127.0.0.1',
          PORT: '0',
          PUBLIC_URL,
          PYTHONUNBUFFERED: '1',
          WEBHOOK_INBOX: mkdtempSync(path.join(tmpdir(), 'hookwright-inbox-')),
          WEBHOOK_SECRET: scheme.secret,
          ...(isDevelopment ? { HOOKWRIGHT_DEV: '1' } : {}),
          ...(scheme.token === undefined ? {} : { WEBHOOK_TOKEN: scheme.token }),
        };
        // These variables would make the server the child of a test.
        delete environment.NODE_TEST_CONTEXT;
        if (stack === 'axum') {
          // All projects share the compiled dependencies. The folder can be below the workspace of this repository.
          environment.CARGO_TARGET_DIR = path.join(root, 'axum-target');
          appendFileSync(path.join(cwd, 'Cargo.toml'), '\n[workspace]\n');
        }
        if (commands.build) run(commands.build, { cwd, env: environment });
        server = new Server(commands.run, { cwd, env: environment });
        address = await server.address();
      });
      after(() => server?.stop());

      const type = scheme.type ?? 'application/json';
      const send = async ({ method = 'POST', query = '', body, headers }) => {
        const fields = { 'Content-Type': type, Connection: 'close', ...headers };
        const response = await fetch(`${address}/webhook?${query}`, { method, body, headers: fields });
        return { status: response.status, headers: response.headers, text: await response.text() };
      };
      const post = async (body, headers) => await send({ body, headers });
      const signed = (number, options = {}) => {
        const body = scheme.body(number);
        return [body, scheme.sign(body, { id: `msg_${number}`, now: Date.now(), ...options })];
      };
      const handled = new RegExp(`handled ${scheme.kind.replace('.', '\\.')} `);

      test('handles a genuine delivery once, also if the sender repeats it', async () => {
        const delivery = signed(1);
        assert.equal((await post(...delivery)).status, 200);
        assert.equal((await post(...delivery)).status, 200);
        assert.equal((await post(...signed(2))).status, 200);
        // The deliveries are handled in order, so a repeated one would have been handled before the last one.
        const lines = await server.until(handled, 2);
        assert.equal(lines.length, 2);
        assert.equal(server.lines(/duplicate /).length, 1);
      });

      test('answers the preflight of a page only in development', async () => {
        const headers = {
          Origin: 'https://play.example',
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type,x-hub-signature-256',
        };
        const preflight = await fetch(`${address}/webhook`, { method: 'OPTIONS', headers });
        const response = await send({ body: '{}', headers: { Origin: 'https://play.example' } });
        assert.equal(response.status, 401);
        const allowed = [preflight.headers, response.headers].map((it) => it.get('access-control-allow-origin'));
        if (isDevelopment) {
          assert.ok(preflight.ok, String(preflight.status));
          assert.deepEqual(allowed, ['*', '*']);
          assert.match(preflight.headers.get('access-control-allow-headers'), /\*|x-hub-signature-256/i);
        } else {
          assert.deepEqual(allowed, [null, null]);
        }
      });

      test('rejects a forged delivery', async () => {
        const [body, headers] = signed(3);
        if (scheme.forge) {
          assert.equal((await post(scheme.forge(body), headers)).status, 401);
          return;
        }
        if (scheme.isToken) {
          assert.equal((await post(body, { 'X-Webhook-Token': `${scheme.secret}x` })).status, 401);
        } else {
          assert.equal((await post(scheme.body(4), headers)).status, 401);
        }
        assert.equal((await post(body, {})).status, 401);
      });

      test('rejects or recognizes a recorded delivery', async () => {
        if (scheme.timed) {
          assert.equal((await post(...signed(5, { now: Date.now() - TOO_OLD_MS }))).status, 401);
          assert.equal((await post(...signed(5, { now: Date.now() + TOO_OLD_MS }))).status, 401);
          return;
        }
        const known = server.lines(/duplicate /).length;
        const [body, headers] = signed(1, { id: 'msg_another' });
        assert.equal((await post(body, headers)).status, 200);
        await server.until(/duplicate /, known + 1);
      });

      test('rejects a malformed delivery', async () => {
        // If the body contains what is signed, it is not known whether the delivery is genuine.
        const expected = scheme.type || scheme.forge ? 401 : 400;
        const body = '{"number":';
        const headers = scheme.sign(body, { id: 'msg_6', now: Date.now() });
        assert.equal((await post(body, { ...headers, 'Content-Type': 'application/json' })).status, expected);
      });

      test('rejects other methods and large bodies', async () => {
        const { status: other } = await send({ method: 'PUT', body: '{}' });
        assert.ok([404, 405].includes(other), String(other));
        const large = ' '.repeat(MAX_BODY + 1);
        // A server may close the connection before it has received everything.
        const status = await post(large, {})
          .then((answer) => answer.status)
          .catch(() => 413);
        assert.equal(status, 413);
      });

      if (scheme.handshake) {
        test('answers the handshake if it is genuine', async () => {
          const { request, forged, answer, head } = scheme.handshake;
          const response = await send(request());
          assert.equal(response.status, 200);
          // Writers of JSON escape characters in different ways.
          if (answer.json) assert.deepEqual(JSON.parse(response.text), answer.json);
          else assert.equal(response.text, answer.text);
          assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
          if (answer.type) assert.match(response.headers.get('content-type'), new RegExp(`^${answer.type}(;|$)`));
          for (const [name, value] of Object.entries(answer.headers ?? {})) {
            assert.equal(response.headers.get(name), value);
          }
          if (forged) assert.equal((await send(forged())).status, 401);
          if (head) assert.equal((await send({ method: 'HEAD' })).status, 200);
        });
      }

      if (id === 'github/sha256') {
        test('accepts no delivery if the secret is empty', async () => {
          const another = new Server(commands.run, { cwd, env: { ...environment, WEBHOOK_SECRET: '' } });
          try {
            if (commands.isHosted) {
              const [body, headers] = signed(7);
              const response = await fetch(`${await another.address()}/webhook`, { method: 'POST', body, headers });
              assert.ok(response.status >= 500, String(response.status));
            } else {
              await another.until(/set the environment variable WEBHOOK_SECRET/);
              assert.equal(await another.exitCode(), 1);
            }
          } finally {
            await another.stop();
          }
        });
      }

      test('passes its own test', () => {
        const env = { ...process.env, CARGO_TARGET_DIR: path.join(root, 'axum-target') };
        for (const name of ['NODE_TEST_CONTEXT', 'WEBHOOK_SECRET', 'WEBHOOK_TOKEN', 'PUBLIC_URL']) delete env[name];
        run(commands.test, { cwd, env });
      });
    });
  }
}
