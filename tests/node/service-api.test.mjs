// The API of a service over HTTP: its errors, that no request makes it respond with 500 or crash, and that it does not
// expose credentials.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import { createService } from 'hookwright';
import { asker, hook, start, wellHook } from './api.mjs';
import { hangUp, send, sendBytes } from './http.mjs';

const token = 'SENTINEL-token';
const base = '/v1/subscriptions/webhooks';
const limit = 262_144;

/** A service of Well with a webhook, and `refused`, which checks that an error has the documented envelope. */
async function running(context) {
  const { service, ask, url } = await start(context, { provider: 'well', token, secret: 'SENTINEL-secret' });
  const headers = { 'X-Foldspace-Token': 'SENTINEL-header' };
  const id = await wellHook(ask, { event: 'document.processed', target_url: 'https://receiver.example/', headers });
  const port = Number(new URL(url).port);
  const refused = (answer, status, code) => {
    assert.equal(answer.status, status, answer.text);
    const { meta, title, message, problems, ...rest } = JSON.parse(answer.text);
    assert.deepEqual(rest, { code, status });
    assert.ok(title.length > 0 && message.length > 0);
    assert.match(meta.trace_id, /^[0-9a-f]{6}$/);
    assert.equal(meta.log_id, meta.trace_id);
    assert.ok(!answer.text.includes('SENTINEL'), answer.text);
    return problems?.map((problem) => problem.code);
  };
  return { service, ask, url, id, port, refused };
}

const bearer = { authorization: `Bearer ${token}` };
const json = { ...bearer, 'content-type': 'application/json' };

