// Functions and stores that do not answer, and bodies that do not end: the sender gets an answer before it gives up.

import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import test, { describe } from 'node:test';
import { webhook as forFetch } from 'hookwright/fetch';
import { webhook as forNode } from 'hookwright/node';
import { deferred, github, record, SECRET, scripted, settled, useTimers } from './deliveries.mjs';

const LATER = { status: 503, headers: { 'Retry-After': '30' }, body: '' };
const never = () => new Promise(() => {});

/** GitHub waits for ten seconds, and a tenth of it is left for the network. */
const WAIT_MS = 9000;

test('`secrets` that never returns is answered with 500', async (context) => {
  useTimers(context);
  const { handle, entries } = record({ secrets: never, tenant: false });
  const first = handle(github());
  context.mock.timers.tick(WAIT_MS - 1);
  await settled();
  assert.equal(entries.length, 0);
  context.mock.timers.tick(1);
  assert.equal((await first).status, 500);
  assert.deepEqual([entries[0].code, entries[0].error.code], ['secrets_failed', 'timeout']);
});

test('`handshake.onSecret` that never returns is answered with 500', async (context) => {
  useTimers(context);
  const { handle, entries } = record({
    provider: 'asana',
    on: {},
    onUnknown() {},
    handshake: { settingUp: true, onSecret: never },
  });
  const first = handle({ method: 'POST', url: '/', headers: { 'X-Hook-Secret': SECRET }, body: '' });
  await settled();
  context.mock.timers.tick(WAIT_MS);
  assert.equal((await first).status, 500);
  assert.deepEqual([entries[0].code, entries[0].error.code], ['receiver_failed', 'timeout']);
});

describe('a store', () => {
  test('that does not answer a claim is unavailable, and a claim that it grants later is released', async (context) => {
    useTimers(context);
    const claiming = deferred();
    const { store, calls, names } = scripted({ claim: () => claiming.promise });
    const { handle, entries, events } = record({ store });
    const first = handle(github());
    await settled();
    context.mock.timers.tick(WAIT_MS / 2);
    assert.deepEqual(await first, LATER);
    assert.deepEqual([entries[0].code, entries[0].error.code], ['store_failed', 'store_unavailable']);
    claiming.resolve({ state: 'claimed', fence: 7 });
    await settled();
    const [[, claim], [, released]] = calls;
    assert.deepEqual(released, { ...claim, fence: 7 });
    assert.deepEqual(names(), ['claim', 'release']);
    assert.equal(events.length, 0);
  });

  test('that answers late that an event is busy gets no release', async (context) => {
    useTimers(context);
    const claiming = deferred();
    const { store, names } = scripted({ claim: () => claiming.promise });
    const first = record({ store }).handle(github());
    context.mock.timers.tick(WAIT_MS);
    assert.equal((await first).status, 503);
    claiming.resolve({ state: 'busy' });
    await settled();
    assert.deepEqual(names(), ['claim']);
  });

  test('that does not answer a claim leaves time for the handler, if the receiver handles without it', async (context) => {
    useTimers(context);
    const { store } = scripted({ claim: never });
    const { handle, events } = record({ store, ifStoreFails: 'handle' });
    const first = handle(github());
    await settled();
    context.mock.timers.tick(WAIT_MS / 2);
    assert.equal((await first).status, 200);
    assert.equal(events.length, 1);
  });

  for (const [how, push] of [
    ['completion', () => {}],
    [
      'release',
      () => {
        throw new Error('failed');
      },
    ],
  ]) {
    test(`that does not answer a ${how} does not hold up the answer`, async (context) => {
      useTimers(context);
      const { store } = scripted({ complete: never, release: never });
      const { handle, codes } = record({ store, on: { push } });
      const first = handle(github());
      await settled();
      context.mock.timers.tick(WAIT_MS);
      assert.deepEqual(await first, LATER);
      assert.equal(codes().at(-1), 'time_limit');
    });
  }
});

describe('a body that does not end', () => {
  const options = { provider: 'github', secrets: SECRET, on: { push() {} }, log() {} };

  for (const [kind, fields] of [
    ['without a length', {}],
    ['with a length', { 'Content-Length': '1000000' }],
  ]) {
    test(`${kind} is not read on by a server of the Fetch API`, async (context) => {
      useTimers(context);
      const cancelled = deferred();
      const body = new ReadableStream({ cancel: () => cancelled.resolve() });
      const { headers } = github();
      const init = { method: 'POST', headers: { ...headers, ...fields }, body, duplex: 'half' };
      const first = forFetch(options)(new Request('http://localhost/', init));
      await settled();
      context.mock.timers.tick(WAIT_MS);
      assert.equal((await first).status, 408);
      await cancelled.promise;
    });
  }

  test('is not read on by a server of Node', async (context) => {
    useTimers(context);
    const request = Object.assign(new PassThrough(), { method: 'POST', url: '/', headers: github().headers });
    const response = { headersSent: false, setHeader() {}, end() {} };
    const first = forNode(options)(request, response);
    assert.equal(request.listenerCount('data'), 1);
    context.mock.timers.tick(WAIT_MS);
    await first;
    assert.equal(response.statusCode, 408);
    assert.equal(request.listenerCount('data'), 0);
  });
});
