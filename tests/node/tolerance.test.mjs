// Tolerances for schemes without a timestamp.

import assert from 'node:assert/strict';
import test from 'node:test';
import { explain, sign, verify, Webhook } from 'hookwright';

const secret = 'whsec_a';
const body = '{}';
const own = { id: 'acme/v1', algorithm: 'hmac-sha256', content: '{body}', signature: { header: 'Acme-Signature' } };
const limits = [0, 300, { past: 300, future: 0 }, { past: Infinity, future: 5 }];

for (const [name, signer] of Object.entries({
  a_provider: { provider: 'github' },
  a_scheme: { scheme: 'generic/signature' },
  a_custom_scheme: { scheme: own },
})) {
  const { headers } = sign({ ...signer, secret, body });
  const options = { ...signer, secrets: secret, body, headers };

  test(`${name} rejects a tolerance for a scheme without a timestamp`, () => {
    for (const toleranceSeconds of limits) {
      for (const call of [verify, explain]) {
        assert.throws(() => call({ ...options, toleranceSeconds }), {
          name: 'TypeError',
          code: 'invalid_tolerance',
          message: /^the scheme `[a-z0-9/-]+` has no timestamp.*remove `toleranceSeconds`$/,
        });
      }
    }
  });

  test(`${name} accepts false as the tolerance for a scheme without a timestamp`, () => {
    for (const toleranceSeconds of [undefined, false, Infinity, { past: Infinity, future: Infinity }]) {
      assert.ok(verify({ ...options, toleranceSeconds }).ok);
      assert.ok(explain({ ...options, toleranceSeconds }).ok);
    }
  });
}

test('a scheme with a timestamp accepts tolerances', () => {
  const scheme = { ...own, content: '{timestamp}.{body}', timestamp: { header: 'Acme-Timestamp', unit: 'seconds' } };
  const { headers } = sign({ scheme, secret, body, timestamp: 5000 });
  for (const toleranceSeconds of limits) {
    assert.ok(verify({ scheme, secrets: secret, body, headers, now: 5000, toleranceSeconds }).ok);
  }
  assert.ok(new Webhook(Buffer.alloc(32), { toleranceSeconds: 0 }));
});
