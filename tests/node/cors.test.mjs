// Pages on this machine may call the API of a service that listens; other pages may not.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { start } from './api.mjs';

const LOCAL = [
  'http://localhost:5173',
  'https://localhost',
  'http://app.localhost:3000',
  'http://127.0.0.1:8080',
  'http://[::1]:8080',
];
const FOREIGN = [
  'https://example.com',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  'http://notlocalhost',
  'http://localhost:80@example.com',
  'null',
];

const preflight = (url, origin, more = {}) =>
  fetch(`${url}/v1/webhooks`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
      ...more,
    },
  });

describe('a preflight request', () => {
  test('of a page on this machine is answered without a token', async (context) => {
    const { url } = await start(context, { provider: 'generic', token: 'secret-token' });
    for (const origin of LOCAL) {
      const { status, headers } = await preflight(url, origin);
      assert.equal(status, 204, origin);
      assert.equal(headers.get('access-control-allow-origin'), origin);
      assert.equal(headers.get('access-control-allow-methods'), 'POST');
      assert.equal(headers.get('access-control-allow-headers'), 'authorization,content-type');
      assert.equal(headers.get('vary'), 'Origin');
    }
  });

  test('of another page permits nothing', async (context) => {
    const { url } = await start(context, { provider: 'generic' });
    for (const origin of FOREIGN) {
      const { headers } = await preflight(url, origin);
      const names = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
      assert.deepEqual(names, [], origin);
    }
  });

  test('without the header fields of a preflight request is for the API', async (context) => {
    const { url } = await start(context, { provider: 'generic' });
    const { status } = await fetch(`${url}/v1/webhooks`, { method: 'OPTIONS' });
    assert.equal(status, 405);
  });
});

test('responses of the API can be read by pages on this machine, and errors as well', async (context) => {
  const { url } = await start(context, { provider: 'generic', token: 'secret-token' });
  for (const [origin, permitted] of [...LOCAL.map((each) => [each, each]), ...FOREIGN.map((each) => [each, null])]) {
    for (const [authorization, expected] of [
      ['Bearer secret-token', 200],
      ['Bearer another', 401],
    ]) {
      const { status, headers } = await fetch(`${url}/v1/webhooks`, { headers: { origin, authorization } });
      assert.equal(status, expected);
      assert.equal(headers.get('access-control-allow-origin'), permitted, origin);
      assert.equal(headers.get('access-control-allow-credentials'), null);
    }
  }
});
