// What only one adapter has: shapes of requests and answers.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test, { describe } from 'node:test';
import express from 'express';
import { webhook as forExpress, keepRawBody } from 'hookwright/express';
import { webhook as forFetch } from 'hookwright/fetch';
import { webhook as forLambda } from 'hookwright/lambda';
import { webhook as forNode } from 'hookwright/node';
import Koa from 'koa';
import { send } from './client.mjs';
import { deferred, github, SECRET } from './deliveries.mjs';
import { toEvent } from './lambda.mjs';

/** Listens until the test ends, and returns the address. */
async function listen(context, listener) {
  const server = createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

function options(others = {}) {
  const entries = [];
  const events = [];
  const on = { push: (event, context) => void events.push([event, context]) };
  return { entries, events, provider: 'github', secrets: SECRET, on, log: (entry) => entries.push(entry), ...others };
}

const make = (adapter, { entries, events, ...given }) => ({ receive: adapter(given), entries, events });
const dropbox = { provider: 'dropbox', secrets: SECRET, onUnknown() {}, log() {} };

describe('Express', () => {
  test('answers handshakes with the URL of the request, below the path of a mounted middleware', async (context) => {
    const app = express().use('/webhooks/dropbox', forExpress(dropbox));
    const base = await listen(context, app);
    const { status, body, headers } = await send(`${base}/webhooks/dropbox?challenge=abc`, { method: 'GET' });
    assert.deepEqual([status, body], [200, 'abc']);
    assert.match(headers['content-type'], /^text\/plain/);
  });

  test('passes its request to the functions of the options', async (context) => {
    const given = options({
      secrets: ({ params }) => (params.tenant === 'acme' ? SECRET : undefined),
      tenant: ({ params }) => params.tenant,
    });
    const { receive, events } = make(forExpress, given);
    const base = await listen(context, express().use('/webhook/:tenant', receive));
    const { headers, body } = github();
    const post = (tenant) => fetch(`${base}/webhook/${tenant}`, { method: 'POST', headers, body });
    assert.equal((await post('acme')).status, 200);
    assert.equal((await post('other')).status, 401);
    assert.equal(events[0][1].request.params.tenant, 'acme');
  });

  test('does not answer twice', async (context) => {
    const { receive, entries } = make(forExpress, options());
    const answered = deferred();
    const app = express().use((_request, response, next) => {
      response.sendStatus(204);
      next();
    });
    app.use(async (request, response) => {
      await receive(request, response);
      answered.resolve();
    });
    const base = await listen(context, app);
    const { headers, body } = github();
    assert.equal((await fetch(base, { method: 'POST', headers, body })).status, 204);
    await answered.promise;
    assert.ok(entries.some(({ code }) => code === 'response_failed'));
  });

  test('keeps the bytes that a parser reads', () => {
    const request = {};
    const bytes = Buffer.from('{}');
    keepRawBody(request, {}, bytes, 'utf-8');
    assert.equal(request.rawBody, bytes);
  });

  test('reports an upload that was aborted', async (context) => {
    const aborted = deferred();
    const log = ({ code }) => code === 'aborted' && aborted.resolve();
    const { receive } = make(forExpress, options({ log }));
    const base = await listen(context, express().use(receive));
    const { headers, body } = github();
    await send(base, { headers, parts: [body.slice(0, 4)], length: 100, abort: true });
    await aborted.promise;
  });
});

for (const [name, adapter] of [
  ['`node:http`', forNode],
  ['Express', (given) => express().use(forExpress(given))],
]) {
  test(`${name} answers before the end of a body that is too large`, { timeout: 20_000 }, async (context) => {
    const { receive } = make(adapter, options({ maxBodyBytes: 1000 }));
    const base = await listen(context, receive);
    const parts = ['x'.repeat(600), 'x'.repeat(600)];
    const { status } = await send(base, { headers: {}, parts, chunked: true, unfinished: true });
    assert.equal(status, 413);
  });
}

test('Koa continues with the middleware before it, and keeps the status of an empty answer', async (context) => {
  const { receive } = make(forNode, options());
  const app = new Koa();
  app.use(async (koa, next) => {
    await next();
    koa.set('X-Time', '1');
  });
  app.use(receive);
  const base = await listen(context, app.callback());
  const { headers, body } = github();
  const { status, headers: answered } = await send(base, { headers, parts: [body], length: body.length });
  assert.equal(status, 200);
  assert.equal(answered['x-time'], '1');
  assert.equal(answered['content-type'], undefined);
});

describe('fetch', () => {
  const toRequest = ({ headers, body }) =>
    new Request('https://example.com/webhook', { method: 'POST', headers, body });

  for (const [framework, wrap] of [
    ['a request', (request) => request],
    ['the event of SvelteKit', (request) => ({ request, params: {} })],
    [
      'the context of Hono',
      (request) => ({
        req: { raw: request },
        get executionCtx() {
          throw new Error('there is none');
        },
      }),
    ],
  ]) {
    test(`takes ${framework}`, async () => {
      const { receive, events } = make(forFetch, options());
      const request = toRequest(github());
      const response = await receive(wrap(request));
      assert.deepEqual([response.status, await response.text()], [200, '']);
      assert.equal(events[0][1].request.request, request);
    });
  }

  const env = { SECRET };
  for (const [host, call] of [
    ['Workers', (receive, request) => receive(request, env, { waitUntil() {} })],
    ['Hono', (receive, request) => receive({ req: { raw: request }, env })],
    ['SvelteKit on Cloudflare', (receive, request) => receive({ request, platform: { env } })],
  ]) {
    test(`passes the bindings of ${host} to the functions of the options`, async () => {
      const { receive } = make(forFetch, options({ secrets: (call) => call.env.SECRET, tenant: false }));
      assert.equal((await call(receive, toRequest(github()))).status, 200);
    });
  }

  test('passes the context of the framework', async () => {
    const { receive, events } = make(forFetch, options());
    const sveltekit = { request: toRequest(github({ id: 'a' })), locals: {}, platform: null };
    const next = { params: {} };
    await receive(sveltekit);
    await receive(toRequest(github({ id: 'b' })), next);
    await receive(toRequest(github({ id: 'c' })));
    assert.deepEqual(
      events.map(([, { request }]) => request.context),
      [sveltekit, next, undefined],
    );
  });

  for (const [host, call] of [
    ['the second argument', (receive, request, context) => receive(request, context)],
    ['the third argument', (receive, request, context) => receive(request, { SECRET: 'a' }, context)],
    ['`platform.ctx` of SvelteKit', (receive, request, ctx) => receive({ request, platform: { ctx } })],
    ['`platform.context` of SvelteKit', (receive, request, context) => receive({ request, platform: { context } })],
    ['the context of Hono', (receive, request, context) => receive({ req: { raw: request }, executionCtx: context })],
  ]) {
    test(`finds \`waitUntil\` in ${host}, and calls it as a method`, async () => {
      const kept = [];
      class ExecutionContext {
        waitUntil(promise) {
          assert.ok(this instanceof ExecutionContext);
          kept.push(promise);
        }
      }
      const push = async () => {};
      const { receive } = make(forFetch, options({ ack: 'early', waitUntil: 'context', on: { push } }));
      assert.equal((await call(receive, toRequest(github()), new ExecutionContext())).status, 200);
      assert.equal(kept.length, 1);
    });
  }

  test('answers 500 if the body was read', async () => {
    const { receive, entries } = make(forFetch, options());
    const request = toRequest(github());
    await request.json();
    assert.equal((await receive(request)).status, 500);
    assert.equal(entries.at(-1).code, 'body_consumed');
  });

  test('stops reading a body that is too large', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    const { receive } = make(forFetch, options({ maxBodyBytes: 5000 }));
    const request = new Request('https://example.com', { method: 'POST', body, duplex: 'half' });
    assert.equal((await receive(request)).status, 413);
    assert.ok(pulled < 10, `${pulled} parts were read`);
  });

  for (const [error, code, level] of [
    [new DOMException('the client has disconnected', 'AbortError'), 'aborted', 'info'],
    [Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'aborted', 'info'],
    [new Error('the decompression failed'), 'body_failed', 'warn'],
  ]) {
    test(`reports a body that ends with ${error.name} ${error.code} as ${code}`, async () => {
      const body = new ReadableStream({ pull: (controller) => controller.error(error) });
      const { receive, entries } = make(forFetch, options());
      const request = new Request('https://example.com', { method: 'POST', body, duplex: 'half' });
      assert.equal((await receive(request)).status, 400);
      assert.deepEqual([entries.at(-1).code, entries.at(-1).level], [code, level]);
      if (code === 'body_failed') assert.equal(entries.at(-1).error, error);
    });
  }

  test('answers 500 if other code reads the body', async () => {
    const { receive, entries } = make(forFetch, options());
    const request = toRequest(github());
    const reader = request.body.getReader();
    assert.equal((await receive(request)).status, 500);
    assert.equal(entries.at(-1).code, 'body_consumed');
    reader.releaseLock();
  });
});

