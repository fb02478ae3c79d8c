// Before the core is loaded, Node accepts deliveries with what the build has asked the core for. All other deliveries, and
// secrets that need an error or a warning, load it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import test, { after, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FOLDERS } from '../../wasm/build/folders.mjs';
import { source } from '../sources.mjs';

const { core, createVerifier, earlyScheme, hideCore, verify, Webhook } = await source('../../tests/node/internals.ts');
after(() => hideCore(false));

const folder = path.join(FOLDERS.sources, 'generated/senders');
const senders = readdirSync(folder).map((file) => path.basename(file, '.ts'));

function outcome(run) {
  try {
    return run();
  } catch ({ code, message, path: place }) {
    return { code, message, place };
  }
}

test('the table has the properties that the core returns', async () => {
  let known = 0;
  for (const id of senders) {
    const { schemes = {} } = await source(`generated/senders/${id}.ts`);
    for (const [option, given] of [['provider', id], ...Object.keys(schemes).map((scheme) => ['scheme', scheme])]) {
      const found = earlyScheme(option, given);
      if (found === undefined) continue;
      known += 1;
      const expected = option === 'scheme' ? core().scheme(undefined, given) : core().scheme(given, undefined);
      assert.deepEqual(found, expected, given);
    }
  }
  assert.ok(known > 150, `${known}`);
});

test('other texts are in no table', () => {
  const texts = [
    '',
    'github ',
    'github\n',
    '\ngithub',
    'Github',
    '=',
    'constructor',
    '__proto__',
    'github/sha256 [{}]',
    'x',
  ];
  for (const option of ['provider', 'scheme']) {
    for (const text of texts) assert.equal(earlyScheme(option, text), undefined, text);
  }
  assert.equal(earlyScheme('scheme', 'github'), undefined);
  assert.equal(earlyScheme('provider', 'github/sha256'), undefined);
});

describe('a core that is not loaded gives the same errors and warnings', () => {
  const texts = [
    '',
    ' ',
    'short',
    'changeme',
    'undefined',
    'your_webhook_secret',
    '"a quoted secret of a length"',
    'whsec_AAAA',
  ];
  texts.push(
    ' with space, and long enough',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  );
  texts.push(
    'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    '00112233445566778899aabbccddeeff',
    'é'.repeat(20),
    '-----BEGIN PUBLIC KEY-----',
  );
  const secrets = texts.flatMap((text) => [
    text,
    Buffer.from(text),
    [text, 'It is a secret, long enough'],
    { name: 'a', value: text },
  ]);
  for (const scheme of ['github/sha256', 'stripe/v1', 'standard/v1', 'svix/v1', 'shopify/hmac', 'adyen/hmac']) {
    test(scheme, () => {
      if (earlyScheme('scheme', scheme) === undefined) return;
      for (const secret of secrets) {
        const given = { scheme, secrets: secret };
        // A genuine one for GitHub, whose warnings are compared, too.
        const key = [secret].flat()[0].value ?? [secret].flat()[0];
        const mac = createHmac('sha256', key).update('{}').digest('hex');
        const headers = { 'x-hub-signature-256': `sha256=${mac}` };
        const delivery = { body: '{}', headers, now: 1_750_000_000_000 };
        const results = [false, true].map((hidden) => {
          hideCore(hidden);
          return [
            outcome(() => createVerifier(given).verify(delivery)),
            outcome(() => verify({ ...given, ...delivery })),
            outcome(() => new Webhook(secret).verify('{}', {})),
          ];
        });
        assert.deepEqual(results[1], results[0]);
      }
    });
  }
});

test('genuine deliveries are accepted without the core, and others load it', () => {
  const script = `
    import { createHmac } from 'node:crypto';
    import { createVerifier, verify, Webhook } from 'hookwright';
    let count = 0;
    WebAssembly.Module = new Proxy(WebAssembly.Module, {
      construct(target, given) {
        count += 1;
        return new target(...given);
      },
    });
    const secret = 'It is a secret, long enough';
    const hex = createHmac('sha256', secret).update('{}').digest('hex');
    const headers = { 'x-hub-signature-256': 'sha256=' + hex };
    const given = { provider: 'github', secrets: secret };
    const found = [verify({ ...given, body: '{}', headers }).ok];
    const verifier = createVerifier(given);
    found.push(verifier.verify({ body: '{}', headers }).ok, new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') !== null, count);
    found.push(verifier.verify({ body: '{ }', headers }).code, count, verifier.verify({ body: '{}', headers }).ok, count);
    verifier.free();
    console.log(JSON.stringify(found));`;
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd, encoding: 'utf8' });
  assert.deepEqual(JSON.parse(output), [true, true, true, 0, 'signature_mismatch', 1, true, 1]);
});
