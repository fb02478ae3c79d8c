// The commands and the code of the README work.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = (language) =>
  [...readme.matchAll(/```(\w+)\n(.*?)```/gs)].filter((block) => block[1] === language).map((block) => block[2]);
const commands = blocks('sh')
  .flatMap((block) => block.trim().split('\n'))
  .map((line) => line.replace(/\s+#.*/, ''));

/** Starts a command in its own process group, so that all of its processes can be ended. */
function start(command, { cwd = root, env = {} } = {}) {
  const child = spawn(command, {
    cwd,
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  const keep = (chunk) => (output += chunk);
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close').then(([code]) => code);
  return { child, ended, output: () => output, end: () => child.exitCode ?? process.kill(-child.pid, 'SIGTERM') };
}

async function run(command, options) {
  const running = start(command, options);
  const code = await running.ended;
  assert.equal(code, 0, `${command}\n${running.output()}`);
}

/** The first result of `find` for a line of the command's output. */
async function line(running, find) {
  for await (const text of createInterface({ input: running.child.stdout })) {
    const found = find(text);
    if (found) return found;
  }
  assert.fail(`the command ended before it printed the line:\n${running.output()}`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

test('the README contains the commands that these tests run', () => {
  assert.deepEqual(commands, [
    'cargo xtask serve',
    'cargo xtask test',
    'cargo xtask build',
    'npm install ./target/npm/hookwright-0.1.0.tgz',
  ]);
});

test('cargo xtask serve serves the page', async () => {
  // The port differs from the README's, which may be in use.
  const port = await freePort();
  const running = start(`${commands[0]} --port ${port}`);
  try {
    const address = await line(running, (text) =>
      text
        .match(/http:\/\/127\.0\.0\.1:\d+/g)
        ?.find((url) => url.endsWith(`:${port}`) && /playground is at/.test(text)),
    );
    const response = await fetch(address, { headers: { accept: 'text/html' } });
    assert.equal(response.status, 200);
    assert.match(await response.text(), /<title>[^<]*Hookwright/);
  } finally {
    running.end();
    await running.ended;
  }
});

test('cargo xtask test runs this file', () => {
  assert.equal(process.env.HOOKWRIGHT_SUITE, 'readme', 'run it as: cargo xtask test readme');
});

test('links to files of the repository are valid', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)/g)]
    .map((link) => link[1])
    .filter((link) => !link.startsWith('https:'));
  assert.ok(links.length > 4);
  for (const link of links) assert.ok(existsSync(join(root, link)), link);
});

describe('in an empty folder', () => {
  let folder;
  before(() => {
    mkdirSync(join(root, 'target'), { recursive: true });
    folder = mkdtempSync(join(root, 'target', 'readme-'));
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  });
  after(() => rmSync(folder, { recursive: true }));

  test('npm install accepts the tarball of cargo xtask build', async () => {
    await run(commands[2]);
    const [install, tarball] = commands[3].match(/^npm install (\S+)$/);
    await run(install.replace(tarball, join(root, tarball)), { cwd: folder });
    assert.ok(existsSync(join(folder, 'node_modules/hookwright/package.json')));
  });

  test('the example accepts genuine deliveries and rejects others', async () => {
    const [example] = blocks('js');
    writeFileSync(join(folder, 'server.mjs'), example);
    symlinkSync(join(root, 'tests/node_modules/express'), join(folder, 'node_modules/express'));
    const freePort = pathToFileURL(join(root, 'tests/examples/free-port.mjs'));
    const running = start(`exec node --import ${freePort} server.mjs`, {
      cwd: folder,
      env: { WEBHOOK_SECRET: 'whsec_abc123' },
    });
    const url = new URL('http://127.0.0.1/webhook');
    try {
      url.port = await line(running, (text) => text.match(/^listening on port (\d+)$/)?.[1]);
      const body =
        '{"id":"evt_1","type":"user.created","created_at":"2026-01-15T12:30:00Z","data":{"id":"user_1","name":"Zoë"}}';
      const signature = createHmac('sha256', 'whsec_abc123').update(body).digest('hex');
      const deliver = async (headers) => {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        });
        return response.status;
      };
      assert.equal(await deliver({ 'x-webhook-signature': signature }), 200);
      assert.equal(await deliver({ 'x-webhook-signature': 'test_signature' }), 401);
      assert.equal(await deliver({}), 401);
      const empty = await fetch(url, { method: 'POST' });
      assert.equal(empty.status, 401);
    } finally {
      running.end();
      await running.ended;
    }
  });
});
