// The packed package: its files, its entries and its initialization.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ENTRIES, SEPARATE } from '../../wasm/build/builds.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = new URL('../node_modules/hookwright/', import.meta.url);
const read = (file) => readFileSync(new URL(file, folder), 'utf8');
const manifest = JSON.parse(read('package.json'));

/** The entries of receivers. */
const RECEIVERS = ['receiver', 'express', 'fastify', 'fetch', 'lambda', 'node'];
/** The entries of inboxes and outboxes. */
const DATABASES = ['inbox', 'outbox', 'postgres', 'sqlite'];

/** The files that the conditions of `exports` name. */
function named(conditions) {
  return typeof conditions === 'string' ? [conditions.replace('./', '')] : Object.values(conditions).flatMap(named);
}

/** The files of the package that a file imports, or from which its declarations are. */
function importsOf(file) {
  if (!/\.m?[jt]s$/.test(file)) return [];
  const paths = read(file).matchAll(/(?:from|import|require)\s*\(?['"](\.[^'"]+)['"]/g);
  return [...paths].map(([, path]) => {
    const imported = new URL(path, new URL(file, folder)).href.slice(folder.href.length);
    return /\.d\.m?ts$/.test(file) ? imported.replace(/\.js$/, '.d.ts') : imported;
  });
}

/** Runs a script in another Node process, and returns its output, parsed as JSON. */
function run(script, { flags = [], type = 'module' } = {}) {
  const options = { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  return JSON.parse(execFileSync(process.execPath, [...flags, `--input-type=${type}`, '-e', script], options));
}

describe('the tarball', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`.split('/hookwright/').at(-1).replace(/^\/+/, ''));

  test('contains only the code, its types, the wasm modules, the README and the licenses', () => {
    const entry = `(index|${DATABASES.join('|')}|bullmq|redis|safe-fetch|verify|opentelemetry|${RECEIVERS.join('|')})`;
    const module = 'hookwright(_catalog|_explain|_imports|_public_keys|_service|_verify)*';
    const expected = new RegExp(
      `^(${[
        'package\\.json',
        'README\\.md',
        'LICENSE-(MIT|APACHE)',
        'THIRD-PARTY-NOTICES\\.txt',
        `${module}_bg\\.wasm(\\.d\\.m?ts)?`,
        `${entry}(\\.d)?\\.m?[jt]s`,
        `node\\/(core|all-[a-z]+|${entry})\\.js`,
        `(browser|edge|embedded|workerd)\\/(${entry}|shared-[A-Z0-9]{8})\\.mjs`,
        `(base64|lzma)\\/${module}\\.mjs`,
        'declarations\\/((generated|types)\\/)?[a-z-]+\\.d\\.ts',
        'senders\\/[a-z0-9-]+(\\.d)?\\.m?[jt]s',
      ].join('|')})$`,
    );
    assert.deepEqual(
      files.filter((file) => !expected.test(file)),
      [],
    );
    const needed = [
      'README.md',
      'LICENSE-MIT',
      'LICENSE-APACHE',
      'THIRD-PARTY-NOTICES.txt',
      'index.js',
      'index.mjs',
      'index.d.ts',
      'index.d.mts',
      'hookwright_bg.wasm',
      'hookwright_catalog_bg.wasm',
      'hookwright_explain_bg.wasm',
      'hookwright_imports_bg.wasm',
      'hookwright_public_keys_bg.wasm',
      'hookwright_service_bg.wasm',
      'hookwright_verify_bg.wasm',
      'verify.js',
      'verify.mjs',
      'verify.d.ts',
      'verify.d.mts',
    ];
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
    );
  });

  test('contains no unused code files', () => {
    const isSender = (file) => file.startsWith('senders/');
    const isTypeOfModule = (file) => /^hookwright_\w+\.wasm\.d\.m?ts$/.test(file);
    const reached = new Set(named(manifest.exports).filter((file) => !file.includes('*')));
    for (const file of reached) for (const imported of importsOf(file)) reached.add(imported);
    assert.deepEqual(
      files.filter((file) => /\.m?[jt]s$/.test(file) && !reached.has(file) && !isSender(file) && !isTypeOfModule(file)),
      [],
    );
  });

  test('contains no imports of Node in the code for bundlers, browsers and edge runtimes', () => {
    for (const folder of ['browser', 'edge', 'embedded', 'workerd']) {
      const code = files.filter((file) => file.startsWith(`${folder}/`));
      assert.ok(code.length >= 2);
      for (const file of code)
        assert.doesNotMatch(read(file), /(from|import|require)\W{1,2}node:|require\(|import\.meta/, file);
      const canListen = code.some((file) => read(file).includes('createServer'));
      assert.equal(canListen, folder === 'embedded', folder);
    }
  });

  test('has a valid manifest', () => {
    assert.equal(manifest.type, 'commonjs');
    assert.equal(manifest.license, 'MIT OR Apache-2.0');
    assert.equal(manifest.engines.node, '>=20.19');
    assert.equal(manifest.sideEffects, false);
    for (const field of ['dependencies', 'optionalDependencies', 'scripts']) {
      assert.equal(manifest[field], undefined, field);
    }
    // They are only needed for their adapters. The oldest versions of BullMQ are those with which tests/bullmq runs, and each
    // line of the clients is one with which tests/claims runs.
    assert.deepEqual(manifest.peerDependencies, {
      '@opentelemetry/api': '^1.9.0',
      bullmq: '^5.81.5 || ^6.7.0',
      ioredis: '^5.0.0 || ^6.0.0',
      redis: '^4.0.0 || ^5.0.0 || ^6.0.0',
    });
    const optional = Object.fromEntries(
      Object.keys(manifest.peerDependencies).map((name) => [name, { optional: true }]),
    );
    assert.deepEqual(manifest.peerDependenciesMeta, optional);
  });

  test('exports every entry under the same conditions', () => {
    assert.equal(manifest.main, './index.js');
    assert.equal(manifest.types, './index.d.ts');
    const entries = [...ENTRIES, ...Object.keys(SEPARATE)];
    const pathOf = (entry) => (entry === 'index' ? '.' : `./${entry}`);
    const others = [
      './senders/*',
      './hookwright_bg.*',
      './hookwright_verify_bg.*',
      './hookwright_*.wasm',
      './package.json',
    ];
    assert.deepEqual(Object.keys(manifest.exports), [...entries.map(pathOf), ...others]);
    for (const entry of ENTRIES) {
      const expected = {
        types: { import: `./${entry}.d.mts`, require: `./${entry}.d.ts` },
        workerd: `./workerd/${entry}.mjs`,
        'edge-light': `./edge/${entry}.mjs`,
        bun: { import: `./${entry}.mjs`, require: `./${entry}.js` },
        deno: `./embedded/${entry}.mjs`,
        // Bundlers set it, and Node, Bun's bundler and test runners do not.
        module: { browser: `./browser/${entry}.mjs`, default: `./embedded/${entry}.mjs` },
        node: { import: `./${entry}.mjs`, require: `./${entry}.js` },
        default: { import: `./browser/${entry}.mjs`, require: `./${entry}.js` },
      };
      // As text, because the order matters.
      assert.equal(JSON.stringify(manifest.exports[pathOf(entry)]), JSON.stringify(expected));
    }
    for (const module of ['hookwright_bg', 'hookwright_verify_bg']) {
      const types = { import: `./${module}.wasm.d.mts`, require: `./${module}.wasm.d.ts` };
      // A pattern, so that `?module` becomes part of the path.
      assert.deepEqual(manifest.exports[`./${module}.*`], { types, default: `./${module}.*` });
    }
    const types = { import: './hookwright_*.wasm.d.mts', require: './hookwright_*.wasm.d.ts' };
    assert.deepEqual(manifest.exports['./hookwright_*.wasm'], { types, default: './hookwright_*.wasm' });
    const missing = named(manifest.exports).filter((file) => !file.includes('*') && !files.includes(file));
    assert.deepEqual(missing, []);
  });

  test('contains no types of Node or of internal files, and no paths of the machine that built it', () => {
    for (const file of files.filter((each) => each.endsWith('.d.ts'))) {
      const text = read(file);
      assert.doesNotMatch(text, /['"]node:|reference types|internal\//, file);
    }
    for (const file of files.filter((each) => !each.endsWith('.wasm'))) {
      assert.doesNotMatch(read(file), /\/(home|root|tmp|Users)\/|\.cargo/, file);
    }
  });
});

describe('the entries', () => {
  test('include those of receivers, for import and require, with the same functions', () => {
    const both = `
      import { createRequire } from 'node:module';
      const require = createRequire(process.cwd() + '/x.js');
      const found = [];
      for (const entry of ${JSON.stringify(RECEIVERS)}) {
        const imported = await import('hookwright/' + entry);
        const required = require('hookwright/' + entry);
        found.push([entry, Object.keys(imported).sort().join(), imported.memoryStore === required.memoryStore]);
      }
      console.log(JSON.stringify(found));`;
    assert.deepEqual(run(both), [
      ['receiver', 'memoryStore,receiver', true],
      ['express', 'keepRawBody,memoryStore,webhook', true],
      ['fastify', 'memoryStore,webhook', true],
      ['fetch', 'memoryStore,webhook', true],
      ['lambda', 'memoryStore,webhook', true],
      ['node', 'keepRawBody,memoryStore,webhook', true],
    ]);
  });

  // The expected exports are those of wasm/api, so that a reviewer sees changes.
  const declared = readFileSync(new URL('../../wasm/api/index.d.ts', import.meta.url), 'utf8');
  const names = [...declared.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) => list.trim().split(/,\s*/)).sort();

  test('can be imported', () => {
    assert.deepEqual(
      run(`import * as all from 'hookwright'; console.log(JSON.stringify(Object.keys(all).sort()))`),
      names,
    );
  });

  test('include hookwright/bullmq, for import and require', () => {
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

  test('include hookwright/safe-fetch, for import and require', () => {
    const both = `
      import { createRequire } from 'node:module';
      import * as all from 'hookwright/safe-fetch';
      const required = createRequire(process.cwd() + '/x.js')('hookwright/safe-fetch');
      console.log(JSON.stringify([Object.keys(all).sort(), required.safeFetch === all.safeFetch]));`;
    assert.deepEqual(run(both), [['createSafeFetch', 'safeFetch'], true]);
  });

  test('include hookwright/redis, for import and require', () => {
    const both = `
      import { createRequire } from 'node:module';
      import * as all from 'hookwright/redis';
      const required = createRequire(process.cwd() + '/x.js')('hookwright/redis');
      console.log(JSON.stringify([Object.keys(all).sort(), required.redisStore === all.redisStore]));`;
    assert.deepEqual(run(both), [['checkRedis', 'redisStore'], true]);
  });

  test('can be required without a flag or a warning', () => {
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

  test('share one instance between import and require', () => {
    const script = `
      import { createRequire } from 'node:module';
      import { verify } from 'hookwright';
      console.log(JSON.stringify(createRequire(process.cwd() + '/x.js')('hookwright').verify === verify));`;
    assert.equal(run(script), true);
  });

  test('do not read files or compile wasm when they are imported', () => {
    const script = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      let compiled = 0;
      const { Module } = WebAssembly;
      WebAssembly.Module = new Proxy(Module, { construct: (target, args) => (compiled += 1, new target(...args)) });
      const { generateSecret, planRetries } = await import('hookwright');
      const before = compiled;
      generateSecret({ provider: 'well' });
      generateSecret({ provider: 'generic' });
      const main = compiled;
      planRetries({ policy: 'well' });
      const withPart = compiled;
      planRetries({ policy: 'generic' });
      console.log(JSON.stringify([before, main, withPart > main, compiled - withPart]));`;
    assert.deepEqual(run(script), [0, 1, true, 0]);
  });

  test('include the wasm modules', () => {
    const script = `
      import { readFileSync } from 'node:fs';
      const file = new URL(import.meta.resolve('hookwright/hookwright_bg.wasm'));
      const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(file)));
      console.log(JSON.stringify(imports.map(({ module }) => module)));`;
    assert.deepEqual([...new Set(run(script))], ['./hookwright_bg.js', './split.js']);
  });

  test('do not include internal files', () => {
    const script = `
      const failed = [];
      for (const path of ['hookwright.js', 'browser/index.mjs', 'verify.js']) {
        await import('hookwright/' + path).catch((error) => failed.push(error.code));
      }
      console.log(JSON.stringify(failed));`;
    assert.deepEqual(run(script), new Array(3).fill('ERR_PACKAGE_PATH_NOT_EXPORTED'));
  });
});

