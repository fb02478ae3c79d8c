// Handshakes, with which senders check an endpoint before they send deliveries.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test, { describe } from 'node:test';
import { senders, sign } from 'hookwright';
import { of, record, SECRET } from './deliveries.mjs';

const get = (url) => ({ method: 'GET', url, headers: {} });
const options = (provider, others = {}) => ({
  provider,
  on: {},
  onUnknown: () => assert.fail('it is handled'),
  ...others,
});

describe('a handshake in the URL', () => {
  test('is answered for Dropbox', async () => {
    const { handle, codes } = record(options('dropbox'));
    const { status, headers, body } = await handle(get('/webhook?challenge=abc'));
    assert.deepEqual([status, body], [200, 'abc']);
    assert.match(headers['Content-Type'], /^text\/plain/);
    assert.deepEqual(codes(), ['handshake_answered']);
    assert.equal((await handle(get('/webhook'))).status, 405);
  });

  test('is answered for Meta only with the token', async () => {
    const { handle, codes } = record(options('meta', { handshake: { token: 'the verify token' } }));
    const query = (token) =>
      `/webhook?hub.mode=subscribe&hub.challenge=42&hub.verify_token=${encodeURIComponent(token)}`;
    assert.deepEqual(await handle(get(query('another token'))), { status: 401, headers: {}, body: '' });
    assert.deepEqual((await handle(get(query('the verify token')))).body, '42');
    assert.deepEqual(codes(), ['rejected', 'handshake_answered']);
  });

  test('can be refused by all', async () => {
    const { handle } = record(options('dropbox', { handshake: false }));
    assert.equal((await handle(get('/webhook?challenge=abc'))).status, 405);
  });
});

test('Trello’s HEAD request is answered', async () => {
  const { handle, codes } = record(options('trello', { url: 'https://example.com/trello' }));
  assert.equal((await handle({ method: 'HEAD', url: '/trello', headers: {} })).status, 200);
  assert.deepEqual(codes(), ['handshake_answered']);
});

test('a signed handshake in the body is answered, and deliveries are handled', async () => {
  const events = [];
  const { handle, codes } = record(options('zoom', { onUnknown: ({ type }) => void events.push(type) }));
  const body = '{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}';
  const answer = await handle(of('zoom', body));
  assert.equal(answer.status, 200);
  const encryptedToken = createHmac('sha256', SECRET).update('abc').digest('hex');
  assert.deepEqual(JSON.parse(answer.body), { plainToken: 'abc', encryptedToken });
  assert.equal((await handle({ ...of('zoom', body), headers: {} })).status, 401);
  assert.equal((await handle(of('zoom', '{"event":"meeting.started","payload":{}}'))).status, 200);
  assert.deepEqual(events, ['meeting.started']);
  assert.deepEqual(codes(), ['handshake_answered', 'rejected', 'derived_key']);
});

test('Slack’s challenge is answered, and its events are handled', async () => {
  const events = [];
  const { handle } = record(options('slack', { onUnknown: ({ type, id }) => void events.push([type, id]) }));
  const answer = await handle(of('slack', '{"type":"url_verification","challenge":"abc"}'));
  assert.deepEqual([answer.status, answer.body], [200, 'abc']);
  await handle(of('slack', '{"type":"event_callback","event_id":"Ev1","event":{"type":"message"}}'));
  assert.deepEqual(events, [['message', 'Ev1']]);
});

describe('a handshake with a secret', () => {
  const request = () => ({
    method: 'POST',
    url: '/asana',
    headers: { 'X-Hook-Secret': 'the secret of deliveries' },
    body: '{}',
  });

  test('is answered only while a webhook is set up, after the secret is stored', async () => {
    const secrets = [];
    let settingUp = false;
    const handshake = { settingUp: () => settingUp, onSecret: async (secret) => void secrets.push(secret) };
    const { handle, codes, entries } = record(
      options('asana', { secrets: () => secrets, tenant: () => 'one', handshake, onUnknown: () => {} }),
    );
    assert.equal((await handle(request())).status, 401);
    assert.deepEqual(secrets, []);
    settingUp = true;
    const answer = await handle(request());
    assert.deepEqual([answer.status, answer.headers['X-Hook-Secret']], [200, 'the secret of deliveries']);
    assert.deepEqual(secrets, ['the secret of deliveries']);
    assert.ok(!JSON.stringify(entries).includes('the secret of deliveries'));
    assert.deepEqual(codes(), ['rejected', 'handshake_answered']);
    const { headers } = sign({ provider: 'asana', secret: secrets[0], body: '{"events":[]}' });
    assert.equal((await handle({ method: 'POST', url: '/asana', headers, body: '{"events":[]}' })).status, 200);
  });

  test('is answered with 500 if the secret cannot be stored', async () => {
    const handshake = {
      settingUp: true,
      onSecret: async () => {
        throw new Error('no database');
      },
    };
    const { handle, codes } = record(options('asana', { handshake }));
    assert.deepEqual(await handle(request()), { status: 500, headers: {}, body: '' });
    assert.deepEqual(codes(), ['receiver_failed']);
  });

  test('that is not in a header is found after the delivery was rejected', async () => {
    const secrets = [];
    const handshake = { settingUp: true, onSecret: (secret) => void secrets.push(secret) };
    const { handle } = record(options('notion', { handshake }));
    const body = '{"verification_token":"secret_abc"}';
    assert.equal((await handle({ method: 'POST', url: '/notion', headers: {}, body })).status, 200);
    assert.deepEqual(secrets, ['secret_abc']);
  });
});

