// The BullMQ example of the README, with other addresses.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { startReceiver } from './receiver.mjs';
import { startRedis } from './redis.mjs';
import { secretOf } from './script.mjs';

const readme = readFileSync(new URL('../node_modules/hookwright/README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, block]) => block);
const code = blocks.find((block) => block.includes("'hookwright/bullmq'"));
const promised = [...code.matchAll(/console\.log\(.*; \/\/ (.*)/g)].map(([, comment]) => comment);

/** The code with a replacement of text that occurs once. */
function replace(text, from, to) {
  assert.equal(text.split(from).length, 2, from);
  return text.replace(from, to);
}

for (const [index, status] of [200, 503].entries()) {
  test(`the example prints what its comments say for a response of ${status}`, {
    timeout: 300_000,
  }, async (context) => {
    const connection = await startRedis(context);
    const receiver = await startReceiver(context, secretOf, () => status);
    const placed = replace(code, "{ host: '127.0.0.1', port: 6379 }", JSON.stringify(connection));
    const redirected = replace(placed, 'https://receiver.example/hook', `${receiver.url}/sub_1`);
    const script = replace(redirected, "provider: 'standard',", "provider: 'standard', allow: ['127.0.0.1/32'],");
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
    assert.equal((await lines.next()).value, promised[index]);
    const [{ verdict, body }] = receiver.requests;
    assert.deepEqual([verdict.ok, verdict.id, JSON.parse(body).type], [true, 'evt_1', 'user.created']);
    child.kill('SIGKILL');
    await ended;
  });
}