describe('on hosts that need init', () => {
  const entry = manifest.exports['.'].default.import;
  const start = `
    import { readFileSync } from 'node:fs';
    const folder = new URL('../node_modules/hookwright/', 'file://' + process.cwd() + '/');
    const bytes = readFileSync(new URL('hookwright_bg.wasm', folder));
    const all = await import(new URL('${entry}', folder));
    const { createService, detectProvider, init, verify, sign, parseEvent, planRetries, providers, provider } = all;
    const { answerHandshake, checkScheme, generateSecret, importRequest, senders, Webhook } = all;
    const options = { provider: 'well', secret: 'a', body: '{}' };
    const works = () => verify({ provider: 'well', secrets: 'a', body: '{}', headers: sign(options).headers }).ok;
    const print = (value) => console.log(JSON.stringify(value));`;

  test('a call before init throws not_initialized', () => {
    const script = `${start}
      const calls = [
        works,
        () => parseEvent('{}'),
        () => planRetries({ policy: 'well' }),
        providers,
        () => provider('well'),
        () => detectProvider({ body: '{}' }),
        senders,
        () => importRequest('a'),
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
      ...[
        ...['init', ...new Array(6).fill('initCatalog'), 'initImport', 'init', 'init'],
        ...['initCatalog', 'init', 'initService'],
      ].map((name) => ['Error', 'not_initialized', `await ${name}()`]),
    ]);
  });

  test('a call that needs a part that is not loaded throws not_initialized', () => {
    const script = `${start}
      await init();
      const { initCatalog, initExplain, initImport, initPublicKeys, initService, explain } = all;
      const delivery = { secrets: 'a', body: '{}', headers: {} };
      const scheme = { id: 'a/b', algorithm: 'hmac-sha256', content: '{body}', signature: { header: 'X' } };
      const calls = [
        () => parseEvent('{}'),
        () => verify({ ...delivery, scheme }),
        () => generateSecret({ scheme: 'standard/v1a' }),
        () => explain({ ...delivery, provider: 'well' }),
        () => createService({ provider: 'well' }),
        () => importRequest('{"X-Signature":"a"}'),
      ];
      const outcomes = () => calls.map((call) => {
        try { call(); return 'a result'; } catch ({ code, message }) { return code === 'not_initialized' ? message.match(/init\\w+\\(/)?.[0] : code; }
      });
      const before = [outcomes(), works()];
      await Promise.all([initCatalog(), initPublicKeys()]);
      const between = outcomes();
      await Promise.all([initService(), initImport(), initExplain(), initExplain()]);
      print([...before, between, outcomes(), works()]);`;
    assert.deepEqual(run(script), [
      ['initCatalog(', 'initCatalog(', 'initPublicKeys(', 'initExplain(', 'initService(', 'initImport('],
      true,
      ['a result', 'a result', 'a result', 'initExplain(', 'initService(', 'initImport('],
      new Array(6).fill('a result'),
      true,
    ]);
  });

  test('a part cannot be used while it is being loaded', () => {
    const script = `${start}
      await init();
      const { initCatalog } = all;
      const { instantiate } = WebAssembly;
      const codes = [];
      const attempt = () => {
        try { return parseEvent('{}').problems.length > 0; } catch ({ code }) { return code; }
      };
      WebAssembly.instantiate = async (...given) => {
        codes.push(attempt());
        const made = await instantiate(...given);
        codes.push(attempt());
        return made;
      };
      await initCatalog();
      print([codes.length > 2, [...new Set(codes)], attempt()]);`;
    assert.deepEqual(run(script), [true, ['not_initialized'], true]);
  });

  test('a part loads the main module, from the source that init was given', () => {
    const script = `${start}
      const { initCatalog } = all;
      const asked = [];
      const load = (file) => (asked.push(file), readFileSync(new URL(file, folder)));
      await init(load);
      const first = [...asked];
      await initCatalog();
      print([first, asked.includes('hookwright_catalog_bg.wasm'), new Set(asked).size === asked.length, parseEvent('{}').problems.length > 0]);`;
    assert.deepEqual(run(script), [['hookwright_bg.wasm'], true, true, true]);
    const alone = `${start} await all.initCatalog(); print([works(), parseEvent('{}').problems.length > 0]);`;
    assert.deepEqual(run(alone), [true, true]);
  });

  for (const [from, module] of Object.entries({
    bytes: 'bytes',
    'an ArrayBuffer': 'bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)',
    'a compiled module': 'new WebAssembly.Module(bytes)',
    'a response': `new Response(bytes, { headers: { 'content-type': 'application/wasm' } })`,
    'a response of another type': `new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } })`,
    'a request': 'new Request(`data:application/wasm;base64,${bytes.toString("base64")}`)',
    'a promise': 'Promise.resolve(bytes)',
    'an address': '`data:application/wasm;base64,${bytes.toString("base64")}`',
    'a URL': 'new URL(`data:application/wasm;base64,${bytes.toString("base64")}`)',
  })) {
    test(`init with ${from}`, () => {
      assert.equal(run(`${start} await init(${module}); print(works());`), true);
    });
  }

  test('concurrent and later calls of init share one instance', () => {
    const script = `${start}
      let made = 0;
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = (module, imports) => {
        // Node itself uses modules, too.
        if ('./hookwright_bg.js' in (imports ?? {})) made += 1;
        return instantiate(module, imports);
      };
      const together = await Promise.all([init(bytes), init(bytes), init()]);
      await init(bytes);
      await init();
      print([made, together, works()]);`;
    assert.deepEqual(run(script), [1, [null, null, null], true]);
  });

  test('modules of another build are refused', () => {
    const script = `${start}
      const { initCatalog } = all;
      const other = (file) => {
        const module = readFileSync(new URL(file, folder));
        // The id of the build is at the end.
        module[module.length - 1] ^= 1;
        return module;
      };
      const codes = [];
      const attempt = (call) => call.then(() => codes.push('loaded'), ({ code }) => codes.push(code));
      let isOther = true;
      const load = (file) => (isOther ? other(file) : readFileSync(new URL(file, folder)));
      await attempt(init(other('hookwright_bg.wasm')));
      await attempt(init(load));
      isOther = false;
      await attempt(init(load));
      isOther = true;
      await attempt(initCatalog());
      isOther = false;
      await attempt(initCatalog());
      print([codes, works(), parseEvent('{}').problems.length > 0]);`;
    const refused = 'wrong_module';
    assert.deepEqual(run(script), [[refused, refused, 'loaded', refused, 'loaded'], true, true]);
  });

  test('init can be called again after a failure', () => {
    const script = `${start}
      const failed = [];
      const offline = async () => { throw new Error('offline'); };
      const junk = () => new Uint8Array([1, 2, 3]);
      const missing = () => new Response('', { status: 404 });
      for (const module of [junk, missing, offline]) {
        await init(module()).catch((error) => failed.push(error instanceof Error));
      }
      try { works(); } catch (error) { failed.push(error.code); }
      await init(bytes);
      print([failed, works()]);`;
    assert.deepEqual(run(script), [[true, true, true, 'not_initialized'], true]);
  });
});

test('the first call can be that of a provider without an API', () => {
  const script = `
    import { createService } from 'hookwright';
    try {
      createService({ provider: 'awell', secret: 'a secret of sixteen bytes' });
    } catch ({ code }) {
      console.log(JSON.stringify(code));
    }`;
  assert.equal(run(script), 'no_api');
});

test('a body that exceeds memory throws a RangeError, and the next call works', () => {
  const script = `
    import { parseEvent, sign, verify } from 'hookwright';
    const secret = 'whsec_a';
    const body = Buffer.alloc(20_000_000);
    const codes = [];
    for (let round = 0; round < 20; round += 1) {
      for (const call of [
        () => sign({ provider: 'well', secret, body }),
        () => verify({ scheme: 'adyen/notification', secrets: 'ab', body, headers: {} }),
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
