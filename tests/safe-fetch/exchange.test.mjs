// Requests and responses: what is sent, what is returned, and limits of time and size.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createSafeFetch } from 'hookwright/safe-fetch';
import { inbox } from '../node/api.mjs';
import { closing, failure, startHttp, startTcp } from './servers.mjs';

const allow = ['127.0.0.1/32'];
const fetch = createSafeFetch({ allow });

describe('a request', () => {
  test('has the method, the header fields and the body of `fetch`', async (context) => {
    const { port, requests } = await startHttp(context);
    const bytes = new Uint8Array([0, 255, 128]);
    const given = [
      { method: 'post', headers: { 'X-A': 'b' }, body: bytes },
      {
        method: 'PUT',
        headers: [
          ['x-a', '1'],
          ['X-A', '2'],
          ['Connection', 'close'],
          ['Content-Length', '7'],
        ],
        body: 'é',
      },
      {
        method: 'POST',
        headers: new Headers({ 'user-agent': 'acme', 'content-type': 'application/json' }),
        body: '{}',
      },
      { method: 'DELETE' },
      { method: 'POST' },
      {},
    ];
    for (const init of given) await (await fetch(new URL(`http://127.0.0.1:${port}/a/../b?c#d`), init)).text();
    const seen = requests.map(({ method, url, headers, body }) => [method, url, headers['x-a'], body.toString('hex')]);
    assert.deepEqual(seen, [
      ['POST', '/b?c', 'b', '00ff80'],
      ['PUT', '/b?c', '1, 2', 'c3a9'],
      ['POST', '/b?c', undefined, '7b7d'],
      ['DELETE', '/b?c', undefined, ''],
      ['POST', '/b?c', undefined, ''],
      ['GET', '/b?c', undefined, ''],
    ]);
    const headers = requests.map(({ headers }) => headers);
    assert.deepEqual([headers[0]['content-length'], headers[1]['content-length']], ['3', '2']);
    assert.deepEqual(
      [headers[1]['content-type'], headers[2]['content-type']],
      ['text/plain;charset=UTF-8', 'application/json'],
    );
    assert.deepEqual([headers[0]['user-agent'], headers[2]['user-agent']], ['hookwright', 'acme']);
    // No compression is asked for, and no connection is kept.
    assert.ok(headers.every((each) => each['accept-encoding'] === undefined && each.connection === 'close'));
  });

  test('cannot set header fields of the connection, invalid fields or a mode of redirects', async () => {
    const wrong = [
      [{ headers: { Host: 'internal' } }, 'invalid_headers'],
      [{ headers: { 'Transfer-Encoding': 'chunked' } }, 'invalid_headers'],
      [{ headers: { Upgrade: 'h2c' } }, 'invalid_headers'],
      [{ headers: { 'Proxy-Authorization': 'x' } }, 'invalid_headers'],
      [{ redirect: 'follow' }, 'invalid_options'],
      [{ redirect: 'error' }, 'invalid_options'],
      [{ headers: { 'X-A': 'hunter2\r\nHost: b' } }, 'invalid_headers'],
      [{ headers: { 'X A': '' } }, 'invalid_headers'],
      [{ headers: 7 }, 'invalid_headers'],
      [{ method: 'CONNECT' }, 'invalid_options'],
      [{ method: 'GET / HTTP/1.1' }, 'invalid_options'],
      [{ body: 'a GET with a body' }, 'invalid_options'],
      [null, 'invalid_options'],
      ['POST', 'invalid_options'],
      [{ signal: {} }, 'invalid_options'],
      [{ signal: 'abort' }, 'invalid_options'],
      [{ signal: { aborted: false, addEventListener: () => {} } }, 'invalid_options'],
    ];
    for (const [init, code] of wrong) {
      const error = await failure(fetch('http://127.0.0.1:9999/', init));
      assert.deepEqual([error.name, error.code], ['TypeError', code], JSON.stringify(init));
      assert.ok(!`${error.stack}${error.cause}`.includes('hunter2'));
    }
  });

  test('does not use a proxy of the environment or a global agent', async (context) => {
    const { default: http } = await import('node:http');
    const { port, requests } = await startHttp(context);
    const before = http.globalAgent;
    const names = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : 'http://127.0.0.1:9';
    http.globalAgent = new http.Agent({ keepAlive: true, lookup: () => assert.fail('the global agent was used') });
    context.after(() => {
      http.globalAgent = before;
      for (const name of names) delete process.env[name];
    });
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200);
    assert.equal(requests.length, 1);
  });
});

