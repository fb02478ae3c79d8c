// TLS with a local authority: the server name, and the check of the certificate.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { createSafeFetch } from 'hookwright/safe-fetch';
import { createAuthority, failure, startHttps } from './servers.mjs';

const allow = ['127.0.0.1/32'];
const lookup = async () => ['127.0.0.1'];

describe('HTTPS', () => {
  test('uses the host name for the server name and the certificate, and the checked address for the connection', async (context) => {
    const { ca, issue } = createAuthority(context);
    const { port, names, handled } = await startHttps(context, issue('DNS:receiver.test'));
    const fetch = createSafeFetch({ allow, lookup, ca });
    for (const host of ['receiver.test', 'receiver.test.', 'RECEIVER.test']) {
      const response = await fetch(`https://${host}:${port}/`, { method: 'POST', body: '{}' });
      assert.deepEqual([response.status, await response.text()], [200, 'secure']);
    }
    assert.deepEqual(names, new Array(3).fill('receiver.test'));
    assert.deepEqual(handled, [`receiver.test:${port}`, `receiver.test.:${port}`, `receiver.test:${port}`]);
  });

  test('refuses a certificate for another name, before anything is sent', async (context) => {
    const { ca, issue } = createAuthority(context);
    const { port, handled } = await startHttps(context, issue('DNS:other.test,IP:127.0.0.1'));
    const error = await failure(createSafeFetch({ allow, lookup, ca })(`https://receiver.test:${port}/`));
    assert.deepEqual([error.code, error.cause.code], ['connection_failed', 'ERR_TLS_CERT_ALTNAME_INVALID']);
    assert.deepEqual(handled, []);
  });

  test('refuses a certificate of an unknown authority, also if the environment disables the check', async (context) => {
    const { ca, issue } = createAuthority(context);
    const { port, handled } = await startHttps(context, issue('DNS:receiver.test'));
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    context.after(() => delete process.env.NODE_TLS_REJECT_UNAUTHORIZED);
    const error = await failure(createSafeFetch({ allow, lookup })(`https://receiver.test:${port}/`));
    assert.equal(error.code, 'connection_failed');
    assert.match(error.cause.code, /CERT|SIGNATURE|ISSUER/);
    assert.deepEqual(handled, []);
    assert.equal((await createSafeFetch({ allow, lookup, ca: [ca] })(`https://receiver.test:${port}/`)).status, 200);
  });

  test('checks the certificate of an address against the address, without a server name', async (context) => {
    const { ca, issue } = createAuthority(context);
    const fetch = createSafeFetch({ allow, lookup, ca });
    const good = await startHttps(context, issue('IP:127.0.0.1'));
    assert.equal((await fetch(`https://127.1:${good.port}/`)).status, 200);
    assert.deepEqual(good.names, [false]);
    const bad = await startHttps(context, issue('DNS:localhost,IP:127.0.0.2'));
    assert.equal((await failure(fetch(`https://127.0.0.1:${bad.port}/`))).cause.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
