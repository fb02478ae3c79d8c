// What a large body costs in WebAssembly memory: one copy, whatever signs it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { generateSecret, init, sign, verify } from 'hookwright';

const MIB = 2 ** 20;
/** Two copies of this are more than an instance keeps: it would be replaced, and its memory would be small again. */
const LENGTH = 40 * MIB;

test('m8_ed25519_does_not_copy_the_body_again', async () => {
  await init();
  const glue = await import('../node_modules/hookwright/hookwright.js');
  const size = () => glue.initSync({}).memory.buffer.byteLength;
  const { secret, publicKey } = generateSecret({ scheme: 'standard/v1a' });
  const body = new Uint8Array(LENGTH).fill(0x20);
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1768478400',
    'webhook-signature': `v1a,${Buffer.alloc(64, 1).toString('base64')}`,
  };
  const request = { scheme: 'standard/v1a', secrets: publicKey, body, headers, now: 1_768_478_400_000 };
  const isOneCopy = () => size() >= LENGTH && size() < LENGTH + 16 * MIB;
  assert.equal(verify(request).code, 'signature_mismatch');
  assert.ok(isOneCopy(), `${size() / MIB} MiB after verify`);
  // The body is given back where a scheme signs in it, so signing makes one more copy.
  const half = body.subarray(0, LENGTH / 2);
  const signed = sign({ scheme: 'standard/v1a', secret, body: half, id: 'msg_1', timestamp: request.now });
  assert.ok(isOneCopy(), `${size() / MIB} MiB after sign`);
  assert.equal(verify({ ...request, body: half, headers: signed.headers }).ok, true);
});
