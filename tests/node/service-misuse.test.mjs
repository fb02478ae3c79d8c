// Misuse of `createService` and modified states throw a typed error with a code.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test, { describe } from 'node:test';
import { inspect, promisify } from 'node:util';
import { createService } from 'hookwright';
import { asker, hook } from './api.mjs';

const generic = { provider: 'generic' };
const cases = [
  [undefined, 'invalid_options'],
  ['generic', 'invalid_options'],
  [{}, 'unknown_provider', /undefined/],
  [{ provider: 'acme' }, 'unknown_provider', /`generic`, `well`/],
  [{ provider: 'awell' }, 'no_api', /by hand.*`generic`, `well`/],
  [{ provider: 'standard' }, 'no_api'],
  [{ ...generic, tokens: 'a' }, 'unknown_option', /timeoutMs; did you mean `token`/],
  [{ ...generic, token: '' }, 'invalid_options', /omit it to accept every request/],
  [{ ...generic, token: null }, 'invalid_options', /null/],
  [{ ...generic, token: 7 }, 'invalid_options'],
  [{ ...generic, secret: '' }, 'empty_secret'],
  [{ ...generic, secret: new Uint8Array(3) }, 'invalid_options', /`secret`/],
  [{ ...generic, secret: '\ud800' }, 'invalid_secret'],
  [{ ...generic, now: '2026' }, 'invalid_instant'],
  [{ ...generic, now: NaN }, 'invalid_instant', /./, RangeError],
  [{ ...generic, timeoutMs: '1' }, 'invalid_duration', /`timeoutMs`/],
  ...[0, -1, NaN, Infinity, 2 ** 31].map((timeoutMs) => [
    { ...generic, timeoutMs },
    'invalid_duration',
    /./,
    RangeError,
  ]),
  [{ ...generic, state: {} }, 'invalid_options', /`state`/],
  ...['', '{', '[]', 'null', '{}', '{"version":1}', '['.repeat(100_000)].map((state) => [
    { ...generic, state },
    'invalid_state',
    /save\(\)/,
  ]),
];
describe('createService', () => {
  for (const [options, code, message = /./, kind = TypeError] of cases) {
    test(`rejects ${short(options)} as ${code}`, () => {
      assert.throws(
        () => createService(options),
        (error) => error.constructor === kind && error.code === code && message.test(error.message),
      );
    });
  }
});

