// The example of the README, with other addresses.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { secretOf, startOutbox, startReceiver } from './setup.mjs';

const readme = readFileSync(new URL('../../wasm/README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, block]) => block);
const code = blocks.find((block) => block.includes('dispatcher({'));
const [, promised] = code.match(/console\.log\(.*\), \/\/ (.*)/);

/** The code with a replacement of text that occurs once. */
function replace(text, from, to) {
  assert.equal(text.split(from).length, 2, from);
  return text.replace(from, to);
}

test('the example prints what its comment says, and ends at SIGTERM', { timeout: 120_000 }, async (context) => {
  const { server, outbox } = await startOutbox(context);
  const receiver = await startReceiver(context, () => 200);
  const placed = replace(code, '{ connectionString: process.env.DATABASE_URL }', JSON.stringify(server.options));
  const redirected = replace(placed, 'https://receiver.example/hook', `${receiver.url}/sub_1`);
  const script = replace(redirected, '  outbox,\n', "  outbox,\n  allow: ['127.0.0.1/32'],\n");
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, WEBHOOK_SECRET: secretOf('sub_1') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  context.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, promised);
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  const [{ id, ok, body }] = receiver.requests;
  assert.deepEqual([id, ok, JSON.parse(body).type], ['evt_1', true, 'user.created']);
  assert.equal((await outbox.list())[0].state, 'delivered');
});
