// The code blocks of the package's README run and print what their comments say.

import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { sign } from 'hookwright';
import { send } from './http.mjs';

const cwd = fileURLToPath(new URL('.', import.meta.url));
const installed = new URL('../node_modules/hookwright/', import.meta.url);
const readme = readFileSync(new URL('README.md', installed), 'utf8');
const { version } = JSON.parse(readFileSync(new URL('package.json', installed), 'utf8'));
// Those with a database run in the tests of the inbox and the outbox.
const blocks = [...readme.matchAll(/```(\w+)\n(.*?)```/gs)]
  .map(([, language, code]) => ({ language, code }))
  .filter(({ code }) => !code.includes('hookwright/postgres'));

test('the README has the expected code blocks', () => {
  assert.deepEqual(
    blocks.map(({ language }) => language),
    ['sh', 'js', 'js', 'js', 'ts', 'js', 'js', 'js', 'js', 'js', 'js', 'js', 'js', 'js', 'js', 'js'],
  );
});

test('the tarball has the name that the README installs', () => {
  assert.equal(blocks[0].code, `npm install ./target/npm/hookwright-${version}.tgz\n`);
});

test('the receivers import their adapters; tests/examples runs them', () => {
  const adapters = blocks.slice(1, 5).map(({ code }) => code.match(/'hookwright\/(\w+)'/)[1]);
  assert.deepEqual(adapters, ['express', 'fastify', 'fetch', 'express']);
});

test('the receiver with a verifier accepts genuine deliveries and rejects others', async (context) => {
  const { code } = blocks[5];
  const listens = "app.listen(3000, '127.0.0.1');";
  assert.ok(code.includes(listens));
  const script = code.replace(
    listens,
    "const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));",
  );
  const secret = 'whsec_0f3a77c1';
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd,
    env: { ...process.env, WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  context.after(() => child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);

  const body = '{"id":"evt_1","type":"user.created","created_at":"2026-01-15T12:30:00Z","data":{"id":"user_1"}}';
  const { headers } = sign({ provider: 'generic', secret, body });
  assert.equal((await send(port, { headers, body })).status, 200);
  assert.equal((await lines.next()).value, "user.created { id: 'user_1' }");
  const refused = await send(port, { headers, body: `${body} ` });
  assert.deepEqual([refused.status, refused.text], [401, 'unauthorized']);
  assert.equal((await send(port, { headers: { 'x-webhook-signature': 'test_signature' }, body })).status, 401);
  assert.equal((await send(port, {})).status, 401);
});

/** The output of a block, and the output that its comments state. */
function printed(code) {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd, encoding: 'utf8' });
  const promised = [...code.matchAll(/console\.log\(.*; \/\/ (.*)/g)].map(([, comment]) => comment);
  return { output, promised };
}

for (const [title, index, count] of [
  ['the diagnosis', 6, 3],
  ['the replacement of other packages', 7, 3],
  ['the custom scheme', 8, 4],
  ['the delivery from a table', 11, 3],
  ['the request to an internal address', 13, 1],
]) {
  test(`${title} prints what its comments say`, () => {
    const { output, promised } = printed(blocks[index].code);
    assert.equal(promised.length, count);
    assert.equal(output, `${promised.join('\n')}\n`);
  });
}

test('the example of signing, parsing and planning prints what its comments say', () => {
  const { output, promised } = printed(blocks[9].code);
  assert.equal(promised.length, 5);
  const lines = output.split('\n');
  assert.deepEqual(lines.slice(0, 2), promised.slice(0, 2));
  assert.ok(lines[2].startsWith(promised[2].replace('…', '').trim()), lines[2]);
  assert.equal(lines[3], promised[3]);
  assert.match(lines.slice(4).join(' '), /Well documents only the name of the header/);
});

test('the test of a receiver passes, and fails if the receiver accepts nothing', () => {
  const { code } = blocks[10];
  // Without this variable, it is a separate test run.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const flags = ['--test-reporter=tap', '--input-type=module', '-e'];
  const run = (script) => spawnSync(process.execPath, [...flags, script], { cwd, env, encoding: 'utf8' });
  const passed = run(code);
  assert.equal(passed.status, 0, passed.stdout + passed.stderr);
  assert.match(passed.stdout, /^# pass 1$/m);
  const answers = '[503, 500, 200]';
  assert.ok(code.includes(answers));
  assert.equal(run(code.replace(answers, '[503, 500, 500, 500]')).status, 1);
});

test('the BullMQ example imports hookwright/bullmq; tests/bullmq runs it', () => {
  assert.match(blocks[12].code, /^import \{ bullmqDeliveries \} from 'hookwright\/bullmq';$/m);
});

test('the example of init runs in Node', () => {
  execFileSync(process.execPath, ['--input-type=module', '-e', blocks[14].code], { cwd, stdio: 'pipe' });
});

test('hookwright/verify accepts a genuine delivery', () => {
  const secret = 'a secret that is long enough';
  const { headers } = sign({ provider: 'github', secret, body: '{}' });
  const given = `process.env.WEBHOOK_SECRET = ${JSON.stringify(secret)};
const [body, headers] = ['{}', ${JSON.stringify(headers)}];
`;
  const script = `${given}${blocks[15].code}console.log(verdict.ok);`;
  const options = { cwd, encoding: 'utf8' };
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '-e', script], options), 'true\n');
});