describe('a response', () => {
  test('has the URL of the request, without the fragment', async (context) => {
    const { port } = await startHttp(context, (request, response) => {
      response.writeHead(request.url === '/204' ? 204 : 200).end();
    });
    for (const path of ['/a/../b?c#d', '/204']) {
      const response = await fetch(`HTTP://127.1:${port}${path}`);
      assert.equal(response.url, `http://127.0.0.1:${port}${path === '/204' ? path : '/b?c'}`);
    }
  });

  test('has the status, the header fields and the body', async (context) => {
    const { port } = await startHttp(context, (_request, response) => {
      response.writeHead(201, 'Made', ['X-A', '1', 'x-a', '2', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2']);
      response.end(Buffer.alloc(300_000, 'a'));
    });
    const response = await fetch(`http://127.0.0.1:${port}/`);
    assert.ok(response instanceof Response);
    assert.deepEqual(
      [response.status, response.statusText, response.ok, response.type],
      [201, 'Made', true, 'default'],
    );
    assert.deepEqual([response.headers.get('x-a'), response.headers.getSetCookie()], ['1, 2', ['a=1', 'b=2']]);
    assert.equal((await response.arrayBuffer()).byteLength, 300_000);
  });

  test('can have any status', async (context) => {
    const { port } = await startHttp(context, (request, response) => {
      response.writeHead(Number(request.url.slice(1)));
      response.end();
    });
    for (const status of [200, 204, 205, 304, 404, 410, 429, 500, 599, 600, 999]) {
      const response = await fetch(`http://127.0.0.1:${port}/${status}`);
      assert.deepEqual([response.status, response.ok, await response.text()], [status, status < 300, '']);
    }
  });

  test('to HEAD has no body', async (context) => {
    const { port } = await startHttp(context);
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' });
    assert.deepEqual([response.status, response.body], [200, null]);
  });

  test('that redirects is returned and not followed', async (context) => {
    const internal = await startHttp(context, undefined, '127.0.0.2');
    for (const status of [301, 302, 303, 307, 308]) {
      const location = `http://127.0.0.2:${internal.port}/admin`;
      const { port } = await startHttp(context, (_request, response) => {
        response.writeHead(status, { location }).end();
      });
      for (const redirect of ['manual', undefined]) {
        const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}', redirect });
        assert.deepEqual(
          [response.status, response.headers.get('location'), response.redirected],
          [status, location, false],
        );
      }
    }
    assert.equal(internal.requests.length, 0);
  });

  test('is not decompressed', async (context) => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const { port } = await startHttp(context, (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const response = await fetch(`http://127.0.0.1:${port}/`);
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(bomb));
  });

  test('whose body has exactly the permitted size is complete', async (context) => {
    const { port } = await startHttp(context, (_request, response) => response.end(Buffer.alloc(1000)));
    const exact = await createSafeFetch({ allow, maxResponseBytes: 1000 })(`http://127.0.0.1:${port}/`);
    assert.equal((await exact.arrayBuffer()).byteLength, 1000);
    const less = await createSafeFetch({ allow, maxResponseBytes: 999 })(`http://127.0.0.1:${port}/`);
    assert.equal(less.status, 200);
    assert.equal((await failure(less.arrayBuffer())).code, 'response_too_large');
  });

  test('with an endless body is cut, and its connection closed', async (context) => {
    const { port, sockets } = await startHttp(context, (_request, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
        response.once('drain', more);
      };
      more();
    });
    const response = await createSafeFetch({ allow, maxResponseBytes: 200_000 })(`http://127.0.0.1:${port}/`);
    const [socket] = sockets;
    const closed = closing(socket);
    let size = 0;
    const error = await failure(
      (async () => {
        for await (const part of response.body) size += part.byteLength;
      })(),
    );
    assert.equal(error.code, 'response_too_large');
    assert.ok(size <= 200_000, String(size));
    await closed;
  });

  test('that is not read does not fill the memory', async (context) => {
    let written = 0;
    let full;
    const stuck = new Promise((resolve) => (full = resolve));
    const { port } = await startHttp(context, (_request, response) => {
      const more = () => {
        written += 65_536;
        if (response.write(Buffer.alloc(65_536))) setImmediate(more);
        else full();
      };
      more();
    });
    const response = await createSafeFetch({ allow, maxResponseBytes: 2 ** 40 })(`http://127.0.0.1:${port}/`);
    await stuck;
    assert.ok(written < 2 ** 26, String(written));
    await response.body.cancel();
  });

  test('whose body is read after the connection has ended is complete', async (context) => {
    const text = 'a'.repeat(1000);
    const chunks = `3e8\r\n${text}\r\n`.repeat(20);
    const { port, sockets } = await startTcp(context, (socket) => {
      socket.end(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`);
    });
    const other = await startHttp(context);
    const response = await fetch(`http://127.0.0.1:${port}/`);
    for (const socket of sockets) await closing(socket);
    // The events of the connection that has ended come before those of a later one.
    await (await fetch(`http://127.0.0.1:${other.port}/`)).text();
    assert.equal(await response.text(), text.repeat(20));
  });

  test('with huge header fields is refused', async (context) => {
    const { port } = await startTcp(context, (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`);
    });
    assert.equal((await failure(fetch(`http://127.0.0.1:${port}/`))).code, 'response_too_large');
  });

  const broken = {
    'that is not HTTP': 'SSH-2.0-OpenSSH_9.2\r\n',
    'with two lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na',
    'with a length and chunks': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'that switches protocols': 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    'that is empty': '',
  };
  for (const [name, text] of Object.entries(broken)) {
    test(`${name} has the code connection_failed`, async (context) => {
      const { port } = await startTcp(context, (socket) => socket.end(text));
      assert.equal((await failure(fetch(`http://127.0.0.1:${port}/`))).code, 'connection_failed');
    });
  }

  test('that ends early has the code connection_failed in its body, also if it is read later', async (context) => {
    const other = await startHttp(context);
    for (const text of ['Content-Length: 10\r\n\r\nabc', 'Transfer-Encoding: chunked\r\n\r\n5\r\nabc']) {
      const { port } = await startTcp(context, (socket) => socket.end(`HTTP/1.1 200 OK\r\n${text}`));
      const response = await fetch(`http://127.0.0.1:${port}/`);
      assert.equal((await failure(response.text())).code, 'connection_failed');
      const unread = await fetch(`http://127.0.0.1:${port}/`);
      await (await fetch(`http://127.0.0.1:${other.port}/`)).text();
      assert.equal((await failure(unread.text())).code, 'connection_failed');
    }
  });

  test('of a server that has stopped listening has the code connection_failed and the cause', async (context) => {
    const { url, close } = await inbox(context);
    await close();
    const error = await failure(fetch(url));
    assert.deepEqual([error.code, error.cause.code], ['connection_failed', 'ECONNREFUSED']);
  });
});

describe('the time limit', () => {
  const short = createSafeFetch({ allow, timeoutMs: 50 });

  test('ends a lookup that does not answer', async () => {
    const fetch = createSafeFetch({ timeoutMs: 50, lookup: () => new Promise(() => {}) });
    assert.equal((await failure(fetch('http://slow.test/'))).code, 'timeout');
  });

  test('ends a request whose header fields arrive slowly', async (context) => {
    const { port } = await startTcp(context, (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X-A: b\r\n'), 10);
      socket.on('close', () => clearInterval(timer));
    });
    assert.equal((await failure(short(`http://127.0.0.1:${port}/`))).code, 'timeout');
  });

  test('ends a request that is answered with 103 without end', async (context) => {
    const { port } = await startTcp(context, (socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 5);
      socket.on('close', () => clearInterval(timer));
    });
    assert.equal((await failure(short(`http://127.0.0.1:${port}/`))).code, 'timeout');
  });

  test('ends a body that arrives slowly, and closes the connection', async (context) => {
    let socketOfServer;
    const { port } = await startTcp(context, (socket) => {
      socketOfServer = socket;
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
    });
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const response = await createSafeFetch({ allow, timeoutMs: 300 })(`http://127.0.0.1:${port}/`);
    assert.equal(response.status, 200);
    const closed = closing(socketOfServer);
    const text = failure(response.text());
    context.mock.timers.tick(300);
    assert.equal((await text).code, 'timeout');
    await closed;
  });
});

describe('the signal', () => {
  test('rejects with its reason at each stage, and closes the connection', async (context) => {
    const reason = new Error('stopped');
    const before = AbortSignal.abort(reason);
    assert.equal(await failure(fetch('http://127.0.0.1:9999/', { signal: before })), reason);

    const during = new AbortController();
    const looking = createSafeFetch({
      lookup: () => {
        setImmediate(() => during.abort(reason));
        return new Promise(() => {});
      },
    });
    assert.equal(await failure(looking('http://x.test/', { signal: during.signal })), reason);

    const waiting = new AbortController();
    let closed;
    const { port } = await startTcp(context, (socket) => {
      closed = closing(socket);
      waiting.abort(reason);
    });
    assert.equal(await failure(fetch(`http://127.0.0.1:${port}/`, { signal: waiting.signal })), reason);
    await closed;

    const reading = new AbortController();
    const slow = await startHttp(context, (_request, response) => response.write('a'));
    const response = await fetch(`http://127.0.0.1:${slow.port}/`, { signal: reading.signal });
    const text = failure(response.text());
    reading.abort(reason);
    assert.equal(await text, reason);
  });

  test('does nothing after the response has ended', async (context) => {
    const { port } = await startHttp(context);
    const stop = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: stop.signal });
    assert.equal(await response.text(), 'ok');
    stop.abort();
    assert.equal(response.status, 200);
  });
});

test('cancelling the body closes the connection', async (context) => {
  const { port, sockets } = await startHttp(context, (_request, response) => response.write('a'));
  const response = await fetch(`http://127.0.0.1:${port}/`);
  const [socket] = sockets;
  const closed = closing(socket);
  await response.body.cancel();
  await closed;
});
