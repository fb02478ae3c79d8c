// A large body is copied once into WebAssembly memory, for every algorithm.

import assert from 'node:assert/strict';
import test from 'node:test';
import { generateSecret, init, sign, verify } from 'hookwright';
import { memoryOf } from './instances.mjs';

const MIB = 2 ** 20;
/** With two copies of this size, the instance would be replaced after the call, and its memory would be small again. */
const LENGTH = 40 * MIB;

test('ed25519 does not copy the body again', async () => {
  await init();
  const size = () => memoryOf().byteLength;
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
  // Signing returns the body if the scheme puts the signature into it, which is one more copy.
  const half = body.subarray(0, LENGTH / 2);
  const signed = sign({ scheme: 'standard/v1a', secret, body: half, id: 'msg_1', timestamp: request.now });
  assert.ok(isOneCopy(), `${size() / MIB} MiB after sign`);
  assert.equal(verify({ ...request, body: half, headers: signed.headers }).ok, true);
});
