// Answers of handlers that no server could send, and answers whose sending fails.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { webhook as forFetch } from 'hookwright/fetch';
import { webhook as forNode } from 'hookwright/node';
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
