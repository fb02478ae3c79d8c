// What a receiver does with the answers of a store, and while a handler runs.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { memoryStore } from 'hookwright/receiver';
import { github, of, record, SECRET, scripted } from './deliveries.mjs';

const LATER = { status: 503, headers: { 'Retry-After': '30' }, body: '' };

describe('a store', () => {
  test('gets the key, a token, the lease and the time to remember', async () => {
    const { store, calls } = scripted();
    const { handle, events } = record({ store, keepMs: 60_000, leaseMs: 2000 });
    await handle(github());
    const [[, claim], [name, held]] = calls;
    assert.equal(claim.key, 'github:delivery-1');
    assert.match(claim.token, /^[\da-f]{32}-/);
    assert.deepEqual([claim.leaseMs, claim.keepMs, claim.order], [2000, 60_000, undefined]);
    assert.deepEqual([name, held], ['complete', { ...claim, fence: 7 }]);
    assert.equal(events[0][1].fence, 7);
  });

  test('gets another token for each request', async () => {
    const { store, calls } = scripted();
    const { handle } = record({ store });
    await handle(github());
    await handle(github());
    assert.equal(new Set(calls.map(([, { token }]) => token)).size, 2);
  });

  for (const [state, code, status] of [
    ['handled', 'duplicate', 200],
    ['outdated', 'outdated', 200],
    ['busy', 'busy', 503],
  ]) {
    test(`that answers ${state} prevents the handler, with ${status}`, async () => {
      const { store, names } = scripted({ claim: async () => ({ state }) });
      const { handle, codes, events } = record({ store });
      const answer = await handle(github());
      assert.equal(answer.status, status);
      if (status === 503) assert.deepEqual(answer, LATER);
      assert.deepEqual(codes(), [code]);
      assert.deepEqual(names(), ['claim']);
      assert.equal(events.length, 0);
    });
  }

  for (const answer of [
    undefined,
    null,
    true,
    'handled',
    {},
    { state: 'done' },
    { state: 'claimed' },
    { state: 'claimed', fence: '7' },
    { state: 'claimed', fence: Number.NaN },
  ]) {
    test(`that answers ${JSON.stringify(answer)} is answered with 503`, async () => {
      const { store } = scripted({ claim: async () => answer });
      const { handle, codes, events } = record({ store });
      assert.deepEqual(await handle(github()), LATER);
      assert.deepEqual(codes(), ['store_failed']);
      assert.equal(events.length, 0);
    });
  }

  for (const [kind, claim] of [
    ['throws', new Error('no connection')],
    ['rejects', () => Promise.reject(new Error('no connection'))],
  ]) {
    test(`that ${kind} is answered with 503`, async () => {
      const { store } = scripted({ claim });
      const { handle, codes, events } = record({ store });
      assert.deepEqual(await handle(github()), LATER);
      assert.deepEqual(codes(), ['store_failed']);
      assert.equal(events.length, 0);
    });

    test(`that ${kind} can be ignored`, async () => {
      const { store, names } = scripted({ claim });
      const { handle, codes, events } = record({ store, ifStoreFails: 'handle' });
      assert.equal((await handle(github())).status, 200);
      assert.deepEqual(codes(), ['store_failed']);
      assert.deepEqual(names(), ['claim']);
      assert.equal(events[0][1].fence, 0);
    });
  }

  test('that fails after the handler has succeeded does not cause a repetition', async () => {
    const { store } = scripted({ complete: new Error('no connection') });
    const { handle, codes } = record({ store });
    assert.equal((await handle(github())).status, 200);
    assert.deepEqual(codes(), ['store_failed']);
  });

  test('that refuses the completion is answered with 503', async () => {
    const { store } = scripted({ complete: async () => false });
    const { handle, codes } = record({ store });
    assert.deepEqual(await handle(github()), LATER);
    assert.deepEqual(codes(), ['claim_lost']);
  });

  test('in memory handles each event once, and a failed one again', async () => {
    let failures = 1;
    const handled = [];
    const { handle, codes } = record({
      store: memoryStore(),
      on: {
        push({ id }) {
          handled.push(id);
          if (failures-- > 0) throw new Error('failed');
        },
      },
    });
    const statuses = [];
    for (const id of ['a', 'a', 'a', 'b']) statuses.push((await handle(github({ id }))).status);
    assert.deepEqual(statuses, [500, 200, 200, 200]);
    assert.deepEqual(handled, ['a', 'a', 'b']);
    assert.deepEqual(codes(), ['handler_failed', 'duplicate']);
  });

  test('by default is in memory, which the log says', () => {
    assert.ok(record().begun.some(({ code }) => code === 'memory_store'));
    assert.ok(!record({ store: memoryStore() }).begun.some(({ code }) => code === 'memory_store'));
  });
});

