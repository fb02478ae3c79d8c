// Secrets that are rejected, and valid keys that lead to a warning.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import test from 'node:test';
import { createService, generateSecret, sign, verify, Webhook } from 'hookwright';

const request = { body: '{}', headers: {}, now: 0 };
const spki = { type: 'spki', format: 'pem' };
const pkcs8 = { type: 'pkcs8', format: 'pem' };

/** The code of the error that a call throws. */
function codeOf(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof TypeError);
    return error.code;
  }
  return undefined;
}

const wrong = {
  secret_placeholder: [
    String(undefined),
    String(null),
    String({}),
    '${WEBHOOK_SECRET}',
    '$SECRET',
    '%SECRET%',
    '{{ s }}',
  ],
  empty_secret: [' ', '\n', '\u00a0'],
  secret_is_public: [
    generateKeyPairSync('ed25519').publicKey.export(spki),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export(spki),
    generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    generateSecret({ scheme: 'standard/v1a' }).publicKey,
    // A file that is read without an encoding is bytes.
    new Uint8Array(Buffer.from(generateKeyPairSync('ed25519').publicKey.export(spki))),
  ],
};

for (const [code, secrets] of Object.entries(wrong)) {
  test(`verify and sign throw ${code}`, () => {
    for (const secret of secrets) {
      for (const scheme of ['github/sha256', 'stripe/v1', 'gitlab/token']) {
        assert.equal(
          codeOf(() => verify({ ...request, scheme, secrets: secret })),
          code,
          `${scheme} ${secret}`,
        );
        assert.equal(
          codeOf(() => sign({ scheme, secret, body: '{}' })),
          code,
          `${scheme} ${secret}`,
        );
      }
    }
  });
}

test('Webhook rejects a placeholder', () => {
  assert.equal(
    codeOf(() => new Webhook('undefined').sign('msg_1', new Date(), '{}')),
    'secret_placeholder',
  );
});

test('a service rejects a placeholder', () => {
  for (const provider of ['generic', 'well']) {
    assert.equal(
      codeOf(() => createService({ provider, secret: 'undefined' })),
      'secret_placeholder',
      provider,
    );
  }
});

test('keys that are private or weak lead to a warning', () => {
  const scheme = {
    id: 'acme/rsa',
    algorithm: 'rsa-pkcs1-sha256',
    key: 'pem',
    content: '{body}',
    signature: { header: 'X-A', encoding: 'base64' },
  };
  const warned = (keys, secrets) => {
    const { headers } = sign({ scheme, secret: keys.privateKey.export(pkcs8), body: '{}' });
    const verdict = verify({ ...request, scheme, secrets, headers });
    assert.equal(verdict.ok, true);
    return (verdict.warnings ?? []).map((warning) => warning.code).sort();
  };
  const [short, sound] = [1024, 2048].map((modulusLength) => generateKeyPairSync('rsa', { modulusLength }));
  assert.deepEqual(warned(short, short.publicKey.export(spki)), ['secret_too_short']);
  assert.deepEqual(warned(short, short.privateKey.export(pkcs8)), ['secret_is_private', 'secret_too_short']);
  assert.deepEqual(warned(sound, sound.publicKey.export(spki)), []);
  assert.deepEqual(warned(sound, sound.privateKey.export(pkcs8)), ['secret_is_private']);
});
