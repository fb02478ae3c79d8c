// Runtimes that cannot connect to a checked address, and `hookwright/bullmq`, which uses `safe-fetch` by default.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { bullmqDeliveries, DeliveryError } from 'hookwright/bullmq';
import { createSafeFetch, safeFetch } from 'hookwright/safe-fetch';
import { deserted } from '../node/bullmq.mjs';
import { SAFE_FETCH_BUNDLE } from '../size-limits.mjs';
import { failure, startHttp } from './servers.mjs';

const build = (folder) => import(new URL(`../node_modules/hookwright/${folder}/safe-fetch.mjs`, import.meta.url));
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('cannot_pin is thrown', () => {
  for (const folder of ['workerd', 'edge', 'browser']) {
    test(`by the build for ${folder}`, async () => {
      const { createSafeFetch, safeFetch } = await build(folder);
      assert.throws(() => createSafeFetch(), { name: 'Error', code: 'cannot_pin' });
      assert.equal((await failure(safeFetch('http://127.0.0.1/'))).code, 'cannot_pin');
    });
  }

  const deliveries = { policy: 'standard', provider: 'standard', endpoint: () => undefined };
  for (const name of ['Bun', 'Deno', 'EdgeRuntime']) {
    test(`on a host with the global ${name}, also by bullmqDeliveries without a \`fetch\``, (context) => {
      globalThis[name] = {};
      context.after(() => delete globalThis[name]);
      assert.throws(() => createSafeFetch(), { code: 'cannot_pin' });
      assert.throws(() => bullmqDeliveries(deliveries), { code: 'cannot_pin' });
      assert.equal(typeof bullmqDeliveries({ ...deliveries, fetch }).processor, 'function');
    });
  }

  test('on a host with the user agent of Workers', (context) => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { userAgent: 'Cloudflare-Workers' } });
    context.after(() => {
      delete globalThis.navigator;
      if (before !== undefined) Object.defineProperty(globalThis, 'navigator', before);
    });
    assert.throws(() => createSafeFetch(), { code: 'cannot_pin' });
  });
});

test('the build for bundles works on Node', async (context) => {
  const { port } = await startHttp(context);
  const { createSafeFetch } = await build('embedded');
  assert.equal((await createSafeFetch({ allow: ['127.0.0.1'] })(`http://127.0.0.1:${port}/`)).status, 200);
});

