// Deliveries that contain several events.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { sign } from 'hookwright';
import { of, record, SECRET, scripted } from './deliveries.mjs';

/** The senders whose deliveries are lists: the body of these events, and the secret if it must have a form. */
const SENDERS = {
  line: (types) => ({ events: types.map((type, index) => ({ type, webhookEventId: `id-${index}` })) }),
  hubspot: (types) => types.map((subscriptionType) => ({ subscriptionType })),
  meta: (types) => ({ entry: types.map((field, index) => ({ id: `page-${index}`, changes: [{ field, value: {} }] })) }),
  klaviyo: (types) => ({ data: types.map((topic) => ({ topic })) }),
  pandadoc: (types) => types.map((event) => ({ event })),
  pusher: (types) => ({ events: types.map((name) => ({ name })) }),
  'microsoft-graph': (types) => ({ value: types.map((changeType) => ({ changeType, clientState: SECRET })) }),
};
const MORE = {
  meta: { handshake: { token: 'a' } },
  hubspot: { url: 'https://example.com/' },
  pandadoc: { url: ({ url }) => url },
};

function request(provider, types) {
  const body = JSON.stringify(SENDERS[provider](types));
  if (provider === 'microsoft-graph') return { method: 'POST', url: '/', headers: {}, body };
  const signed = sign({ provider, secret: SECRET, body, method: 'POST', url: 'https://example.com/' });
  return { method: 'POST', url: new URL(signed.url ?? 'https://example.com/').href, headers: signed.headers, body };
}

/** A receiver that records the events of the types `a` and `b`. */
function receive(provider, options = {}) {
  const seen = [];
  const note = (event) => void seen.push([event.type, event.index, event.count]);
  return { ...record({ provider, on: { a: note, b: note }, ...MORE[provider], ...options }), seen };
}

for (const provider of Object.keys(SENDERS)) {
  test(`each event of ${provider} gets its handler, in order, with one claim`, async () => {
    const { store, names } = scripted();
    const others = [];
    const { handle, seen } = receive(provider, { store, onUnknown: ({ type }) => void others.push(type) });
    assert.equal((await handle(request(provider, ['b', 'a', 'c', 'a']))).status, 200);
    assert.deepEqual(seen, [
      ['b', 0, 4],
      ['a', 1, 4],
      ['a', 3, 4],
    ]);
    assert.deepEqual(others, ['c']);
    assert.deepEqual(names(), ['claim', 'complete']);
  });
}

describe('an event of a delivery with several', () => {
  test('shares the bytes of the body with the others', async () => {
    const bodies = new Set();
    const { handle } = receive('line', { on: { a: ({ body }) => void bodies.add(body) } });
    await handle(request('line', ['a', 'a', 'a']));
    assert.equal(bodies.size, 1);
  });

  test('has its own data and id, and the whole body', async () => {
    const events = [];
    const { handle } = receive('line', { on: { a: (event) => void events.push(event) } });
    await handle(request('line', ['a', 'a']));
    assert.deepEqual(
      events.map(({ id, data }) => [id, data]),
      [
        ['id-0', { type: 'a', webhookEventId: 'id-0' }],
        ['id-1', { type: 'a', webhookEventId: 'id-1' }],
      ],
    );
    assert.equal(events[0].whole.events.length, 2);
    assert.equal(events[0].unsigned.length, 0);
  });

  test('is awaited before the next one', async () => {
    const order = [];
    const wait = async ({ index }) => {
      order.push(`begin ${index}`);
      await new Promise(setImmediate);
      order.push(`end ${index}`);
    };
    const { handle } = receive('line', { on: { a: wait } });
    await handle(request('line', ['a', 'a']));
    assert.deepEqual(order, ['begin 0', 'end 0', 'begin 1', 'end 1']);
  });

  test('that fails is answered with 500, and the whole delivery is repeated', async () => {
    let failures = 1;
    const seen = [];
    const fail = ({ index }) => {
      seen.push(index);
      if (index === 1 && failures-- > 0) throw new Error('failed');
    };
    const { handle, codes } = receive('line', { on: { a: fail } });
    const given = request('line', ['a', 'a', 'a']);
    assert.equal((await handle(given)).status, 500);
    assert.equal((await handle(given)).status, 200);
    assert.equal((await handle(given)).status, 200);
    assert.deepEqual(seen, [0, 1, 0, 1, 2]);
    assert.deepEqual(codes(), ['handler_failed', 'duplicate']);
  });

  test('without a handler is reported, and prevents no other', async () => {
    const { handle, seen, entries } = receive('line');
    assert.equal((await handle(request('line', ['c', 'a']))).status, 200);
    assert.deepEqual(seen, [['a', 1, 2]]);
    assert.deepEqual(entries[0].eventType, 'c');
  });
});

test('a delivery is not a repetition because its first event is', async () => {
  const { handle, seen } = receive('line');
  await handle(request('line', ['a']));
  await handle(request('line', ['a', 'b']));
  await handle(request('line', ['a']));
  assert.deepEqual(seen, [
    ['a', 0, 1],
    ['a', 0, 2],
    ['b', 1, 2],
  ]);
});

test('an element without the inner list is an event without a type', async () => {
  const types = [];
  const { handle, seen } = receive('meta', { onUnknown: ({ type, data }) => void types.push([type, data]) });
  const entry = [{ messaging: [1] }, { changes: [{ field: 'a' }, { field: 'b' }] }];
  assert.equal((await handle(of('meta', JSON.stringify({ entry })))).status, 200);
  assert.deepEqual(types, [[null, { messaging: [1] }]]);
  assert.deepEqual(seen, [
    ['a', 1, 3],
    ['b', 2, 3],
  ]);
});

for (const body of ['{"events":[]}', '{"events":{}}', '{}', '[]', 'null', '{"events":[null,7]}']) {
  test(`nothing is lost of ${body}`, async () => {
    const types = [];
    const { handle } = receive('line', { onUnknown: ({ type }) => void types.push(type) });
    assert.equal((await handle(of('line', body))).status, 200);
    assert.ok(types.length > 0 && types.every((type) => type === null));
  });
}

test('elements that the signature does not cover are not handled as events', async () => {
  // The signature of Adyen is in the first item, and covers only that.
  const secret = '44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056';
  const item = (eventCode) => ({
    NotificationRequestItem: {
      eventCode,
      pspReference: '7914073381342284',
      merchantAccountCode: 'Acme',
      merchantReference: 'order-1',
      amount: { value: 1130, currency: 'EUR' },
      success: 'true',
    },
  });
  const signed = sign({
    scheme: 'adyen/notification',
    secret,
    body: JSON.stringify({ live: 'false', notificationItems: [item('AUTHORISATION')] }),
  });
  const types = [];
  const options = {
    provider: undefined,
    scheme: 'adyen/notification',
    secrets: secret,
    on: { AUTHORISATION: ({ type }) => void types.push(type), REFUND: () => assert.fail('it is not signed') },
  };
  const post = (body) => record(options).handle({ method: 'POST', url: '/', headers: signed.headers, body });
  assert.equal((await post(signed.body)).status, 200);
  const forged = JSON.parse(signed.body);
  forged.notificationItems.push(item('REFUND'));
  assert.equal((await post(JSON.stringify(forged))).status, 401);
  assert.deepEqual(types, ['AUTHORISATION']);
});
