// Verifiers and signers give the results of `verify` and `sign` until they are freed, and are not lost with an instance.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { createSigner, createVerifier, explain, init, sign, verify, Webhook } from 'hookwright';
import { source } from '../sources.mjs';
import { memoryOf } from './instances.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')).tests;
const keys = ({ secrets }) =>
  secrets.map(({ text, hex, name }) => {
    const value = text ?? Buffer.from(hex, 'hex');
    return name === undefined ? value : { name, value };
  });

/** Runs a script in another Node process, and returns its output, parsed as JSON. */
function run(script, flags) {
  const options = { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  return JSON.parse(execFileSync(process.execPath, [...flags, '--input-type=module', '-e', script], options));
}

describe('verdicts', () => {
  test('a verifier gives the verdicts of verify and explain for every vector, twice', () => {
    let accepted = 0;
    for (const vector of [...vectors('signature'), ...vectors('senders')]) {
      const { scheme, headers, url, method, nowMs: now = 0 } = vector;
      const body = vector.body ?? Buffer.from(vector.bodyHex, 'hex');
      const delivery = { body, headers, now, ...(url && { url }), method: method ?? 'POST' };
      const secrets = keys(vector);
      const verifier = createVerifier({ scheme, secrets });
      const expected = verify({ ...delivery, scheme, secrets });
      assert.deepEqual(verifier.verify(delivery), expected, vector.id);
      assert.deepEqual(verifier.verify(delivery), expected, vector.id);
      assert.deepEqual(verifier.explain(delivery), explain({ ...delivery, scheme, secrets }), vector.id);
      verifier.free();
      if (expected.ok) accepted += 1;
    }
    assert.ok(accepted > 200, `${accepted} accepted`);
  });

  test('a signer gives the signatures of sign', () => {
    const delivery = { body: '{"a":1}', id: 'msg_1', timestamp: 1_768_480_200_000, url: 'https://a.example/hook' };
    for (const [provider, secret] of [
      ['standard', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      ['generic', 'whsec_abc123'],
      ['stripe', 'whsec_abc123'],
      ['adyen', '44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056'],
    ]) {
      const signer = createSigner({ provider, secret });
      const attempt = (call) => {
        try {
          return call();
        } catch ({ code, message }) {
          return { code, message };
        }
      };
      const expected = attempt(() => sign({ ...delivery, provider, secret }));
      assert.deepEqual(
        attempt(() => signer.sign(delivery)),
        expected,
        provider,
      );
      signer.free();
    }
  });

  test('a verifier uses its own tolerance', () => {
    const secret = 'whsec_abc123';
    const now = 1_768_480_200_000;
    const { headers } = sign({ provider: 'stripe', secret, body: '{}', timestamp: now - 400_000 });
    const delivery = { body: '{}', headers, now };
    const verdict = (toleranceSeconds) =>
      createVerifier({ provider: 'stripe', secrets: secret, toleranceSeconds }).verify(delivery);
    assert.equal(verdict(undefined).code, 'too_old');
    assert.equal(verdict(400).ok, true);
    assert.equal(verdict(false).ok, true);
  });

  test('a verifier does not change with the key or scheme that it was created from', () => {
    const key = Buffer.from('0123456789abcdef0123456789abcdef');
    const { schemes } = JSON.parse(JSON.stringify({ schemes: [{ id: 'acme/v1' }] }));
    const scheme = Object.assign(schemes[0], {
      algorithm: 'hmac-sha256',
      content: '{body}',
      signature: { header: 'X-Acme' },
    });
    const { headers } = sign({ scheme, secret: key, body: 'x' });
    const verifier = createVerifier({ scheme, secrets: key });
    key.fill(0);
    scheme.signature.header = 'X-Other';
    assert.equal(verifier.verify({ body: 'x', headers }).ok, true);
  });
});

describe('misuse', () => {
  const code = (call) => {
    try {
      call();
      return 'nothing';
    } catch (error) {
      return `${error.name} ${error.code}`;
    }
  };

  test('creation throws for invalid options', () => {
    assert.equal(
      code(() => createVerifier({ provider: 'acme', secrets: 'a' })),
      'TypeError unknown_provider',
    );
    assert.equal(
      code(() => createVerifier({ provider: 'github', secrets: '' })),
      'TypeError empty_secret',
    );
    assert.equal(
      code(() => createVerifier({ provider: 'github', secrets: [] })),
      'TypeError missing_secret',
    );
    assert.equal(
      code(() => createVerifier({ provider: 'github', secrets: 'a', body: '' })),
      'TypeError unknown_option',
    );
    assert.equal(
      code(() => createVerifier({ provider: 'github', secrets: 'a', toleranceSeconds: 5 })),
      'TypeError invalid_tolerance',
    );
    assert.equal(
      code(() => createSigner({ provider: 'standard', secret: 'whsec_YWJj' })),
      'TypeError secret_too_short',
    );
  });

  test('every method except free throws after free', () => {
    const verifier = createVerifier({ provider: 'github', secrets: 'a' });
    const signer = createSigner({ provider: 'github', secret: 'a' });
    const webhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    for (const prepared of [verifier, signer, webhook]) {
      prepared.free();
      prepared.free();
    }
    assert.equal(
      code(() => verifier.verify({ body: '', headers: {} })),
      'TypeError freed',
    );
    assert.equal(
      code(() => verifier.explain({ body: '', headers: {} })),
      'TypeError freed',
    );
    assert.equal(
      code(() => signer.sign({ body: '' })),
      'TypeError freed',
    );
    assert.equal(
      code(() => webhook.verify('', {})),
      'TypeError freed',
    );
    assert.equal(
      code(() => webhook.sign('msg_1', 0, '')),
      'TypeError freed',
    );
  });

  test('verifiers and signers do not expose the secret', () => {
    const secret = 'It is a secret to everybody';
    const shown = [
      createVerifier({ provider: 'github', secrets: secret }),
      createSigner({ provider: 'github', secret }),
    ];
    for (const prepared of shown) {
      const texts = [inspect(prepared, { depth: 9, showHidden: true }), JSON.stringify(prepared)];
      assert.ok(texts.every((text) => !text.includes(secret)));
    }
  });
});

describe('memory', () => {
  test('keys are overwritten in WebAssembly memory when a verifier is freed', async () => {
    await init();
    const memory = () => Buffer.from(memoryOf());
    const secret = 'a-token-that-is-found-nowhere-else-8f3a';
    // A token is in memory as text. Other keys are in memory as the state of a hash.
    const verifier = createVerifier({ scheme: 'well/token', secrets: secret });
    verifier.verify({ body: '', headers: {} });
    assert.ok(memory().includes(secret), 'the key is not found before free');
    verifier.free();
    assert.ok(!memory().includes(secret));
  });

  test('a garbage-collected verifier is freed', () => {
    const script = `
      const { memoryOf } = await import('./instances.mjs');
      const { createVerifier, init } = await import('hookwright');
      await init();
      const memory = () => Buffer.from(memoryOf());
      const secret = ['a-token-that-is-found', 'nowhere-else-91c2'].join('-');
      const forget = () => { createVerifier({ scheme: 'well/token', secrets: secret }); };
      forget();
      const before = memory().includes(secret);
      // Callbacks of a FinalizationRegistry run in later tasks.
      const gone = async () => {
        for (let turn = 0; turn < 1000; turn++) {
          globalThis.gc();
          await new Promise((resolve) => { setImmediate(resolve); });
          if (!memory().includes(secret)) return true;
        }
        return false;
      };
      console.log(JSON.stringify([before, await gone()]));`;
    assert.deepEqual(run(script, ['--expose-gc']), [true, true]);
  });

  test('the copies of secrets are overwritten even if the core traps in free', async () => {
    const { PreparedKeys } = await source('internal/prepared.ts');
    const { KeptSecrets } = await source('internal/kept-secrets.ts');
    let kept;
    const trap = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    const keys = new PreparedKeys('verifier', {}, new KeptSecrets(['abc', undefined]), (_, [value]) => {
      kept = new Uint8Array(value);
      return { free: trap };
    });
    assert.deepEqual([...kept], [97, 98, 99]);
    assert.throws(() => keys.free(), { code: 'core_trapped' });
    assert.deepEqual([...kept], [0, 0, 0]);
    assert.equal(keys.free(), undefined);
  });

  test('a trap while a garbage-collected verifier is freed does not end the process', () => {
    const script = `
      const { replaced } = await import('./instances.mjs');
      const { createVerifier, verify } = await import('hookwright');
      let trapped = 0;
      replaced.__wbg_preparedverifier_free = () => { trapped += 1; throw new WebAssembly.RuntimeError('unreachable'); };
      const forget = () => { createVerifier({ scheme: 'well/token', secrets: 'a' }); };
      forget();
      for (let turn = 0; turn < 1000 && trapped === 0; turn++) {
        globalThis.gc();
        await new Promise((resolve) => { setImmediate(resolve); });
      }
      // An uncaught error would end the process in this task.
      await new Promise((resolve) => { setImmediate(resolve); });
      console.log(JSON.stringify([trapped, verify({ provider: 'well', secrets: 'a', body: '', headers: {} }).ok]));`;
    assert.deepEqual(run(script, ['--expose-gc']), [1, false]);
  });

  test('a verifier and a signer survive a trap', () => {
    const script = `
      const { createSigner, createVerifier, verify, Webhook } = await import('hookwright');
      const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
      const verifier = createVerifier({ provider: 'standard', secrets: secret });
      const signer = createSigner({ provider: 'standard', secret });
      const webhook = new Webhook(secret);
      const freed = createVerifier({ provider: 'standard', secrets: secret });
      const works = () => {
        const { headers } = signer.sign({ id: 'msg_1', body: '{}' });
        webhook.verify('{}', headers);
        return verifier.verify({ body: '{}', headers }).ok;
      };
      const trap = () => {
        try {
          verify({ provider: 'generic', secrets: 'a'.repeat(9_500_000), body: '', headers: {} });
        } catch ({ code }) {
          return code;
        }
      };
      const seen = [works(), trap(), works()];
      trap();
      // The handle is invalid in the new instance, where another object can have its address.
      freed.free();
      console.log(JSON.stringify([...seen, works()]));`;
    assert.deepEqual(run(script, ['--wasm-max-mem-pages=160']), [true, 'core_trapped', true, true]);
  });

  test('freed verifiers release their memory', async () => {
    await init();
    const size = () => memoryOf().byteLength;
    const round = () => {
      for (let count = 0; count < 1000; count++) {
        createVerifier({ provider: 'github', secrets: 'It is a secret to everybody' }).free();
      }
    };
    round();
    const before = size();
    round();
    assert.equal(size(), before);
  });
});

test('objects that are created while init is pending stay in their instance', () => {
  const script = `
    import { readFileSync } from 'node:fs';
    const { createService, createSigner, createVerifier, init, initService, Webhook } = await import('hookwright');
    const read = (name) => readFileSync(new URL(import.meta.resolve('hookwright/' + name)));
    const pending = [
      init(Promise.resolve(read('hookwright_bg.wasm'))),
      initService(),
    ];
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const other = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx';
    const verifier = createVerifier({ provider: 'standard', secrets: secret });
    const signer = createSigner({ provider: 'standard', secret });
    const webhook = new Webhook(secret);
    const service = createService({ provider: 'generic' });
    const before = JSON.parse(service.save());
    await Promise.all(pending);
    // These would have the addresses of the first ones in a new instance.
    createSigner({ provider: 'standard', secret: other });
    createVerifier({ provider: 'standard', secrets: other });
    createService({ provider: 'well' });
    const delivery = { id: 'msg_1', body: '{"a":1}' };
    const { headers } = signer.sign(delivery);
    const seen = [
      verifier.verify({ body: delivery.body, headers }).ok,
      webhook.verify(delivery.body, headers),
      JSON.stringify(JSON.parse(service.save())) === JSON.stringify(before),
      service.emit({ type: 'user.created' }).deliveryIds,
    ];
    for (const prepared of [verifier, signer, webhook]) prepared.free();
    await service.close();
    console.log(JSON.stringify(seen));`;
  assert.deepEqual(run(script, []), [true, { a: 1 }, true, []]);
});