describe('the key of an event', () => {
  const keyOf = async (request, options) => {
    const { store, calls } = scripted();
    const { handle, codes } = record({ store, onUnknown: () => {}, on: {}, ...options });
    assert.equal((await handle(request)).status, 200);
    return [calls[0][1].key, codes()];
  };

  test('contains the id of the envelope', async () => {
    const request = of('generic', '{"id":"evt_1","type":"user.created","data":{}}');
    assert.deepEqual(await keyOf(request, { provider: 'generic' }), ['generic:evt_1', []]);
  });

  test('contains the id of the body', async () => {
    const request = of('stripe', '{"id":"evt_1","type":"charge.failed"}');
    assert.deepEqual(await keyOf(request, { provider: 'stripe' }), ['stripe:evt_1', []]);
  });

  test('is derived from what is signed if there is no id, with one warning', async () => {
    const first = of('dropbox', '{"a":1}');
    const [key, codes] = await keyOf(first, { provider: 'dropbox' });
    assert.match(key, /^dropbox:[\da-f]{64}$/);
    assert.deepEqual(codes, ['derived_key']);
    assert.equal((await keyOf(first, { provider: 'dropbox' }))[0], key);
    assert.notEqual((await keyOf(of('dropbox', '{"a":2}'), { provider: 'dropbox' }))[0], key);
    const { handle, codes: all } = record({ provider: 'dropbox', on: {}, onUnknown: () => {} });
    await handle(first);
    await handle(of('dropbox', '{"a":2}'));
    assert.deepEqual(all(), ['derived_key']);
  });

  for (const [kind, provider, options] of [
    ['of a sender without ids', 'calendly', {}],
    ['that is derived although there is an id', 'stripe', { identifyBy: 'content' }],
  ]) {
    test(`${kind} is the same for each attempt, whatever time it signs`, async () => {
      const at = (seconds, body) => of(provider, body, { timestamp: Date.now() - 1000 * seconds });
      const key = async (request) => (await keyOf(request, { provider, ...options }))[0];
      const first = await key(at(60, '{"id":"a"}'));
      assert.equal(await key(at(0, '{"id":"a"}')), first);
      assert.notEqual(await key(at(60, '{"id":"b"}')), first);
      // An empty body does not distinguish events.
      if (provider === 'calendly') assert.notEqual(await key(at(60, '')), await key(at(0, '')));
    });
  }

  test('is derived if the option says so, so that another id is not another event', async () => {
    const [key, codes] = await keyOf(github({ id: 'a' }), { identifyBy: 'content' });
    assert.match(key, /^github:[\da-f]{64}$/);
    assert.deepEqual(codes, []);
    const { handle, events } = record({ identifyBy: 'content' });
    const request = github({ id: 'a' });
    await handle(request);
    await handle({ ...request, headers: { ...request.headers, 'X-GitHub-Delivery': 'b' } });
    const signature = `sha256=${request.headers['X-Hub-Signature-256'].slice(7).toUpperCase()}`;
    assert.equal(
      (await handle({ ...request, headers: { ...request.headers, 'X-Hub-Signature-256': signature } })).status,
      200,
    );
    assert.equal(events.length, 1);
  });

  test('is not signed by some senders, which the log says once', async () => {
    const reported = async (request, options) => {
      const { handle, once } = record(options);
      await handle(request);
      await handle(request);
      return once.length;
    };
    assert.equal(await reported(github()), 1);
    assert.equal(await reported(github(), { identifyBy: 'content' }), 0);
    const signed = of('stripe', '{"id":"evt_1","type":"charge.failed"}');
    assert.equal(await reported(signed, { provider: 'stripe', on: {}, onUnknown() {} }), 0);
  });

  test('contains the tenant', async () => {
    const options = { secrets: () => 'a secret of more than thirty-two bytes', tenant: () => 'a:b/c' };
    assert.deepEqual(await keyOf(github(), options), ['github/a%3Ab%2Fc:delivery-1', []]);
  });
});