/** Options in one line of at most 80 characters. */
function short(options) {
  const line = inspect(options, { breakLength: Infinity }).replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

describe('a running service rejects misuse of', () => {
  const running = (context, options) => {
    const service = createService({ ...generic, ...options });
    context.after(() => service.close());
    return service;
  };

  test('emit', (context) => {
    const service = running(context);
    const circular = {};
    circular.self = circular;
    const deep = JSON.parse(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`);
    const type = 'user.created';
    for (const [emission, code, message] of [
      [undefined, 'invalid_options'],
      [type, 'invalid_options'],
      [{ type, payload: {} }, 'unknown_option'],
      [{}, 'unknown_event', /undefined/],
      [{ type: 7 }, 'unknown_event'],
      [{ type: 'user.craeted' }, 'unknown_event', /did you mean `user.created`/],
      [{ type: 'company.created' }, 'unknown_event'],
      [{ type, workspaceId: 'unknown' }, 'unknown_workspace', /^unknown workspace/],
      [{ type, workspaceId: 7 }, 'invalid_options'],
      ...[[], null, 'text', 7, new Date(), () => {}, circular, { a: 1n }, deep, { a: '\ud800' }].map((data) => [
        { type, data },
        'invalid_data',
      ]),
    ]) {
      assert.throws(
        () => service.emit(emission),
        (error) => error instanceof TypeError && error.code === code && (message ?? /./).test(error.message),
      );
    }
    assert.deepEqual(service.emit({ type, data: undefined }).skipped, []);
  });

  test('advance', async (context) => {
    const service = running(context, { now: 0 });
    for (const [ms, code, kind] of [
      [undefined, 'invalid_duration', TypeError],
      ['1000', 'invalid_duration', TypeError],
      [1000n, 'invalid_duration', TypeError],
      [-1, 'invalid_duration', RangeError],
      [NaN, 'invalid_duration', RangeError],
      [Infinity, 'invalid_duration', RangeError],
      [8.64e15 + 2, 'invalid_duration', RangeError],
    ]) {
      await assert.rejects(service.advance(ms), (error) => error.constructor === kind && error.code === code);
    }
    assert.equal(service.now, 0);
    await service.advance(8.64e15);
    assert.equal(service.now, 8.64e15);
    assert.match(
      (await hook(asker('http://x.test', undefined, service.fetch), 'https://a.example/')).created_at,
      /^9999-/,
    );
  });

  test('listen', async (context) => {
    const service = running(context);
    for (const port of [-1, 65_536, 1.5, NaN, '80', null]) {
      await assert.rejects(service.listen(port), { name: 'TypeError', code: 'invalid_port' });
    }
    assert.ok((await service.listen(undefined)).port > 0);
  });

  test('fetch', async (context) => {
    const service = running(context);
    const url = 'http://service.test/v1/webhooks';
    const read = new Request(url, { method: 'POST', body: '{}' });
    await read.text();
    const locked = new Request(url, { method: 'POST', body: '{}' });
    locked.body.getReader();
    const body = new ReadableStream({ start: (controller) => controller.enqueue('text') });
    const texts = { method: 'POST', url, headers: new Headers(), body };
    const relative = { method: 'GET', url: '/v1/webhooks', headers: new Headers(), body: null };
    for (const request of [
      undefined,
      null,
      url,
      new URL(url),
      {},
      { url, method: 'GET' },
      read,
      locked,
      texts,
      relative,
    ]) {
      await assert.rejects(service.fetch(request), { name: 'TypeError', code: 'invalid_request' });
    }
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) });
    const request = new Request(url, { method: 'POST', body: broken, duplex: 'half' });
    await assert.rejects(service.fetch(request), { message: 'gone' });
    assert.equal((await service.fetch(new Request(url))).status, 200);
  });

  test('listen on hosts without servers, where fetch works', async () => {
    const folder = new URL('../node_modules/hookwright/', import.meta.url);
    // The build for browsers.
    const script = `
      const { createService, initService } = await import('${new URL('browser/index.mjs', folder)}');
      await initService();
      const service = createService({ provider: 'generic' });
      const { status } = await service.fetch(new Request('http://service.test/v1/webhooks'));
      const { code } = await service.listen().catch((error) => error);
      delete globalThis.fetch;
      const headers = { 'content-type': 'application/json' };
      const body = '{"url":"https://receiver.example/","events":["user.created"]}';
      await service.fetch(new Request('http://service.test/v1/webhooks', { method: 'POST', headers, body }));
      service.emit({ type: 'user.created' });
      console.log(JSON.stringify([status, code, (await service.advance(0).catch((error) => error)).code]));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    assert.deepEqual(JSON.parse(stdout), [200, 'unsupported', 'unsupported']);
  });
});

test('modified states are rejected or can be used', async () => {
  const service = createService({ provider: 'well', now: 0 });
  const ask = asker('http://service.test', undefined, service.fetch);
  await ask('POST', '/v1/workspaces', { data: { type: 'workspace', attributes: { external_workspace_id: 'c' } } });
  const attributes = { event: 'document.processed', target_url: 'https://receiver.example/', headers: { 'X-A': 'a' } };
  const made = await ask('POST', '/v1/subscriptions/webhooks', { data: { type: 'webhook', attributes } });
  await ask('GET', '/v1/workspaces/c/connectors/gmail/access?redirect_url=https://a.example/&state=b');
  service.emit({ type: 'document.processed', workspaceId: 'c' });
  const saved = service.save();
  await service.close();

  const real = globalThis.fetch;
  const values = [
    '18446744073709551615',
    '-9223372036854775808',
    '9007199254740993',
    '1e400',
    '-1',
    'null',
    '""',
    '"\\n"',
    '[]',
    '{}',
    'true',
  ];
  let [accepted, refused] = [0, 0];
  // Each value of the state is replaced by each of these.
  const places = [...saved.matchAll(/(?<=[:[,])("(?:[^"\\]|\\.)*"(?!:)|-?\d+|null|true|false)/g)];
  assert.ok(places.length > 40);
  globalThis.fetch = async () => new Response(null, { status: 500 });
  try {
    for (const { index, 0: old } of places) {
      for (const value of values) {
        const state = saved.slice(0, index) + value + saved.slice(index + old.length);
        let other;
        try {
          other = createService({ provider: 'well', state });
          accepted += 1;
        } catch (error) {
          assert.match(error.code, /^(invalid_state|empty_secret)$/, `${value} for ${old}`);
          refused += 1;
          continue;
        }
        const api = asker('http://service.test', undefined, other.fetch);
        for (const path of [
          '/v1/workspaces',
          `/v1/subscriptions/webhooks/${made.body.data.id}/deliveries`,
          '/nothing',
        ]) {
          await api('GET', path);
        }
        await api('POST', '/v1/workspaces', { data: { type: 'workspace', attributes: {} } });
        await api('PATCH', `/v1/subscriptions/webhooks/${made.body.data.id}`, {
          data: { type: 'webhook', attributes: { active: true } },
        });
        other.emit({ type: 'document.processed' });
        if (other.now < 8e15) await other.advance(1e6);
        JSON.parse(other.save());
        await other.close();
      }
    }
  } finally {
    globalThis.fetch = real;
  }
  assert.ok(accepted > 50 && refused > 200, `${accepted} accepted, ${refused} refused`);
});
