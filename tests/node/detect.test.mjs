// Detection of the provider of a delivery, and its evidence.

import assert from 'node:assert/strict';
import test from 'node:test';
import { detectProvider, parseEvent, provider, senders, sign } from 'hookwright';

const body = '{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{"company_id":"comp_1"}}';

test('header, envelope and event type are evidence', () => {
  const { headers } = sign({ provider: 'well', secret: 's', body });
  assert.deepEqual(detectProvider({ headers, body }), {
    provider: 'well',
    candidates: [
      {
        provider: 'well',
        evidence: [
          {
            kind: 'header',
            name: 'X-Well-Signature',
            message: 'the request has the header `X-Well-Signature`',
          },
          {
            kind: 'envelope',
            members: ['event', 'timestamp', 'data'],
            message: 'the body has the members `event`, `timestamp`, `data`',
          },
          {
            kind: 'eventType',
            name: 'company.created',
            message: "`company.created` is one of the provider's event types",
          },
        ],
      },
    ],
  });
});

test('a header or a body is sufficient', () => {
  assert.equal(detectProvider({ body }).provider, 'well');
  assert.equal(detectProvider({ body: Buffer.from(body) }).provider, 'well');
  for (const headers of [{ 'x-webhook-signature': '' }, new Headers({ 'X-Webhook-Signature': 'a' })]) {
    const { provider, candidates } = detectProvider({ headers });
    assert.deepEqual([provider, candidates.map((each) => each.provider)], [null, ['generic', 'cashfree', 'cursor']]);
    assert.deepEqual(detectProvider({ headers, body: '' }).candidates, candidates);
  }
});

test('conflicting evidence detects no provider, and is listed', () => {
  const found = detectProvider({ headers: { 'x-webhook-signature': 'a' }, body });
  assert.equal(found.provider, null);
  assert.deepEqual(
    found.candidates.map((candidate) => [candidate.provider, candidate.evidence.map(({ kind }) => kind)]),
    [
      ['well', ['envelope', 'eventType']],
      ['generic', ['header']],
      ['cashfree', ['header']],
      ['cursor', ['header']],
    ],
  );
});

test('deliveries without evidence have no provider', () => {
  for (const given of [
    { body: '' },
    { body: '[]' },
    { body: '{"hello":"world"}' },
    { body: Buffer.from([0xff]) },
    { headers: {} },
    { headers: { 'x-unrelated': 'sha256=0' }, body: '{}' },
  ]) {
    assert.deepEqual(detectProvider(given), { provider: null, candidates: [] });
  }
});

test('the headers of every sender are evidence', () => {
  for (const { id, schemes } of senders()) {
    for (const { header } of schemes.map(({ signature }) => signature)) {
      if (header === undefined || header === 'Authorization') continue;
      const { provider, candidates } = detectProvider({ headers: { [header.toLowerCase()]: 'a' } });
      const found = candidates.map((each) => each.provider);
      assert.ok(found.includes(id), `${id} ${header}`);
      assert.equal(provider, found.length === 1 ? id : null, header);
    }
  }
  const headers = { 'x-hub-signature-256': 'sha256=0', 'X-GitHub-Event': 'push' };
  const { provider, candidates } = detectProvider({ headers, body: '{"event_type":"x"}' });
  assert.equal(provider, 'github');
  assert.deepEqual(candidates[0].evidence.at(-1), {
    kind: 'eventHeader',
    name: 'X-GitHub-Event',
    message: 'the request has the header `X-GitHub-Event`, which describes an event',
  });
});

test('values of other headers are not read', () => {
  const headers = { 'x-well-signature': 'a', authorization: { toString: () => assert.fail('was read') } };
  assert.equal(detectProvider({ headers }).provider, 'well');
});

test('the payload of Awell is the whole body and contains the time of the event', () => {
  const started = provider('awell').events.find(({ name }) => name === 'pathway.started');
  const text = JSON.stringify({ event_type: started.name, ...started.sample });
  assert.equal(detectProvider({ body: text }).provider, 'awell');
  for (const event of [parseEvent(text), parseEvent(text, { provider: 'awell' })]) {
    assert.deepEqual([event.provider, event.type, event.id, event.problems], ['awell', 'pathway.started', null, []]);
    assert.deepEqual(event.data, JSON.parse(text));
    assert.equal(event.occurredAtMs, Date.parse(event.data.pathway.start_date));
  }
  const [problem] = parseEvent('{"event_type":"pathway.started","pathway":1}').problems;
  assert.deepEqual([problem.code, problem.path], ['wrong_type', '/pathway']);
});

test('Standard Webhooks accept any event type', () => {
  const text = '{"type":"invoice.paid","timestamp":"2024-01-15T10:30:00.5Z","data":{"amount":12345678901234567890}}';
  assert.equal(detectProvider({ body: text }).provider, 'standard');
  const { problems, ...event } = parseEvent(text);
  assert.deepEqual(
    problems.map(({ code, path, severity }) => [code, path, severity]),
    [['unsafe_number', '/data/amount', 'warning']],
  );
  assert.deepEqual(event, {
    provider: 'standard',
    type: 'invoice.paid',
    id: null,
    occurredAtMs: Date.parse('2024-01-15T10:30:00.5Z'),
    data: JSON.parse(text).data,
    dataText: '{"amount":12345678901234567890}',
    exactNumbers: { '/data/amount': '12345678901234567890' },
  });
});
