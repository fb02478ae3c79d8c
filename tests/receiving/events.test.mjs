// The events that handlers get.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { parseEvent, providers } from 'hookwright';
import { github, of, record, SECRET } from './deliveries.mjs';

const MEMBERS = ['provider', 'type', 'id', 'occurredAtMs', 'data', 'dataText', 'exactNumbers', 'problems'];
/** Secrets that the schemes of the providers can decode. */
const SECRETS = { standard: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', well: 'whsec_abc123', generic: SECRET };

/** The event that a receiver makes of a body. */
async function received(provider, body) {
  let event;
  const { handle } = record({
    provider,
    secrets: SECRETS[provider],
    on: {},
    onUnknown: (given) => {
      event = given;
    },
  });
  const answer = await handle(of(provider, body, { secret: SECRETS[provider], id: 'msg_1' }));
  assert.equal(answer.status, 200);
  return event;
}

/** Writes a body as the provider does. */
function envelopeOf({ envelope }, { name, sample }) {
  if (envelope.data === null) return JSON.stringify({ [envelope.kind]: name, ...sample });
  const members = { [envelope.kind]: name, [envelope.data]: sample };
  if (envelope.id !== null) members[envelope.id] = 'evt_1';
  if (envelope.time !== null) members[envelope.time] = '2026-01-02T03:04:05Z';
  return JSON.stringify(members);
}

describe('an event of a provider is what `parseEvent` returns', () => {
  const known = providers().filter(({ id }) => Object.hasOwn(SECRETS, id));

  test('for each event type', async () => {
    let count = 0;
    for (const provider of known) {
      for (const type of provider.events) {
        const body = envelopeOf(provider, type);
        const event = await received(provider.id, body);
        const { type: name, ...expected } = parseEvent(body, { provider: provider.id });
        assert.equal(event.type, String(name));
        for (const member of MEMBERS.filter((each) => each !== 'type')) {
          assert.deepEqual(event[member], expected[member], `${provider.id} ${type.name} ${member}`);
        }
        count += 1;
      }
    }
    assert.ok(count > 15, `${count} types`);
  });

  for (const body of [
    'not JSON',
    '',
    '[]',
    'null',
    '7',
    '{}',
    '{"type":7,"event":7,"data":{}}',
    '{"type":null,"event":null}',
    '{"type":"a","type":"b","event":"a","event":"b","id":"1","id":"2","data":{},"data":{"x":1}}',
    '{"type":"a","event":"a","id":7,"data":{}}',
    '{"type":"a","event":"a","id":"1","data":[]}',
    '{"type":"a","event":"a","id":"1","data":"text"}',
    '{"type":"a","event":"a","id":"1"}',
    '{"type":"a","event":"a","id":"\\udc00","data":{}}',
    '{"type":"a","event":"a","id":"1","data":{"x":"\\udc00"}}',
    '{"type":"a\uFFFD","event":"a\uFFFD","id":"1","data":{}}',
    Buffer.from('7b2274797065223a2261ff222c226576656e74223a2261ff222c226964223a2231222c2264617461223a7b7d7d', 'hex'),
    '{"type":"a","event":"a","id":"1","data":{"number":813683310949021977}}',
    '{"type":"a","event":"a","id":"1","data":{"__proto__":{"x":1}}}',
    '\uFEFF{"type":"a","event":"a","id":"1","data":{}}',
    '{"type":"","event":"","id":"","data":{}}',
    '{"type":"\\ud800","event":"\\ud800","id":"1","data":{}}',
  ]) {
    test(`for ${body.length === 0 ? 'an empty body' : body.toString('latin1')}`, async () => {
      for (const { id: provider } of known) {
        const event = await received(provider, body);
        const expected = parseEvent(body, { provider });
        assert.equal(event.type, expected.type === null ? null : String(expected.type), provider);
        for (const member of ['id', 'data', 'dataText', 'occurredAtMs', 'problems', 'exactNumbers']) {
          assert.deepEqual(event[member], expected[member], `${provider} ${member}`);
        }
      }
    });
  }
});

describe('an event of another sender', () => {
  test('has the type and the id of its headers, the parsed body and the receipt', async () => {
    const { handle, events } = record({
      secrets: [
        { name: 'first', value: 'x'.repeat(32) },
        { name: 'second', value: SECRET },
      ],
    });
    const before = Date.now();
    const request = github({ id: 'a', body: '{"ref":"main"}' });
    await handle(request);
    const [event, context] = events[0];
    const { receivedAtMs, ...others } = { ...event };
    assert.ok(receivedAtMs >= before && receivedAtMs <= Date.now());
    assert.deepEqual(others, {
      type: 'push',
      id: 'a',
      data: { ref: 'main' },
      index: 0,
      count: 1,
      whole: { ref: 'main' },
      body: new TextEncoder().encode('{"ref":"main"}'),
      key: { index: 1, name: 'second' },
      unsigned: ['type', 'id'],
    });
    assert.equal(context.request, request);
  });

  test('can have its type in the body, where it is signed', async () => {
    const { handle, events, begun } = record({
      provider: 'stripe',
      on: { 'charge.failed': (...given) => void events.push(given) },
    });
    await handle(of('stripe', '{"id":"evt_1","type":"charge.failed"}'));
    assert.deepEqual(events[0][0].unsigned, []);
    assert.ok(!begun.some(({ code }) => code === 'unsigned_type'));
  });

  test('has an unsigned type if it is in a header, which the log says', () => {
    assert.ok(record().begun.some(({ code }) => code === 'unsigned_type'));
  });

  for (const [place, headers, body] of [
    [{ header: 'X-Acme-Type' }, { 'x-acme-type': 'order.paid' }, '{}'],
    [{ member: '/event/na~1me' }, {}, '{"event":{"na/me":"order.paid"}}'],
  ]) {
    test(`of a custom scheme has its type at ${JSON.stringify(place)}`, async () => {
      const scheme = {
        id: 'acme/v1',
        algorithm: 'hmac-sha256',
        content: '{body}',
        signature: { header: 'Acme-Signature' },
      };
      const types = [];
      const { handle } = record({
        provider: undefined,
        scheme,
        event: { type: place },
        on: { 'order.paid': ({ type }) => void types.push(type) },
      });
      const { sign } = await import('hookwright');
      const signed = sign({ scheme, secret: SECRET, body });
      await handle({ method: 'POST', url: '/', headers: { ...signed.headers, ...headers }, body });
      assert.deepEqual(types, ['order.paid']);
    });
  }
});

describe('a form', () => {
  const post = async (body, headers, options = {}) => {
    const events = [];
    const note = (event) => void events.push(event);
    const { handle, codes } = record({ provider: 'slack', on: {}, onUnknown: note, ...options });
    const request = of('slack', body);
    assert.equal((await handle({ ...request, headers: { ...request.headers, ...headers } })).status, 200);
    return { data: events[0].data, type: events[0].type, codes: codes() };
  };
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };

  test('has its fields as data', async () => {
    const { data, type, codes } = await post('command=%2Fdeploy&text=a+b&user=1&user=2&__proto__=x', FORM);
    assert.deepEqual(Object.entries(data), [
      ['command', '/deploy'],
      ['text', 'a b'],
      ['user', ['1', '2']],
      ['__proto__', 'x'],
    ]);
    assert.equal(type, null);
    assert.deepEqual(codes, ['derived_key']);
  });

  test('can contain the type', async () => {
    const on = { deploy: ({ data }) => void seen.push(data) };
    const seen = [];
    const { handle } = record({ provider: 'slack', event: { type: { member: '/command' } }, on });
    const request = of('slack', 'command=deploy');
    await handle({ ...request, headers: { ...request.headers, ...FORM } });
    assert.deepEqual(seen, [{ command: 'deploy' }]);
  });

  test('is not what has another content type', async () => {
    const { data, codes } = await post('command=deploy', { 'Content-Type': 'text/plain' });
    assert.equal(data, undefined);
    assert.deepEqual(codes, ['malformed_body', 'derived_key']);
  });
});