test('a bundle contains nothing else of the package', async () => {
  const { outputFiles } = await bundle({
    stdin: {
      contents: "export * from 'hookwright/safe-fetch'",
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['module'],
    minify: true,
    write: false,
  });
  const { length } = gzipSync(outputFiles[0].contents, { level: 9 });
  assert.ok(length > 1_000 && length <= SAFE_FETCH_BUNDLE, String(length));
});

describe('bullmqDeliveries', () => {
  /** Makes one attempt, and returns its error. */
  async function errorOf(url, options) {
    const given = { policy: 'standard', provider: 'standard', endpoint: () => ({ url, secret }), onWarning: () => {} };
    const { job, processor } = bullmqDeliveries({ ...given, ...options });
    const { data, opts } = job({ eventId: 'evt_1', subscriptionId: 'sub_1', body: '{}' });
    return failure(processor({ id: 'a', data, opts, attemptsMade: 0, moveToDelayed: async () => {} }));
  }

  /** Makes one attempt, and returns what `onAttempt` received. */
  async function attempt(url, options) {
    const reports = [];
    const endpoint = () => ({ url, secret });
    const onAttempt = (report) => reports.push(report);
    const onWarning = () => {};
    const given = { policy: 'standard', provider: 'standard', endpoint, onAttempt, onWarning, ...options };
    const { job, processor } = bullmqDeliveries(given);
    const { data, opts } = job({ eventId: 'evt_1', subscriptionId: 'sub_1', body: '{}' });
    await processor({ id: 'a', data, opts, attemptsMade: 0, moveToDelayed: async () => {} }).catch(() => {});
    return reports.map(({ status, error, code }) => status ?? code ?? error);
  }

  test('refuses internal addresses, unless `allow` contains them', async (context) => {
    const { port, requests, sockets } = await startHttp(context);
    for (const host of ['127.0.0.1', 'localhost', '0x7f.1', '[::ffff:127.0.0.1]']) {
      assert.deepEqual(await attempt(`http://${host}:${port}/`), ['address_refused']);
    }
    assert.equal(sockets.size, 0);
    assert.deepEqual(await attempt(`http://127.0.0.1:${port}/`, { allow: ['127.0.0.1/32'] }), [200]);
    assert.equal(requests.length, 1);
  });

  test('refuses ports, unless `ports` contains them', async (context) => {
    assert.deepEqual(await attempt('http://127.0.0.1:22/'), ['port_refused']);
    const { port, requests } = await startHttp(context);
    const allow = ['127.0.0.1/32'];
    assert.deepEqual(await attempt(`http://127.0.0.1:${port}/`, { allow, ports: [443] }), ['port_refused']);
    assert.deepEqual(await attempt(`http://127.0.0.1:${port}/`, { allow, ports: [443, port] }), [200]);
    assert.equal(requests.length, 1);
  });

  test('reports a refusal in the error of the attempt, and other failures without a code', async (context) => {
    const refused = await errorOf('http://10.0.0.1/');
    assert.ok(refused instanceof DeliveryError);
    assert.deepEqual(
      [refused.status, refused.error, refused.code, refused.message],
      [null, 'connection', 'address_refused', 'attempt 1: address_refused; next in 5000 ms'],
    );
    const other = await errorOf(await deserted(context), { allow: ['127.0.0.1/32'] });
    assert.deepEqual([other.error, other.code], ['connection', null]);
    // The same applies to a `fetch` that was created with other options, but not to other codes of other libraries.
    assert.equal(
      (await errorOf('http://10.0.0.1/', { fetch: createSafeFetch({ ports: [443] }) })).code,
      'port_refused',
    );
    const odd = () => Promise.reject(Object.assign(new Error('odd'), { code: 'toString' }));
    assert.equal((await errorOf('http://10.0.0.1/', { fetch: odd })).code, null);
  });

  test('reports misuse of `safeFetch` as misuse, and not as a failure of the receiver', async () => {
    const wrong = (url, init) => safeFetch(url, { ...init, redirect: 'follow' });
    const error = await errorOf('http://10.0.0.1/', { fetch: wrong });
    assert.deepEqual([error.name, error.code], ['TypeError', 'invalid_options']);
    assert.match(error.message, /`redirect`/);
    assert.deepEqual(await attempt('http://10.0.0.1/', { fetch: wrong }), []);
  });

  test('sends every header that an endpoint can have', async (context) => {
    const { port, requests } = await startHttp(context);
    const headers = { 'Proxy-Status': 'a', 'Proxy-Connection': 'b', Authorization: 'c' };
    const endpoint = () => ({ url: `http://127.0.0.1:${port}/`, secret, headers });
    assert.deepEqual(await attempt('', { endpoint, allow: ['127.0.0.1/32'] }), [200]);
    assert.equal(requests[0].headers['proxy-status'], 'a');
  });

  test('reports names that do not resolve, and timeouts', async (context) => {
    // The resolver refuses a label of more than 63 bytes without asking a server.
    assert.deepEqual(await attempt(`http://${'a'.repeat(64)}.test/`), ['dns']);
    const { port } = await startHttp(context, () => {});
    assert.deepEqual(await attempt(`http://127.0.0.1:${port}/`, { allow: ['127.0.0.1'], timeoutMs: 50 }), ['timeout']);
  });

  test('takes either `fetch` or its options', () => {
    const given = { policy: 'standard', provider: 'standard', endpoint: () => undefined, fetch: safeFetch };
    for (const options of [{ allow: [] }, { ports: [] }]) {
      assert.throws(() => bullmqDeliveries({ ...given, ...options }), { name: 'TypeError', code: 'invalid_options' });
    }
    assert.throws(() => bullmqDeliveries({ ...given, fetch: undefined, allow: ['10/8'] }), { code: 'invalid_options' });
  });
});
