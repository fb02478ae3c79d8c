// Objects of another realm are accepted: test environments and edge runtimes have their own global classes, and some of
// them lack classes that Node has.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { createService, createVerifier, sign, verify } from 'hookwright';

const here = fileURLToPath(new URL('.', import.meta.url));
const bytesOf = (text) => vm.runInNewContext(`Uint8Array.from(${JSON.stringify([...Buffer.from(text)])})`);

/** Runs a script in another Node process, and returns its output, parsed as JSON. */
function run(script, type) {
  const options = { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  return JSON.parse(execFileSync(process.execPath, [`--input-type=${type}`, '-e', script], options));
}

describe('bytes of another realm', () => {
  const body = '{"id":1}';
  const secret = 'a secret of sixteen bytes';

  test('are accepted as bodies and secrets', () => {
    const { headers } = sign({ provider: 'github', secret, body });
    const delivery = { body: bytesOf(body), headers };
    const secrets = bytesOf(secret);
    assert.equal(verify({ provider: 'github', secrets, ...delivery }).ok, true);
    assert.equal(createVerifier({ provider: 'github', secrets }).verify(delivery).ok, true);
    assert.equal(verify({ provider: 'github', secrets, ...delivery, body: bytesOf('{"id":2}') }).ok, false);
  });

  test('are accepted as parts of the body of a request', async (context) => {
    const service = createService({ provider: 'generic' });
    context.after(() => service.close());
    const text = '{"url":"https://receiver.example/","events":["user.created"]}';
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(bytesOf(text.slice(0, 10)));
        controller.enqueue(bytesOf(text.slice(10)));
        controller.close();
      },
    });
    const headers = { 'content-type': 'application/json' };
    const request = {
      method: 'POST',
      url: 'http://service.test/v1/webhooks',
      headers: new Headers(headers),
      body: stream,
    };
    assert.equal((await service.fetch(request)).status, 201);
  });
});

test('a module that was compiled in another realm is accepted', () => {
  for (const entry of ['browser/index.mjs', 'index.mjs']) {
    const script = `
      import { readFileSync } from 'node:fs';
      import vm from 'node:vm';
      const folder = new URL('../node_modules/hookwright/', 'file://' + process.cwd() + '/');
      const bytes = readFileSync(new URL('hookwright_bg.wasm', folder));
      const { init, generateSecret } = await import(new URL('${entry}', folder));
      const module = vm.runInNewContext('new WebAssembly.Module(bytes)', { bytes });
      await init(module);
      const { secret } = generateSecret({ provider: 'generic' });
      console.log(JSON.stringify([module instanceof WebAssembly.Module, secret.length > 1]));`;
    assert.deepEqual(run(script, 'module'), [false, true]);
  }
});

test('the package works in a context of its own, as in the jsdom environment of Jest', () => {
  // The context has neither the classes for text nor those of the web, so Node's are used, which are of another realm.
  const context = vm.createContext({ process });
  const folder = fileURLToPath(new URL('../node_modules/hookwright', import.meta.url));
  const loaded = new Map();
  const load = (file) => {
    if (loaded.has(file)) return loaded.get(file).exports;
    const module = { exports: {} };
    loaded.set(file, module);
    const here = path.dirname(file);
    const code = `(function (module, require, __dirname) {${readFileSync(file, 'utf8')}\n})`;
    vm.runInContext(code, context)(module, (other) => load(path.join(here, other)), here);
    return module.exports;
  };
  const { createVerifier, sign } = load(path.join(folder, 'index.js'));
  const secret = 'ä secret of sixteen bytes';
  const body = 'ä';
  const { headers } = sign({ provider: 'github', secret, body });
  assert.equal(verify({ provider: 'github', secrets: secret, body, headers }).ok, true);
  assert.equal(createVerifier({ provider: 'github', secrets: secret }).verify({ body, headers }).ok, true);
});

test('the global classes for text may be missing, as in the jsdom environment of Jest', () => {
  const script = `
    delete globalThis.TextDecoder;
    delete globalThis.TextEncoder;
    const { createVerifier, sign } = require('hookwright');
    const { headers } = sign({ provider: 'github', secret: 'ä secret of sixteen bytes', body: 'ä' });
    console.log(JSON.stringify(createVerifier({ provider: 'github', secrets: 'ä secret of sixteen bytes' }).verify({ body: 'ä', headers }).ok));`;
  assert.equal(run(script, 'commonjs'), true);
});

describe('without the modules of Node', () => {
  test('the embedded modules are decompressed in JavaScript', () => {
    for (const entry of ['browser/index.mjs', 'embedded/index.mjs']) {
      const script = `
        process.getBuiltinModule = undefined;
        globalThis.DecompressionStream = undefined;
        const folder = new URL('../node_modules/hookwright/', 'file://' + process.cwd() + '/');
        const { createService, init, initCatalog, initService, planRetries } = await import(new URL('${entry}', folder));
        // Node itself needs it when it loads its own classes.
        new Response('');
        const { Buffer } = globalThis;
        globalThis.Buffer = undefined;
        await Promise.all([init(), initCatalog(), initService()]);
        const service = createService({ provider: 'generic' });
        globalThis.Buffer = Buffer;
        const { code } = await service.listen().catch((error) => error);
        console.log(JSON.stringify([planRetries({ policy: 'generic' }).attempts.length > 1, code]));`;
      assert.deepEqual(run(script, 'module'), [true, 'unsupported']);
    }
  });

  test('the file of a module may be missing, or that of another version', () => {
    for (const replacement of ["throw new Error('ENOENT')", 'return Buffer.alloc(100)']) {
      const script = `
        const fs = require('node:fs');
        const { readFileSync } = fs;
        let replaced = 0;
        fs.readFileSync = (file, ...options) => {
          if (!String(file).endsWith('.wasm')) return readFileSync(file, ...options);
          replaced += 1;
          ${replacement};
        };
        const { generateSecret } = require('hookwright');
        console.log(JSON.stringify([generateSecret({ provider: 'generic' }).secret.length > 1, replaced]));`;
      assert.deepEqual(run(script, 'commonjs'), [true, 1]);
    }
  });

  test('old versions of Node use require', () => {
    const script = `
      process.getBuiltinModule = undefined;
      const { createService, planRetries } = require('hookwright');
      const service = createService({ provider: 'generic' });
      service.listen().then(async ({ port }) => {
        await service.close();
        console.log(JSON.stringify([planRetries({ policy: 'generic' }).attempts.length > 1, port > 0]));
      });`;
    assert.deepEqual(run(script, 'commonjs'), [true, true]);
  });
});