describe('two endpoints with one store', () => {
  test('handle their own events, whose ids can be equal', async () => {
    const store = memoryStore();
    const sales = record({ store, name: 'sales' });
    const support = record({ store, name: 'support' });
    for (const { handle } of [sales, support, sales, support]) assert.equal((await handle(github())).status, 200);
    assert.deepEqual([sales.events.length, support.events.length], [1, 1]);
  });

  test('have keys that are not ambiguous', async () => {
    const store = memoryStore();
    const slash = record({ store, name: 'a/b' });
    const tenant = record({ store, name: 'a', secrets: () => SECRET, tenant: () => 'b' });
    const colon = record({ store, name: 'a:b' });
    const id = record({ store, name: 'a' });
    await slash.handle(github({ id: 'c' }));
    await tenant.handle(github({ id: 'c' }));
    await colon.handle(github({ id: 'c' }));
    await id.handle(github({ id: 'b:c' }));
    for (const { events } of [slash, tenant, colon, id]) assert.equal(events.length, 1);
  });

  test('share their events if they have the same name', async () => {
    const store = memoryStore();
    const [first, second] = [record({ store, name: 'sales' }), record({ store, name: 'sales' })];
    await first.handle(github());
    await second.handle(github());
    assert.deepEqual([first.events.length, second.events.length], [1, 0]);
  });
});

describe('how long events are remembered', () => {
  const DAY = 24 * 60 * 60 * 1000;
  const keepMsOf = async ({ request, ...options }) => {
    const { store, calls } = scripted();
    await record({ store, ...options }).handle(request);
    return calls[0][1].keepMs;
  };

  test('is at least a day', async () => {
    // The sender repeats a delivery for a minute.
    const request = of('sanity', '{"a":1}');
    assert.equal(await keepMsOf({ provider: 'sanity', on: {}, onUnknown() {}, request }), DAY);
  });

  test('is as long as a timestamp is accepted', async () => {
    const request = of('sanity', '{"a":1}');
    const options = { provider: 'sanity', on: {}, onUnknown() {}, request };
    assert.equal(await keepMsOf({ ...options, toleranceSeconds: { past: 172_800, future: 60 } }), 2 * DAY + 60_000);
    assert.equal(await keepMsOf({ ...options, toleranceSeconds: false }), 90 * DAY);
  });

  test('is an hour longer than the sender repeats a delivery', async () => {
    assert.equal(await keepMsOf({ request: github() }), 259_210_000 + 3_600_000);
  });
});

describe('the order of events', () => {
  const orderBy = ({ data }) => data.position && { object: 'invoice', position: data.position };

  test('skips an event that is older than the last one of its object', async () => {
    const { handle, events, codes } = record({ orderBy });
    for (const [id, position] of [
      ['a', 2],
      ['b', 1],
      ['c', 3],
      ['d', undefined],
    ]) {
      assert.equal((await handle(github({ id, body: JSON.stringify({ position }) }))).status, 200);
    }
    assert.deepEqual(
      events.map(([{ id }]) => id),
      ['a', 'c', 'd'],
    );
    assert.deepEqual(codes(), ['outdated']);
  });

  for (const [kind, wrong] of [
    [
      'throws',
      () => {
        throw new Error('failed');
      },
    ],
    ['returns no number', () => ({ object: 'invoice', position: '2' })],
    ['returns NaN', () => ({ object: 'invoice', position: Number.NaN })],
  ]) {
    test(`is answered with 500 if the function ${kind}`, async () => {
      const { handle, codes, events } = record({ orderBy: wrong });
      assert.equal((await handle(github())).status, 500);
      assert.deepEqual(codes(), ['order_failed']);
      assert.equal(events.length, 0);
    });
  }
});
