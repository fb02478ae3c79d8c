// Answers of handlers that no server could send, and answers whose sending fails.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import test, { describe } from 'node:test';
import fastify from 'fastify';
import { webhook as forFastify } from 'hookwright/fastify';
import { webhook as forFetch } from 'hookwright/fetch';
import { webhook as forNode } from 'hookwright/node';
import Koa from 'koa';
import { send } from './client.mjs';
import { github, record, SECRET } from './deliveries.mjs';
import { RECEIVERS } from './frameworks.mjs';

/** Answers that a server cannot send, with the code of the error. */
const UNSENDABLE = [
  [{ headers: { 'X-Text': 'a\nb' } }, 'invalid_headers'],
  [{ headers: { 'X-Text': 'a\n' } }, 'invalid_headers'],
  [{ headers: { 'X-Text': '日本' } }, 'invalid_headers'],
  [{ headers: { 'X-Text': 'é' } }, 'invalid_headers'],
  [{ headers: { 'X Text': 'a' } }, 'invalid_headers'],
  [{ headers: { '': 'a' } }, 'invalid_headers'],
  [{ headers: { 日本: 'a' } }, 'invalid_headers'],
  [{ headers: { 'content-length': '99' } }, 'invalid_headers'],
  [{ headers: { 'Transfer-Encoding': 'chunked' } }, 'invalid_headers'],
  [{ headers: { Connection: 'keep-alive' } }, 'invalid_headers'],
  [{ headers: { Trailer: 'X-Text' } }, 'invalid_headers'],
  [{ status: 204, body: 'x' }, 'invalid_options'],
  [{ status: 205, body: 'x' }, 'invalid_options'],
];

describe('an answer that a server cannot send fails the handler before the event is complete', () => {
  for (const [wrong, code] of UNSENDABLE) {
    test(JSON.stringify(wrong), async () => {
      let isWrong = true;
      const push = (_event, context) => context.answer(isWrong ? wrong : { status: 204 });
      const { handle, entries } = record({ on: { push } });
      assert.equal((await handle(github())).status, 500);
      assert.deepEqual(
        entries.map((entry) => [entry.code, entry.error.code]),
        [['handler_failed', code]],
      );
      isWrong = false;
      assert.equal((await handle(github())).status, 204);
    });
  }
});

// One place of each framework: the answers are sent by the same code in the others.
const FRAMEWORKS = new Map(RECEIVERS.filter(({ entry }) => entry !== 'lambda').map((row) => [row.framework, row]));

for (const { framework, start } of FRAMEWORKS.values()) {
  test(`${framework} goes on after answers that it cannot send`, { timeout: 60_000 }, async () => {
    const answers = [
      ...UNSENDABLE.map(([wrong]) => wrong),
      { status: 201, headers: { 'X-Text': 'a\tb' }, body: 'done' },
    ];
    const on = { push: (_event, context) => context.answer(answers.shift()) };
    const server = await start({ provider: 'github', secrets: SECRET, on, log() {} });
    try {
      const { headers, body } = github();
      const deliver = () => send(server.url, { headers, parts: [body], length: body.length });
      for (const [wrong] of UNSENDABLE) assert.equal((await deliver()).status, 500, JSON.stringify(wrong));
      const last = await deliver();
      assert.deepEqual([last.status, last.headers['x-text']], [201, 'a\tb']);
    } finally {
      await server.close();
    }
  });
}

describe('an answer whose sending fails', () => {
  const options = () => {
    const codes = [];
    const push = (_event, context) => context.answer({ status: 201, headers: { 'X-Text': 'a' } });
    return { codes, given: { provider: 'github', secrets: SECRET, on: { push }, log: ({ code }) => codes.push(code) } };
  };

  /** A response of Node whose methods are replaced by other middleware. */
  const response = (methods) => ({
    headersSent: false,
    destroyed: false,
    setHeader() {},
    end() {},
    destroy() {
      this.destroyed = true;
    },
    ...methods,
  });
  const fail = () => {
    throw new Error('failed');
  };

  test('is answered with 500 by servers of Node', async () => {
    const { codes, given } = options();
    const failing = response({ setHeader: fail });
    await forNode(given)(github(), failing);
    assert.deepEqual([failing.statusCode, failing.destroyed, codes.at(-1)], [500, false, 'response_failed']);
  });

  test('closes the connection if nothing can be sent', async () => {
    const { codes, given } = options();
    const failing = response({ end: fail });
    await forNode(given)(github(), failing);
    assert.deepEqual([failing.destroyed, codes.at(-1)], [true, 'response_failed']);
  });

  /** A server of Koa or Fastify in which other code has replaced methods, which change the context or the reply. */
  const servers = {
    async koa(context, given, change) {
      const app = new Koa();
      app.on('error', () => {});
      app.use((call, next) => {
        change(call, call.res, 'set');
        return next();
      });
      app.use(forNode(given));
      const server = createServer(app.callback()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      context.after(() => server.close());
      return server;
    },
    async fastify(context, given, change) {
      const app = fastify();
      app.addHook('onRequest', async (_request, reply) => change(reply, reply.raw, 'header'));
      await app.register(forFastify(given), { prefix: '/webhook' });
      await app.listen({ port: 0, host: '127.0.0.1' });
      context.after(() => app.close());
      return app.server;
    },
  };

  for (const [framework, start] of Object.entries(servers)) {
    const deliver = async (context, change) => {
      const { codes, given } = options();
      const server = await start(context, given, change);
      const { headers, body } = github();
      const url = `http://127.0.0.1:${server.address().port}/webhook`;
      return { codes, answer: fetch(url, { method: 'POST', headers, body }) };
    };

    test(`is answered with 500 and no body by ${framework}`, async (context) => {
      const { codes, answer } = await deliver(context, (reply, _raw, name) => {
        reply[name] = fail;
      });
      const { status, text } = await answer.then(async (got) => ({ status: got.status, text: await got.text() }));
      assert.deepEqual([status, text, codes.at(-1)], [500, '', 'response_failed']);
    });

    test(`closes the connection of ${framework} if nothing can be sent`, async (context) => {
      const { codes, answer } = await deliver(context, (reply, raw, name) => {
        reply[name] = fail;
        raw.end = fail;
      });
      await assert.rejects(answer);
      assert.equal(codes.at(-1), 'response_failed');
    });
  }

  test('is not sent by Koa if other middleware has answered', async (context) => {
    const { given } = options();
    const logged = new Promise((resolve) => {
      given.log = ({ code }) => code === 'response_failed' && resolve(code);
    });
    const server = await servers.koa(context, given, (_call, raw) => {
      raw.statusCode = 204;
      raw.end();
    });
    const { headers, body } = github();
    const { status } = await fetch(`http://127.0.0.1:${server.address().port}/`, { method: 'POST', headers, body });
    assert.deepEqual([status, await logged], [204, 'response_failed']);
  });

  test('is answered with 500 by servers of the Fetch API', async (context) => {
    const { codes, given } = options();
    const { Response } = globalThis;
    context.mock.method(globalThis, 'Response', function make(body, init) {
      if (init.status === 201) fail();
      return new Response(body, init);
    });
    const { headers, body } = github();
    const answer = await forFetch(given)(new Request('http://localhost/', { method: 'POST', headers, body }));
    assert.deepEqual([answer.status, codes.at(-1)], [500, 'response_failed']);
  });
});
