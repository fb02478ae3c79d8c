// Bodies that are longer than the longest string of the host are rejected with one code, not with errors of the host.

import assert from 'node:assert/strict';
import { constants } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { answerHandshake, createService, parseEvent, Webhook } from 'hookwright';
import { source } from '../sources.mjs';

const { likeGiven } = await source('internal/body.ts');

const LONGEST = constants.MAX_STRING_LENGTH;
const tooLarge = { name: 'RangeError', code: 'body_too_large' };

/** A document with one long text in it. */
function around(before, after) {
  const body = Buffer.alloc(before.length + LONGEST + 1 + after.length, 'a');
  body.write(before, 0);
  body.write(after, body.length - after.length);
  return body;
}

test('rejects long text as the data of an event', () => {
  const body = around('{"type":"user.created","timestamp":"2024-01-15T10:30:00Z","data":{"a":"', '"}}');
  assert.throws(() => parseEvent(body, { provider: 'standard' }), tooLarge);
  assert.equal(parseEvent('{"type":"a"}', { provider: 'standard' }).type, 'a');
});

test('rejects long text that would be parsed', () => {
  const webhook = new Webhook(Buffer.from('a'));
  const body = Buffer.alloc(LONGEST + 1);
  assert.throws(() => webhook.verify(body, {}), tooLarge);
});

test('rejects long text in the response to a handshake', () => {
  const scheme = {
    id: 'acme/v1',
    algorithm: 'hmac-sha256',
    content: '{timestamp}.{body}',
    signature: { header: 'Acme-Signature' },
    timestamp: { header: 'Acme-Timestamp', unit: 'seconds' },
    handshake: { trigger: { header: 'Acme-Ask' }, reply: { body: '{member:/challenge}' } },
  };
  const ask = (body) => answerHandshake({ scheme, headers: { 'acme-ask': '1' }, body });
  assert.equal(ask(around('{"challenge":"', '"}')).code, 'body_too_large');
  assert.equal(ask('{"challenge":"a"}').body, 'a');
});

test('rejects long text that contains its signature', () => {
  assert.throws(() => likeGiven('', Buffer.alloc(LONGEST + 1)), tooLarge);
});

test('rejects long text in a queue', () => {
  // This runs in another process, because it may run out of memory.
  const script = `
    import { bullmqDeliveries } from 'hookwright/bullmq';
    const { job } = bullmqDeliveries({ policy: 'generic', provider: 'generic', endpoint: () => undefined });
    try {
      job({ eventId: 'e', subscriptionId: 's', body: new Uint8Array(${Math.ceil((LONGEST / 4) * 3) + 4}) });
    } catch ({ name, code }) {
      console.log([name, code].join(' '));
    }`;
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const options = { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], options);
  assert.equal(stdout.trim(), 'RangeError body_too_large');
});

test('rejects long text as the payload of an emitted event', () => {
  const service = createService({ provider: 'generic' });
  const data = { texts: new Array(3).fill('x'.repeat(2 ** 28)) };
  assert.throws(() => service.emit({ type: 'user.created', data }), tooLarge);
  assert.equal(JSON.parse(service.save()).provider, 'generic');
});