describe('rejects', () => {
  test('a missing, wrong or repeated token', async (context) => {
    const { port, refused, id } = await running(context);
    const values = [[], ['Bearer nope'], [`Basic ${token}`], [token], ['Bearer '], [`Bearer ${token}x`]];
    // Node keeps only the first of two.
    for (const given of [...values, [`Bearer ${token}`, `Bearer ${token}`], ['Bearer nope', `Bearer ${token}`]]) {
      const headers = ['Host', 'x', ...given.flatMap((value) => ['Authorization', value])];
      const answer = await send(port, { method: 'GET', path: `${base}/${id}`, headers });
      refused(answer, 401, 'UNAUTHORIZED');
      assert.equal(answer.headers['www-authenticate'], 'Bearer');
    }
    assert.equal(
      (await send(port, { method: 'GET', path: base, headers: { AUTHORIZATION: `bearer ${token}` } })).status,
      200,
    );
  });

  test('a token that is not ASCII', async (context) => {
    const { port, refused } = await running(context);
    for (const value of ['Bearer \u00e9', `Bearer ${token}\u00ff`]) {
      refused(await send(port, { method: 'GET', path: base, headers: { authorization: value } }), 401, 'UNAUTHORIZED');
    }
  });

  test('unknown paths and ids', async (context) => {
    const { port, refused } = await running(context);
    const unknown = 'c47e2f81-9b3a-4d6e-8f10-2a5b7c9d1e3f';
    for (const path of ['/', '//', '/v1', '/v1/nothing', `${base}//`, `${base}/a/b/c/d`, `${base}/${unknown}`]) {
      refused(await send(port, { method: 'GET', path, headers: bearer }), 404, 'NOT_FOUND');
    }
    refused(await send(port, { path: `${base}/${unknown}/test`, headers: bearer }), 404, 'NOT_FOUND');
  });

  test('other methods, and lists the allowed ones', async (context) => {
    const { port, refused, id } = await running(context);
    const cases = [
      ['PUT', base, 'POST, GET'],
      ['OPTIONS', base, 'POST, GET'],
      ['TRACE', base, 'POST, GET'],
      ['POST', `${base}/${id}`, 'GET, PATCH, DELETE'],
      ['OPTIONS', `${base}/${id}`, 'GET, PATCH, DELETE'],
      ['PROPFIND', `${base}/${id}/test`, 'POST'],
    ];
    for (const [method, path, allow] of cases) {
      const answer = await send(port, { method, path, headers: bearer });
      refused(answer, 405, 'METHOD_NOT_ALLOWED');
      assert.equal(answer.headers.allow, allow, method);
    }
    const head = await send(port, { method: 'HEAD', path: base, headers: bearer });
    assert.deepEqual([head.status, head.text, head.headers.allow], [405, '', 'POST, GET']);
    assert.equal((await send(port, { method: 'OPTIONS', path: '*', headers: bearer })).status, 404);
  });

  test('other and missing media types', async (context) => {
    const { port, refused } = await running(context);
    const body = '{"data":{"type":"webhook","attributes":{}}}';
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '', 'json']) {
      const headers = { ...bearer, 'content-type': type };
      refused(await send(port, { path: base, headers, body }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    }
    refused(await send(port, { path: base, headers: bearer, body }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    for (const type of ['application/vnd.api+json', 'Application/JSON; charset=utf-8']) {
      refused(await send(port, { path: base, headers: { ...bearer, 'content-type': type }, body }), 400, 'BAD_REQUEST');
    }
  });

  test('invalid bodies', async (context) => {
    const { port, refused } = await running(context);
    const bodies = ['', '{', '[]', 'null', '1', '"a"', '{}', '{"data":1}', '\ufeff{}', Buffer.from([0x22, 0xff, 0x22])];
    for (const body of [...bodies, '['.repeat(100_000), '{"data":'.repeat(1000), '{"a":"\\ud800"}', '\0']) {
      refused(await send(port, { path: base, headers: json, body }), 400, 'BAD_REQUEST');
    }
  });

  test('invalid paths and queries', async (context) => {
    const { port, refused, id } = await running(context);
    const paths = [
      '%',
      '%zz',
      '%ff',
      '%00',
      '%2f',
      '%2e%2e',
      '..',
      '%E0%80%80',
      '%u0041',
      `${id}%00`,
      'x'.repeat(10_000),
      '%F0%9F%A6%80',
    ];
    for (const path of paths) {
      refused(await send(port, { method: 'GET', path: `${base}/${path}`, headers: bearer }), 404, 'NOT_FOUND');
    }
    // A percent-encoded id is the same id.
    const encoded = [...id].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    assert.equal((await send(port, { method: 'GET', path: `${base}/${encoded}`, headers: bearer })).status, 200);
    for (const query of [
      'limit=%ff',
      'limit=0',
      'limit=1e1',
      'limit=',
      'cursor=%00',
      'cursor=zz',
      'limit=9'.repeat(500),
    ]) {
      refused(await send(port, { method: 'GET', path: `${base}?${query}`, headers: bearer }), 400, 'BAD_REQUEST');
    }
    for (const query of ['', '&', '=', '%', 'a=b&a', '?', 'limit=1#']) {
      assert.equal((await send(port, { method: 'GET', path: `${base}?${query}`, headers: bearer })).status, 200, query);
    }
  });

  test('a draft with all its problems, without its credentials', async (context) => {
    const { ask, refused } = await running(context);
    const attributes = {
      event: 'document.procesed',
      target_url: 'https://SENTINEL:SENTINEL@receiver.example/',
      headers: { Host: 'SENTINEL', 'X-A': 'SENTINEL\n' },
    };
    const answer = await ask('POST', base, { data: { type: 'webhook', attributes } });
    const codes = refused(answer, 400, 'BAD_REQUEST');
    assert.deepEqual(codes, ['unknown_event', 'credentials_in_url', 'reserved_header', 'invalid_header_value']);
  });
});

describe('long bodies', () => {
  const draft = {
    data: { type: 'webhook', attributes: { event: 'document.processed', target_url: 'https://a.example/' } },
  };
  const padded = (length) => JSON.stringify(draft).padEnd(length);

  test('are accepted up to the limit', async (context) => {
    const { port, refused } = await running(context);
    const sent = (length) => send(port, { path: base, headers: json, body: padded(length) });
    assert.equal((await sent(limit)).status, 201);
    refused(await sent(limit + 1), 413, 'PAYLOAD_TOO_LARGE');
    refused(await sent(5_000_000), 413, 'PAYLOAD_TOO_LARGE');
  });

  test('in chunks are limited, too', async (context) => {
    const { port, refused } = await running(context);
    const chunks = (length) => padded(length).match(/.{1,30000}/gs);
    assert.equal((await send(port, { path: base, headers: json, chunks: chunks(limit) })).status, 201);
    refused(await send(port, { path: base, headers: json, chunks: chunks(limit + 1) }), 413, 'PAYLOAD_TOO_LARGE');
  });

  test('without a token are rejected with 401 first', async (context) => {
    const { port, refused } = await running(context);
    refused(await send(port, { path: base, body: padded(limit + 1) }), 401, 'UNAUTHORIZED');
    refused(await send(port, { path: '/nothing', body: padded(limit + 1) }), 404, 'NOT_FOUND');
  });

  test('without an end are rejected without waiting', { timeout: 60_000 }, async (context) => {
    const { port } = await running(context);
    const socket = net.connect(port, '127.0.0.1');
    context.after(() => socket.destroy());
    const head = `POST ${base} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    for (let sent = 0; sent <= limit; sent += 0x10000) socket.write(chunk);
    const [answer] = await once(socket.setEncoding('latin1'), 'data');
    assert.match(answer, /^HTTP\/1\.1 413 /);
  });

  test('passed to `fetch` are cancelled beyond the limit', async (context) => {
    const service = createService({ provider: 'generic' });
    context.after(() => service.close());
    let pulled = 0;
    let cancelled = false;
    const body = new ReadableStream(
      {
        pull: (controller) => {
          pulled += 1;
          controller.enqueue(new Uint8Array(100_000));
        },
        cancel: () => {
          cancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { 'content-type': 'application/json' };
    const request = new Request('http://service.test/v1/webhooks', { method: 'POST', headers, body, duplex: 'half' });
    assert.equal((await service.fetch(request)).status, 413);
    assert.deepEqual([pulled, cancelled], [3, true]);
  });
});

describe('malformed HTTP', () => {
  const head = (line) => `${line}\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n`;
  const cases = {
    'text that is not HTTP': ['hello\r\n\r\n', 400],
    'the beginning of TLS': [Buffer.from([0x16, 3, 1, 0, 5, 0, 0, 0, 0, 0]), 400],
    'an invalid length': [`${head(`POST ${base} HTTP/1.1`)}Content-Length: many\r\n\r\n`, 400],
    'a length and chunks': [
      `${head(`POST ${base} HTTP/1.1`)}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    'invalid chunks': [`${head(`POST ${base} HTTP/1.1`)}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
    'an unknown method': [`${head(`BREW ${base} HTTP/1.1`)}\r\n`, 400],
    'a path with bytes': [Buffer.from(`${head(`GET ${base}/\xff\xfe HTTP/1.1`)}\r\n`, 'latin1'), 400],
    'a header of 20,000 bytes': [`${head(`GET ${base} HTTP/1.1`)}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    'a GET with a body': [`${head(`GET ${base} HTTP/1.1`)}Content-Length: 3\r\n\r\nabc`, 200],
    'an absolute URL, as for a proxy': [`${head(`GET http://api.wellapp.ai${base}?limit=1 HTTP/1.1`)}\r\n`, 200],
    'HTTP/1.0 without a host': [`GET ${base} HTTP/1.0\r\nAuthorization: Bearer ${token}\r\n\r\n`, 200],
  };
  for (const [name, [bytes, status]] of Object.entries(cases)) {
    test(`${name} gets ${status}`, async (context) => {
      const { port, ask } = await running(context);
      assert.equal((await sendBytes(port, bytes)).status, status);
      assert.equal((await ask('GET', base)).status, 200, 'the next request fails');
    });
  }

  test('callers that close the connection early do not affect others', async (context) => {
    const { port, ask } = await running(context);
    await hangUp(port, `${head(`POST ${base} HTTP/1.1`)}Content-Length: 100\r\n\r\n{"data":`);
    await hangUp(port, `${head(`POST ${base} HTTP/1.1`)}Content-Length: 9999999\r\n\r\n${' '.repeat(300_000)}`);
    await hangUp(port, 'POST ');
    assert.equal((await ask('GET', base)).body.meta.total, 1);
  });

  test('close does not wait for idle callers', async (context) => {
    const { service, port } = await running(context);
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => {});
    const gone = new Promise((resolve) => socket.once('close', resolve));
    socket.write('POST / HTTP/1.1\r\n');
    await service.close();
    await gone;
  });
});

describe('the service listens on 127.0.0.1', () => {
  test('on any free port or on a given one', async (context) => {
    const service = createService({ provider: 'generic' });
    context.after(() => service.close());
    const { url, port } = await service.listen();
    assert.equal(url, `http://127.0.0.1:${port}`);
    await assert.rejects(service.listen(), { code: 'already_listening' });
    const other = createService({ provider: 'generic' });
    context.after(() => other.close());
    await assert.rejects(other.listen(port), { code: 'EADDRINUSE' });
    assert.notEqual((await other.listen()).port, port, 'listening fails after an error');
  });

  test('and its links lead to its own origin', async (context) => {
    const { service, url, ask } = await running(context);
    const made = await ask('POST', '/v1/workspaces', { data: { type: 'workspace', attributes: {} } });
    const path = `/v1/workspaces/${made.body.data.id}/connectors/gmail/access`;
    const link = async (response) => new URL(JSON.parse(await response.text()).data.attributes.url);
    const request = (origin) => new Request(origin + path, { headers: { ...bearer, host: 'elsewhere.example' } });
    assert.equal((await link(await fetch(request(url)))).origin, url);
    assert.equal(
      (await link(await service.fetch(request('https://api.example:8443')))).origin,
      'https://api.example:8443',
    );
  });
});

describe('credentials', () => {
  test('are not in the inspected service, its errors or its responses', async (context) => {
    const { service, ask, id } = await running(context);
    const printed = [inspect(service, { depth: 9, showHidden: true }), JSON.stringify(service), String(service)];
    service.emit({ type: 'document.processed' });
    printed.push(inspect(service, { depth: 9, showHidden: true }));
    const state = service.save();
    assert.ok(
      ['SENTINEL-secret', 'SENTINEL-header'].every((each) => state.includes(each)),
      'the saved state contains no credentials',
    );
    assert.ok(!state.includes(token), 'the saved state contains the token');
    const misuse = [
      () => createService({ provider: 'well', state: `${state}x` }),
      () => createService({ provider: 'well', state: state.replace('"version":3', '"version":"SENTINEL"') }),
      () => createService({ provider: 'well', state: state.replace('"attempts":0', '"attempts":"SENTINEL"') }),
      () => createService({ provider: 'well', state: state.replace('"offers":', '"SENTINEL":') }),
      () => createService({ provider: 'generic', state }),
      () => createService({ provider: 'well', token: { SENTINEL: 1 } }),
    ];
    for (const call of misuse) {
      let error;
      try {
        call();
      } catch (caught) {
        error = caught;
      }
      assert.ok(error instanceof TypeError);
      printed.push(inspect(error));
    }
    for (const each of printed) assert.ok(!each.includes('SENTINEL'), each);
    // The static headers of a subscription are returned to its owner only.
    assert.ok((await ask('GET', `${base}/${id}`)).text.includes('SENTINEL-header'));
    assert.ok(!(await asker('http://x.test', 'nope', service.fetch)('GET', `${base}/${id}`)).text.includes('SENTINEL'));
  });

  test('of generic are returned once', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic' });
    const { id, secret } = await hook(ask, 'https://receiver.example/');
    const later = [
      await ask('GET', `/v1/webhooks/${id}`),
      await ask('GET', '/v1/webhooks'),
      await ask('PATCH', `/v1/webhooks/${id}`, { active: false }),
      await ask('GET', `/v1/webhooks/${id}/deliveries`),
    ];
    for (const { status, text } of later) assert.ok(status === 200 && !text.includes(secret), text);
    assert.ok(service.save().includes(secret));
  });
});
