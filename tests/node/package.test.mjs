// The package as it is packed: its files, its entries, and how it gets ready.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = new URL('../node_modules/hookwright/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));

/** Runs a script in a Node of its own, and gives back what it printed as JSON. */
function run(script, { flags = [], type = 'module' } = {}) {
  const options = { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  return JSON.parse(execFileSync(process.execPath, [...flags, `--input-type=${type}`, '-e', script], options));
}

describe('what is packed', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`.split('/hookwright/').at(-1).replace(/^\/+/, ''));

  test('the code, its types, the module, the README and the licences, and nothing else', () => {
    const expected =
      /^(package\.json|README\.md|LICENSE-(MIT|APACHE)|THIRD-PARTY-NOTICES\.txt|hookwright(_service)?(\.js|_bg\.wasm)|internal\/[a-z0-9-]+\.js|(generated|types)\/[a-z-]+\.d\.ts|generated\/senders\/[a-z0-9-]+(\.js|\.d\.ts)|[a-z-]+(\.js|\.d\.ts))$/;
    assert.deepEqual(
      files.filter((file) => !expected.test(file)),
      [],
    );
    const needed = [
      'README.md',
      'LICENSE-MIT',
      'LICENSE-APACHE',
      'THIRD-PARTY-NOTICES.txt',
      'node.js',
      'node.d.ts',
      'index.js',
      'index.d.ts',
      'hookwright_bg.wasm',
      'hookwright_service_bg.wasm',
    ];
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
    );
    assert.ok(!files.includes('hookwright.d.ts'), 'types of the glue, which nobody sees');
  });

  test('every code file is imported by another, or is an entry', () => {
    const entries = ['.', './bullmq'].flatMap((path) => Object.values(manifest.exports[path]).flatMap(Object.values));
    const named = files
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) => {
        const text = readFileSync(new URL(file, folder), 'utf8');
        return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path]) => new URL(path, new URL(file, folder)).href);
      });
    const isSender = (file) => file.startsWith('generated/senders/');
    const reached = (file) => {
      const source = new URL(file.replace(/\.d\.ts$/, '.js'), folder).href;
      return named.includes(source) || entries.includes(`./${file}`) || isSender(file);
    };
    assert.deepEqual(
      files.filter((file) => /\.(js|d\.ts)$/.test(file) && !reached(file)),
      [],
    );
  });

  test('the code for browsers and the edge needs nothing of Node', () => {
    const reached = new Set(['index.js', 'bullmq.js']);
    for (const file of reached) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      assert.doesNotMatch(text, /node:[a-z]+'/, file);
      for (const [, path] of text.matchAll(/from '(\.[^']+)'/g)) {
        reached.add(new URL(path, new URL(file, folder)).href.slice(folder.href.length));
      }
    }
    assert.ok(reached.has('internal/service.js') && !reached.has('internal/listener.js'));
  });

  test('the manifest', () => {
    assert.equal(manifest.type, 'module');
    assert.equal(manifest.license, 'MIT OR Apache-2.0');
    assert.equal(manifest.engines.node, '>=20.19');
    for (const field of ['dependencies', 'optionalDependencies', 'scripts']) {
      assert.equal(manifest[field], undefined, field);
    }
    // Nobody needs a peer who does not use the adapter for it.
    // The oldest version of either line with which tests/bullmq runs.
    assert.deepEqual(manifest.peerDependencies, { bullmq: '^5.81.5 || ^6.7.0' });
    assert.deepEqual(manifest.peerDependenciesMeta, { bullmq: { optional: true } });
    const { './senders/*': senders, ...others } = manifest.exports;
    assert.deepEqual(senders, { types: './generated/senders/*.d.ts', default: './generated/senders/*.js' });
    const paths = Object.values(others).filter((conditions) => typeof conditions === 'object');
    assert.equal(paths.length, 2);
    for (const conditions of paths) {
      assert.deepEqual(Object.keys(conditions), ['node', 'bun', 'deno', 'default']);
      for (const condition of Object.values(conditions)) assert.equal(Object.keys(condition)[0], 'types');
    }
    // What makes the package ready must not be left out by a bundler.
    const ready = paths.flatMap(({ node, bun, deno }) => [node.default, bun.default, deno.default]);
    assert.deepEqual([...new Set(ready)].sort(), [...manifest.sideEffects].sort());
  });

  test('types name nothing of Node or of what is inside, and code names no place of the machine that built it', () => {
    for (const file of files.filter((each) => each.endsWith('.d.ts'))) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      assert.doesNotMatch(text, /node:|reference types|internal\//, file);
    }
    for (const file of files.filter((each) => !each.endsWith('.wasm'))) {
      assert.doesNotMatch(readFileSync(new URL(file, folder), 'utf8'), /\/(home|root|tmp|Users)\/|\.cargo/, file);
    }
  });
});

describe('how it is imported', () => {
  // The types that are kept in the repository say what is exported, and a reviewer sees when that changes.
  const declared = readFileSync(new URL('../../wasm/api/index.d.ts', import.meta.url), 'utf8');
  const names = [...declared.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) => list.trim().split(/,\s*/)).sort();

  test('by import', () => {
    assert.deepEqual(
      run(`import * as all from 'hookwright'; console.log(JSON.stringify(Object.keys(all).sort()))`),
      names,
    );
  });

  test('hookwright/bullmq, by import and by require', () => {
    const both = `
      import { createRequire } from 'node:module';
      import * as all from 'hookwright/bullmq';
      const required = createRequire(process.cwd() + '/x.js')('hookwright/bullmq');
      const options = { policy: 'standard', provider: 'standard', endpoint: () => undefined };
      const { job } = all.bullmqDeliveries(options);
      const { attempts } = job({ eventId: 'e', subscriptionId: 's', body: '' }).opts;
      const same = required.bullmqDeliveries === all.bullmqDeliveries;
      console.log(JSON.stringify([Object.keys(all).sort(), same, attempts]));`;
    assert.deepEqual(run(both), [['DeliveryError', 'bullmqDeliveries', 'checkRedis'], true, 10]);
  });

  test('by require, without a flag or a warning', () => {
    const script = `
      process.on('warning', (warning) => { throw warning; });
      const all = require('hookwright');
      const body = '{}';
      const { headers } = all.sign({ provider: 'well', secret: 'a', body });
      const { ok } = all.verify({ provider: 'well', secrets: 'a', body, headers });
      const names = Object.keys(all).filter((name) => !name.startsWith('__')).sort();
      setImmediate(() => console.log(JSON.stringify([names, ok])));`;
    assert.deepEqual(run(script, { type: 'commonjs', flags: ['--no-deprecation'] }), [names, true]);
  });

  test('both at once are one instance', () => {
    const script = `
      import { createRequire } from 'node:module';
      import { verify } from 'hookwright';
      console.log(JSON.stringify(createRequire(process.cwd() + '/x.js')('hookwright').verify === verify));`;
    assert.equal(run(script), true);
  });

  test('importing reads no file and compiles nothing', () => {
    const script = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      let compiled = 0;
      const { Module } = WebAssembly;
      WebAssembly.Module = new Proxy(Module, { construct: (target, args) => (compiled += 1, new target(...args)) });
      const { planRetries } = await import('hookwright');
      const before = compiled;
      planRetries({ policy: 'well' });
      planRetries({ policy: 'generic' });
      console.log(JSON.stringify([before, compiled]));`;
    assert.deepEqual(run(script), [0, 1]);
  });

  test('the module by its own path', () => {
    const script = `
      import { readFileSync } from 'node:fs';
      const file = new URL(import.meta.resolve('hookwright/hookwright_bg.wasm'));
      const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(file)));
      console.log(JSON.stringify(imports.map(({ module }) => module)));`;
    assert.deepEqual([...new Set(run(script))], ['./hookwright_bg.js']);
  });

  test('nothing else can be reached', () => {
    const script = `
      const failed = [];
      for (const path of ['hookwright.js', 'internal/instance.js', 'verify.js']) {
        await import('hookwright/' + path).catch((error) => failed.push(error.code));
      }
      console.log(JSON.stringify(failed));`;
    assert.deepEqual(run(script), new Array(3).fill('ERR_PACKAGE_PATH_NOT_EXPORTED'));
  });
});