describe('a handshake of a receiver that has no secret yet', () => {
  const NONE = {
    asana: [{ headers: { 'X-Hook-Secret': 'abc' } }, 200],
    discord: [{ body: '{"type":0}' }, 401],
    dropbox: [get('/?challenge=abc'), 200],
    lark: [{ body: '{"type":"url_verification","challenge":"abc","token":"the token"}' }, 200],
    mandrill: [{ method: 'HEAD' }, 200],
    meta: [get('/?hub.mode=subscribe&hub.challenge=42&hub.verify_token=the%20token'), 200],
    'microsoft-graph': [{ url: '/?validationToken=abc' }, 200],
    notion: [{ body: '{"verification_token":"abc"}' }, 200],
    nylas: [get('/?challenge=abc'), 200],
    okta: [{ ...get('/'), headers: { 'X-Okta-Verification-Challenge': 'abc' } }, 200],
    salesforce: [{ body: '{"verificationKey":"abc"}' }, 200],
    slack: [{ body: '{"type":"url_verification","challenge":"abc"}' }, 401],
    smartsheet: [{ headers: { 'Smartsheet-Hook-Challenge': 'abc' }, body: '{"challenge":"abc"}' }, 200],
    trello: [{ method: 'HEAD' }, 200],
    twitch: [{ headers: { 'Twitch-Eventsub-Message-Type': 'webhook_callback_verification' }, body: '{}' }, 401],
    woocommerce: [{ body: 'webhook_id=1', headers: {} }, 200],
    x: [get('/?crc_token=abc'), 401],
    zoom: [{ body: '{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}' }, 401],
  };

  test('is known for each sender with a handshake', () => {
    const known = senders().filter(({ handshake, schemes }) => handshake || schemes.some((each) => each.handshake));
    assert.deepEqual(known.map(({ id }) => id).sort(), Object.keys(NONE).sort());
  });

  const url = 'https://example.com/';
  const MORE = {
    mandrill: { url },
    trello: { url },
    meta: { handshake: { token: 'the token', settingUp: true } },
  };

  for (const [provider, [given, status]] of Object.entries(NONE)) {
    test(`is answered with ${status} for ${provider}`, async () => {
      const { handle, entries } = record(
        options(provider, {
          secrets: () => undefined,
          tenant: false,
          handshake: { settingUp: true },
          ...MORE[provider],
        }),
      );
      const answer = await handle({ method: 'POST', url: '/', headers: {}, body: '', ...given });
      assert.equal(answer.status, status, JSON.stringify(entries));
    });
  }
});

test('a scheme that signs the URL is verified with the option `url`', async () => {
  const seen = [];
  const url = 'https://example.com/hubspot?tenant=1';
  const { headers, body } = sign({ provider: 'hubspot', secret: SECRET, url, body: '[]', method: 'POST' });
  const request = { method: 'POST', url: '/hubspot?tenant=1', headers, body };
  for (const given of [
    { url },
    { url: ({ url: path }) => `https://example.com${path}` },
    { origin: 'https://example.com' },
    { origin: 'https://example.com/' },
  ]) {
    const onUnknown = (event) => void seen.push(Buffer.from(event.body).toString());
    const { handle } = record(options('hubspot', { ...given, onUnknown }));
    assert.equal((await handle(request)).status, 200);
  }
  assert.deepEqual(seen, ['[]', '[]', '[]', '[]']);
  // Some frameworks pass the whole URL, with the host that a proxy has called.
  const proxied = record(options('hubspot', { origin: 'https://example.com', onUnknown: () => {} }));
  assert.equal((await proxied.handle({ ...request, url: 'http://127.0.0.1:8080/hubspot?tenant=1' })).status, 200);
  const { handle } = record(options('hubspot', { url: 'https://example.com/other' }));
  assert.equal((await handle(request)).status, 401);
});

test('deliveries with another method are only received with the option `methods`', async () => {
  const url = 'https://example.com/twilio?CallSid=1&Digits=2';
  const { headers } = sign({ provider: 'twilio', secret: SECRET, url, body: '', method: 'GET' });
  const request = { method: 'GET', url: '/twilio?CallSid=1&Digits=2', headers };
  const seen = [];
  const given = { origin: 'https://example.com', onUnknown: ({ type }) => void seen.push(type) };
  const usual = await record(options('twilio', given)).handle(request);
  assert.deepEqual([usual.status, usual.headers.Allow], [405, 'POST, HEAD, OPTIONS']);
  const { handle } = record(options('twilio', { ...given, methods: ['GET', 'POST'] }));
  assert.equal((await handle(request)).status, 200);
  assert.deepEqual(seen, [null]);
  assert.equal((await handle({ ...request, url: '/twilio?CallSid=2' })).status, 401);
  assert.equal((await handle({ ...request, method: 'PUT' })).headers.Allow, 'GET, POST, HEAD, OPTIONS');
});