describe('Lambda', () => {
  const request = (url, headers, method = 'POST') => ({
    method,
    url,
    headersDistinct: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]])),
  });

  for (const [shape, url] of [
    ['API Gateway, payload format 1.0', '/webhook?challenge=a%20b'],
    ['API Gateway, payload format 2.0', '/webhook?challenge=a%20b'],
    ['Application Load Balancer with multi-value headers', '/webhook?challenge=a%20b'],
  ]) {
    test(`answers a handshake through ${shape}`, async () => {
      const event = toEvent(shape, request(url, {}, 'GET'), Buffer.alloc(0));
      // Load balancers do not decode parameters.
      if (shape.includes('Balancer')) event.multiValueQueryStringParameters = { challenge: ['a%20b'] };
      const result = await forLambda(dropbox)(event);
      assert.deepEqual([result.statusCode, result.body], [200, 'a b']);
      const headers = result.multiValueHeaders ?? result.headers;
      assert.match(String(headers['Content-Type']), /^text\/plain/);
    });
  }

  test('has the description of the status that load balancers require', async () => {
    const event = toEvent('Application Load Balancer', request('/webhook', {}), Buffer.from('x'));
    const { receive } = make(forLambda, options());
    assert.deepEqual(await receive(event), {
      statusCode: 401,
      statusDescription: '401 Unauthorized',
      headers: {},
      body: '',
      isBase64Encoded: false,
    });
  });

  for (const [kind, body] of [
    ['base64', (text) => ({ body: Buffer.from(text).toString('base64'), isBase64Encoded: true })],
    ['text', (text) => ({ body: text, isBase64Encoded: false })],
  ]) {
    test(`reads a body of ${kind} up to the limit`, async () => {
      for (const [length, statusCode] of [
        [100, 200],
        [101, 413],
      ]) {
        const text = JSON.stringify({ text: 'x'.repeat(length - 11) });
        const { headers } = github({ body: text });
        const event = { ...toEvent('function URL', request('/', headers), Buffer.alloc(0)), ...body(text) };
        const { receive } = make(forLambda, options({ maxBodyBytes: 100 }));
        assert.equal((await receive(event)).statusCode, statusCode);
      }
    });
  }

  test('refuses events without headers or a body', async () => {
    const { receive } = make(forLambda, options());
    for (const event of [
      { version: '2.0', requestContext: { http: { method: 'POST', path: '/' } }, body: null, headers: null },
      { httpMethod: 'POST', path: '/', headers: null, multiValueHeaders: null, body: null },
      { httpMethod: 'POST', path: '/' },
    ]) {
      assert.equal((await receive(event)).statusCode, 401);
    }
    assert.equal((await receive({})).statusCode, 405);
  });
});