describe('where it is not ready on import', () => {
  const entry = manifest.exports['.'].default.default;
  const start = `
    import { readFileSync } from 'node:fs';
    const folder = new URL('../node_modules/hookwright/', 'file://' + process.cwd() + '/');
    const bytes = readFileSync(new URL('hookwright_bg.wasm', folder));
    const all = await import(new URL('${entry}', folder));
    const { createService, detectProvider, init, verify, sign, parseEvent, planRetries, providers, provider } = all;
    const { answerHandshake, checkScheme, generateSecret, senders, Webhook } = all;
    const options = { provider: 'well', secret: 'a', body: '{}' };
    const works = () => verify({ provider: 'well', secrets: 'a', body: '{}', headers: sign(options).headers }).ok;
    const print = (value) => console.log(JSON.stringify(value));`;

  test('a call before init says so', () => {
    const script = `${start}
      const calls = [
        works,
        () => parseEvent('{}'),
        () => planRetries({ policy: 'well' }),
        providers,
        () => provider('well'),
        () => detectProvider({ body: '{}' }),
        senders,
        () => answerHandshake({ provider: 'dropbox', headers: {} }),
        () => generateSecret({ provider: 'well' }),
        () => checkScheme({}),
        () => new Webhook('whsec_YWJj'),
        () => createService({ provider: 'well' }),
      ];
      print(calls.map((call) => {
        try { call(); } catch ({ name, code, message }) { return [name, code, message.match(/await init\\w*\\(\\)/)?.[0]]; }
      }));`;
    assert.deepEqual(run(script), [
      ...new Array(11).fill(['Error', 'not_initialized', 'await init()']),
      ['Error', 'not_initialized', 'await initService()'],
    ]);
  });

  for (const [from, module] of Object.entries({
    bytes: 'bytes',
    'an ArrayBuffer': 'bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)',
    'a compiled module': 'new WebAssembly.Module(bytes)',
    'a response': `new Response(bytes, { headers: { 'content-type': 'application/wasm' } })`,
    'a promise': 'Promise.resolve(bytes)',
    'an address': '`data:application/wasm;base64,${bytes.toString("base64")}`',
    'a URL': 'new URL(`data:application/wasm;base64,${bytes.toString("base64")}`)',
  })) {
    test(`init with ${from}`, () => {
      assert.equal(run(`${start} await init(${module}); print(works());`), true);
    });
  }

  test('calls of init at the same time and later share one instance', () => {
    const script = `${start}
      let made = 0;
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = (...given) => { made += given[0] === bytes; return instantiate(...given); };
      const together = await Promise.all([init(bytes), init(bytes), init()]);
      await init(bytes);
      await init();
      print([made, together, works()]);`;
    assert.deepEqual(run(script), [1, [null, null, null], true]);
  });

  test('an init that failed can be tried again', () => {
    const script = `${start}
      const failed = [];
      const offline = async () => { throw new Error('offline'); };
      const junk = () => new Uint8Array([1, 2, 3]);
      const missing = () => new Response('', { status: 404 });
      for (const module of [junk, missing, () => undefined, offline]) {
        await init(module()).catch((error) => failed.push(error instanceof Error));
      }
      try { works(); } catch (error) { failed.push(error.code); }
      await init(bytes);
      print([failed, works()]);`;
    assert.deepEqual(run(script), [[true, true, true, true, 'not_initialized'], true]);
  });
});

test('a body that memory cannot hold is a RangeError, and the next one is fine', () => {
  const script = `
    import { parseEvent, sign, verify } from 'hookwright';
    const secret = 'whsec_a';
    const body = Buffer.alloc(20_000_000);
    const codes = [];
    for (let round = 0; round < 20; round += 1) {
      for (const call of [
        () => sign({ provider: 'well', secret, body }),
        () => verify({ provider: 'well', secrets: secret, body, headers: {} }),
        () => parseEvent(body),
      ]) {
        try { call(); } catch ({ name, code, message }) { codes.push([name, code, message.includes('20000000 bytes')].join(' ')); }
      }
    }
    const { headers } = sign({ provider: 'well', secret, body: 'x' });
    const { ok } = verify({ provider: 'well', secrets: secret, body: 'x', headers });
    console.log(JSON.stringify([codes.length, [...new Set(codes)], ok]));`;
  const flags = ['--wasm-max-mem-pages=160'];
  assert.deepEqual(run(script, { flags }), [60, ['RangeError body_too_large true'], true]);
});
