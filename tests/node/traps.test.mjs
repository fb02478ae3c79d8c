// After a trap inside a module, the call throws an error with a code, and the next call uses a new instance.
//
// The traps are real: other processes limit WebAssembly memory to 10 MiB, so that a long text exhausts it, or make a
// call when the call stack is almost exhausted.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const SMALL_MEMORY = ['--wasm-max-mem-pages=160'];

/** Runs a script in another Node process, and returns its output, parsed as JSON. */
function run(script, flags = SMALL_MEMORY) {
  const options = { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  return JSON.parse(execFileSync(process.execPath, [...flags, '--input-type=module', '-e', script], options));
}

const prelude = `
  // Records every instance, without changing it.
  const instances = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, given) {
      const made = new target(...given);
      // Parts of the module use its memory.
      if (made.exports.memory !== undefined) instances.push(made);
      return made;
    },
  });
  const {
    answerHandshake, checkScheme, classifyResponse, createService, detectProvider, explain, generateSecret,
    importRequest, nextAttempt, parseEvent, planRetries, provider, sign, verify, Webhook,
  } = await import('hookwright');
  const { bullmqDeliveries } = await import('hookwright/bullmq');
  const huge = 'a'.repeat(9_500_000);
  const secret = 'whsec_a';
  const caught = (call) => {
    try {
      return call() === undefined ? 'nothing' : 'a result';
    } catch ({ name, code }) {
      return [name, code ?? 'no code'].join(' ');
    }
  };
  const outcome = async (call) => {
    try {
      return (await call()) === undefined ? 'nothing' : 'a result';
    } catch ({ name, code }) {
      return [name, code ?? 'no code'].join(' ');
    }
  };
  // More memory than a damaged instance has left.
  const body = Buffer.alloc(4_000_000, 'x');
  const { headers } = sign({ provider: 'generic', secret, body });
  const works = () => verify({ provider: 'generic', secrets: secret, body, headers }).ok;
  const print = (value) => console.log(JSON.stringify(value));`;

describe('for receivers', () => {
  const calls = {
    verify: `verify({ provider: 'generic', secrets: huge, body: '', headers })`,
    sign: `sign({ provider: 'generic', secret: huge, body: '' })`,
    explain: `explain({ provider: 'generic', secrets: huge, body: '', headers })`,
    answerHandshake: `answerHandshake({ provider: 'zoom', secrets: huge, body: '', headers: {} })`,
    detectProvider: `detectProvider({ headers: { 'X-Webhook-Signature': huge } })`,
    parseEvent: `parseEvent('{}', { provider: huge })`,
    generateSecret: 'generateSecret({ provider: huge })',
    checkScheme: 'checkScheme({ id: huge })',
    planRetries: 'planRetries({ policy: huge })',
    nextAttempt: `nextAttempt({ policy: 'generic', attempt: 1, outcome: { status: 500, headers: { 'retry-after': huge } } })`,
    classifyResponse: `classifyResponse({ status: 500, headers: { 'retry-after': huge } })`,
    provider: 'provider(huge)',
    Webhook: 'new Webhook(huge)',
    bullmqDeliveries: `bullmqDeliveries({ policy: huge, provider: 'generic', endpoint() {} })`,
  };
  for (const [name, call] of Object.entries(calls)) {
    test(`a trap in ${name} throws core_trapped, and the next call works`, () => {
      const script = `${prelude} works(); print([caught(() => ${call}), works(), caught(() => ${call}), works()]);`;
      assert.deepEqual(run(script), ['Error core_trapped', true, 'Error core_trapped', true]);
    });
  }

  test('the error says what to do and has a cause', () => {
    const script = `${prelude}
      try { ${calls.verify} } catch ({ message, cause }) { print([message, cause.name]); }`;
    const [message, cause] = run(script);
    assert.match(message, /further calls work/);
    assert.equal(cause, 'RuntimeError');
  });

  test('memory is new after a trap', () => {
    const script = `${prelude}
      const memory = () => instances.at(-1).exports.memory.buffer.byteLength;
      works();
      const first = instances.length;
      caught(() => ${calls.verify});
      print([instances.length - first, memory() < 4_000_000]);`;
    assert.deepEqual(run(script), [1, true]);
  });

  test('a rejection does not replace the instance', () => {
    const script = `${prelude}
      const first = instances.length;
      const refused = caught(() => verify({ provider: 'acme', secrets: secret, body, headers }));
      print([refused, instances.length - first]);`;
    assert.deepEqual(run(script), ['TypeError unknown_provider', 0]);
  });

  test('a call at the end of the stack throws, and the next call works', () => {
    const script = `${prelude}
      const small = { provider: 'generic', secrets: secret, body: 'x', headers };
      const seen = new Set();
      // While the stack unwinds, each frame makes the call with a little more space.
      const deep = () => {
        try {
          deep();
        } catch (error) {
          seen.add(error.code ?? error.name);
        }
        try {
          seen.add(verify(small).code);
          return undefined;
        } catch (error) {
          seen.add(error.code ?? error.name);
          throw error;
        }
      };
      let replaced = 0;
      for (let round = 0; round < 5; round += 1) {
        const before = instances.length;
        caught(deep);
        replaced += instances.length - before;
      }
      print([replaced > 0, works(), verify(small).ok, [...seen].filter((each) => !/^(RangeError|core_trapped|signature_mismatch)$/.test(each))]);`;
    assert.deepEqual(run(script, []), [true, true, false, []]);
  });
});

describe('calls within calls', () => {
  test('a trap in a call of a getter does not affect the outer call', () => {
    const script = `${prelude}
      const inner = [];
      const options = {
        provider: 'generic',
        secrets: secret,
        body,
        get headers() {
          inner.push(caught(() => verify({ provider: 'generic', secrets: huge, body: '', headers: {} })));
          return headers;
        },
      };
      print([verify(options).ok, inner, works()]);`;
    assert.deepEqual(run(script), [true, ['Error core_trapped'], true]);
  });

  // Runs code of the program inside the module, which creates the result. Verifying does not.
  const diagnose = 'const diagnose = () => explain({ provider: "generic", secrets: secret, body: "", headers });';

  test('a trap in a nested call ends the outer call, too', () => {
    const script = `${prelude}${diagnose}
      const inner = [];
      const trap = () => caught(() => verify({ provider: 'generic', secrets: huge, body: '', headers: {} }));
      Object.defineProperty(Object.prototype, 'ok', {
        configurable: true,
        get: () => true,
        set(value) {
          if (inner.length === 0) inner.push('entered', trap(), trap());
        },
      });
      const outer = caught(diagnose);
      delete Object.prototype.ok;
      print([outer, inner, works()]);`;
    assert.deepEqual(run(script), [
      'Error core_trapped',
      ['entered', 'Error core_trapped', 'Error core_trapped'],
      true,
    ]);
  });

  test('an exception that passes through the module replaces the instance', () => {
    const script = `${prelude}${diagnose}
      const first = instances.length;
      Object.defineProperty(Object.prototype, 'ok', {
        configurable: true,
        set() { throw Object.assign(new TypeError('mine'), { code: 'MINE' }); },
      });
      const outer = caught(diagnose);
      delete Object.prototype.ok;
      print([outer, instances.length - first, works()]);`;
    assert.deepEqual(run(script), ['Error core_trapped', 1, true]);
  });
});

describe('services', () => {
  const service = `${prelude}
    const service = createService({ provider: 'generic', token: 'a' });
    const other = createService({ provider: 'generic', token: 'a' });
    const saved = service.save();
    const request = (text) => new Request('http://localhost/v1/webhooks', { method: 'POST', body: text });
    const trap = () => service.emit({ type: 'user.created', data: { a: 'x'.repeat(9_500_000) } });`;

  test('are lost after a trap, and throw service_lost', () => {
    const script = `${service}
      const first = caught(trap);
      print([
        first,
        caught(() => service.emit({ type: 'user.created' })),
        caught(() => service.save()),
        await outcome(() => service.advance(0)),
        await outcome(() => service.fetch(request('{}'))),
        await outcome(() => service.listen()),
        caught(() => other.save()),
        await outcome(() => service.close()),
        caught(() => service.save()),
      ]);`;
    const lost = 'Error service_lost';
    const expected = ['Error core_trapped', lost, lost, lost, lost, lost, lost, 'nothing', 'TypeError closed'];
    assert.deepEqual(run(script), expected);
  });

  test('can be restored from the saved state after a trap', () => {
    const script = `${service}
      const first = caught(trap);
      const next = createService({ provider: 'generic', token: 'a', state: saved });
      const emitted = next.emit({ type: 'user.created' });
      // Closing a lost service must not free memory of the next one.
      await service.close();
      await other.close();
      print([first, emitted.deliveryIds, next.secret === JSON.parse(saved).secret, JSON.parse(next.save()).provider]);`;
    assert.deepEqual(run(script), ['Error core_trapped', [], true, 'generic']);
  });

  test('throw core_trapped if a trap occurs during creation', () => {
    const script = `${prelude}
      const call = () => createService({ provider: 'generic', token: huge });
      print([caught(call), caught(call), caught(() => createService({ provider: 'generic' }).save())]);`;
    assert.deepEqual(run(script), ['Error core_trapped', 'Error core_trapped', 'a result']);
  });

  test('are lost after a trap in another function', () => {
    const script = `${service}
      const receiving = caught(() => verify({ provider: 'generic', secrets: huge, body: '', headers: {} }));
      print([receiving, caught(() => service.save()), works()]);`;
    assert.deepEqual(run(script), ['Error core_trapped', 'Error service_lost', true]);
  });

  test('can be created after a trap', () => {
    const script = `${service}
      print([caught(trap), caught(() => createService({ provider: 'generic' }).save()), caught(() => provider('well'))]);`;
    assert.deepEqual(run(script), ['Error core_trapped', 'a result', 'a result']);
  });

  test('that are lost close their connections', () => {
    const script = `${service}
      const { url } = await service.listen();
      caught(trap);
      const answered = await fetch(url + '/v1/webhooks').then(() => 'answered', () => 'closed');
      await service.close();
      print(answered);`;
    assert.equal(run(script), 'closed');
  });
});

describe('on hosts that need init', () => {
  for (const [from, module] of Object.entries({
    bytes: 'bytes',
    a_response: `new Response(bytes, { headers: { 'content-type': 'application/wasm' } })`,
    a_compiled_module: 'new WebAssembly.Module(bytes)',
  })) {
    test(`a module from ${from} is replaced synchronously`, () => {
      const script = `
        import { readFileSync } from 'node:fs';
        const folder = new URL('../node_modules/hookwright/', 'file://' + process.cwd() + '/');
        const bytes = readFileSync(new URL('hookwright_bg.wasm', folder));
        const { init, sign, verify } = await import(new URL('browser/index.mjs', folder));
        await init(${module});
        const body = Buffer.alloc(4_000_000, 'x');
        const { headers } = sign({ provider: 'generic', secret: 'a', body });
        let code;
        try {
          sign({ provider: 'generic', secret: 'a'.repeat(9_500_000), body: '' });
        } catch (error) {
          ({ code } = error);
        }
        console.log(JSON.stringify([code, verify({ provider: 'generic', secrets: 'a', body, headers }).ok]));`;
      assert.deepEqual(run(script), ['core_trapped', true]);
    });
  }
});

test('parts of the module are in the instance that replaces another one', () => {
  const uses = `
    const works = () => [
      parseEvent('{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{}}').type,
      'publicKey' in generateSecret({ scheme: 'standard/v1a' }),
      explain({ provider: 'generic', secrets: 'a', body: '', headers: {} }).ok,
      createService({ provider: 'generic' }).save().length > 0,
    ];
    const before = works();
    let code;
    try {
      sign({ provider: 'generic', secret: 'a'.repeat(9_500_000), body: Buffer.alloc(4_000_000) });
    } catch (error) {
      ({ code } = error);
    }
    console.log(JSON.stringify([before, code, works()]));`;
  const works = ['company.created', true, false, true];
  const functions = 'createService, explain, generateSecret, parseEvent, sign';
  const onNode = `import { ${functions} } from 'hookwright'; ${uses}`;
  assert.deepEqual(run(onNode), [works, 'core_trapped', works]);
  const inBrowsers = `
    const folder = new URL('../node_modules/hookwright/', 'file://' + process.cwd() + '/');
    const all = await import(new URL('browser/index.mjs', folder));
    const { ${functions} } = all;
    await Promise.all([all.initCatalog(), all.initExplain(), all.initService()]);
    ${uses}`;
  assert.deepEqual(run(inBrowsers), [works, 'core_trapped', works]);
});

describe('memory', () => {
  test('memory of a large body is released', () => {
    const script = `${prelude}
      const memory = () => instances.at(-1).exports.memory.buffer.byteLength / 2 ** 20;
      works();
      const small = memory();
      verify({ provider: 'generic', secrets: secret, body: Buffer.alloc(100 * 2 ** 20), headers });
      print([small < 64, memory() < 64, works(), memory() < 64]);`;
    assert.deepEqual(run(script, []), [true, true, true, true]);
  });

  test('memory of ordinary bodies is kept', () => {
    const script = `${prelude}
      works();
      const first = instances.length;
      for (let round = 0; round < 100; round += 1) works();
      print(instances.length - first);`;
    assert.equal(run(script, []), 0);
  });

  test('a service is not lost when memory is released', () => {
    const script = `${prelude}
      const service = createService({ provider: 'generic' });
      for (let count = 0; count < 6; count += 1) service.emit({ type: 'user.created', data: { a: 'x'.repeat(14 * 2 ** 20) } });
      service.emit({ type: 'user.created' });
      print(caught(() => service.save()));`;
    assert.equal(run(script, []), 'a result');
  });
});
