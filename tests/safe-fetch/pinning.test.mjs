// Connections to the checked addresses, also if other code in the process has changed how connections are made.

import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import test, { describe } from 'node:test';
import tls from 'node:tls';
import { createSafeFetch } from 'hookwright/safe-fetch';
import { createAuthority, failure, startHttp, startHttps } from './servers.mjs';

// 127.0.0.2 takes the role of a global address, and 127.0.0.1 that of an internal one.
const CHECKED = '127.0.0.2';
const INTERNAL = '127.0.0.1';
const allow = [`${CHECKED}/32`];
const lookup = async () => [CHECKED];

/** Sets a member of an object until the test ends. */
function replace(context, object, name, value) {
  const before = object[name];
  object[name] = value;
  context.after(() => {
    object[name] = before;
  });
}

describe('the checked address is used', () => {
  /** A subclass whose connections go to the internal address, like those of an agent with a proxy or a cache of names. */
  const elsewhere = (Agent) =>
    class extends Agent {
      createConnection(options, done) {
        return super.createConnection({ ...options, host: INTERNAL, lookup: undefined }, done);
      }
    };

  test('with a global agent of another class, over HTTP', async (context) => {
    const { port, requests } = await startHttp(context, undefined, '0.0.0.0');
    replace(context, http, 'globalAgent', new (elsewhere(http.Agent))());
    const response = await createSafeFetch({ allow, lookup })(`http://receiver.test:${port}/`);
    assert.equal(response.status, 200);
    assert.deepEqual(
      requests.map(({ to }) => to),
      [CHECKED],
    );
  });

  test('with a global agent of another class, over HTTPS', async (context) => {
    const { ca, issue } = createAuthority(context);
    // The server listens on the internal address only.
    const { port, handled } = await startHttps(context, issue('DNS:receiver.test'));
    replace(context, https, 'globalAgent', new (elsewhere(https.Agent))());
    const error = await failure(createSafeFetch({ allow, lookup, ca })(`https://receiver.test:${port}/`));
    assert.deepEqual([error.code, error.cause?.code], ['connection_failed', 'ECONNREFUSED']);
    assert.deepEqual(handled, []);
  });
});

describe('nothing is sent to another address', () => {
  test('over a new socket, if all agents create other ones', async (context) => {
    const { port, requests } = await startHttp(context, undefined, INTERNAL);
    replace(context, http.Agent.prototype, 'createConnection', () => net.connect(port, INTERNAL));
    const error = await failure(createSafeFetch({ allow, lookup })(`http://receiver.test:${port}/`));
    assert.equal(error.code, 'address_refused');
    assert.match(error.message, /other code in this process/);
    assert.equal(requests.length, 0);
  });

  test('over a new TLS connection, not even a handshake', async (context) => {
    const { ca, issue } = createAuthority(context);
    const { port, names, handled } = await startHttps(context, issue('DNS:receiver.test'));
    replace(context, https.Agent.prototype, 'createConnection', () => {
      return tls.connect({ port, host: INTERNAL, ca, servername: 'receiver.test' });
    });
    const error = await failure(createSafeFetch({ allow, lookup, ca })(`https://receiver.test:${port}/`));
    assert.equal(error.code, 'address_refused');
    assert.deepEqual([names, handled], [[], []]);
  });

  test('over a socket that is already connected', async (context) => {
    const { port, requests } = await startHttp(context, undefined, INTERNAL);
    const socket = net.connect(port, INTERNAL);
    await new Promise((resolve) => socket.once('connect', resolve));
    replace(context, http.Agent.prototype, 'createConnection', () => socket);
    const error = await failure(createSafeFetch({ allow, lookup })(`http://receiver.test:${port}/`));
    assert.equal(error.code, 'address_refused');
    assert.equal(requests.length, 0);
  });
});
