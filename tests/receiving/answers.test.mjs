// Each row of the table in the documentation of `receiver`.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { deferred, github, of, record, SECRET, scripted, settled, useTimers } from './deliveries.mjs';

const EMPTY = { headers: {}, body: '' };

describe('a genuine delivery', () => {
  test('is handled, and answered with 200', async () => {
    const { handle, events, codes } = record();
    assert.deepEqual(await handle(github()), { status: 200, ...EMPTY });
    assert.equal(events.length, 1);
    assert.deepEqual(codes(), []);
  });

  test('waits for the handler', async () => {
    const work = deferred();
    let isAnswered = false;
    const { handle } = record({ on: { push: () => work.promise } });
    const answering = handle(github()).then((answer) => {
      isAnswered = true;
      return answer;
    });
    await new Promise(setImmediate);
    assert.equal(isAnswered, false);
    work.resolve();
    assert.equal((await answering).status, 200);
  });

  for (const [kind, push] of [
    [
      'throws',
      () => {
        throw new Error('the database is down');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('the database is down');
      },
    ],
  ]) {
    test(`is answered with 500 if the handler ${kind}, and the claim is released`, async () => {
      const { store, names } = scripted();
      const { handle, entries } = record({ store, on: { push } });
      assert.deepEqual(await handle(github()), { status: 500, ...EMPTY });
      assert.deepEqual(names(), ['claim', 'release']);
      const [{ code, level, error, eventType, eventId }] = entries;
      assert.deepEqual([code, level, eventType, eventId], ['handler_failed', 'error', 'push', 'delivery-1']);
      assert.equal(error.message, 'the database is down');
    });
  }

  test('of an unknown type is answered with 200, without a claim', async () => {
    const { store, names } = scripted();
    const { handle, codes } = record({ store });
    assert.equal((await handle(github({ type: 'star' }))).status, 200);
    assert.deepEqual(codes(), ['no_handler']);
    assert.deepEqual(names(), []);
  });

  test('of an unknown type is handled by `onUnknown`, which can fail', async () => {
    const types = [];
    const { handle } = record({ onUnknown: ({ type }) => void types.push(type) });
    assert.equal((await handle(github({ type: 'star' }))).status, 200);
    assert.deepEqual(types, ['star']);
    const failing = record({
      onUnknown: () => {
        throw new Error('failed');
      },
    });
    assert.equal((await failing.handle(github({ type: 'star' }))).status, 500);
  });

  test('without a handler is a warning, once for each of at most a hundred types', async () => {
    const { handle, entries } = record();
    for (const type of ['star', 'fork', 'star']) await handle(github({ type }));
    assert.deepEqual(
      entries.splice(0).map(({ level, eventType }) => [level, eventType]),
      [
        ['warn', 'star'],
        ['warn', 'fork'],
        ['info', 'star'],
      ],
    );
    for (let count = 0; count < 200; count += 1) await handle(github({ type: `type-${count}` }));
    assert.equal(entries.filter(({ level }) => level === 'warn').length, 98);
  });

  test('without the header of its type has the type null', async () => {
    const { handle, codes } = record();
    const request = github();
    delete request.headers['X-GitHub-Event'];
    assert.equal((await handle(request)).status, 200);
    assert.deepEqual(codes(), ['no_handler']);
  });

  test('does not find handlers in `Object.prototype`', async () => {
    const { handle, codes } = record();
    assert.equal((await handle(github({ type: 'constructor' }))).status, 200);
    assert.deepEqual(codes(), ['no_handler']);
  });
});

describe('the answer of a handler', () => {
  test('is sent if the event is handled, and not for a repetition', async () => {
    const push = async (_event, { answer }) => {
      assert.equal(typeof answer, 'function');
    };
    await record({ on: { push } }).handle(github());
    const answer = { status: 201, headers: { 'Content-Type': 'application/json' }, body: '{"text":"done"}' };
    const { handle } = record({ on: { push: async (_event, context) => context.answer(answer) } });
    assert.deepEqual(await handle(github()), answer);
    assert.deepEqual(await handle(github()), { status: 200, ...EMPTY });
  });

  test('is not sent if the handler fails', async () => {
    const push = (_event, context) => {
      context.answer({ body: 'done' });
      throw new Error('failed');
    };
    assert.deepEqual(await record({ on: { push } }).handle(github()), { status: 500, ...EMPTY });
  });

  for (const wrong of [
    undefined,
    { status: 500 },
    { status: '200' },
    { body: 7 },
    { headers: 'x' },
    { headers: { a: 1 } },
    { statusCode: 200 },
  ]) {
    test(`is refused if it is ${JSON.stringify(wrong)}`, async () => {
      const { handle, codes } = record({ on: { push: (_event, context) => context.answer(wrong) } });
      assert.equal((await handle(github())).status, 500);
      assert.deepEqual(codes(), ['handler_failed']);
    });
  }
});

describe('a rejected delivery', () => {
  test('is answered with 401 and nothing else', async () => {
    const rejections = [];
    const { handle, entries, events } = record({ onRejected: (...given) => void rejections.push(given) });
    const request = { ...github(), body: '{"ref":"evil"}' };
    assert.deepEqual(await handle(request), { status: 401, ...EMPTY });
    assert.equal(events.length, 0);
    assert.deepEqual([entries[0].code, entries[0].rejection], ['rejected', 'signature_mismatch']);
    assert.equal(rejections[0][0].code, 'signature_mismatch');
    assert.equal(rejections[0][1], request);
  });

  test('has no claim', async () => {
    const { store, names } = scripted();
    const { handle } = record({ store });
    assert.equal((await handle({ ...github(), body: 'x' })).status, 401);
    assert.deepEqual(names(), []);
  });

  for (const [kind, onRejected] of [
    [
      'throws',
      () => {
        throw new Error('failed');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('failed');
      },
    ],
  ]) {
    test(`is answered with 401 if \`onRejected\` ${kind}`, async () => {
      const { handle, codes } = record({ onRejected });
      assert.equal((await handle({ ...github(), body: 'x' })).status, 401);
      await new Promise(setImmediate);
      assert.deepEqual(codes(), ['rejected', 'hook_failed']);
    });
  }

  test('leaves no secret, body or header value in the log', async () => {
    const { handle, entries } = record({ explain: { perMinute: 10 } });
    const request = { ...github({ headers: { 'X-Other': 'value-of-a-header' } }), body: 'the body of the request' };
    await handle(request);
    await handle({ ...request, headers: { ...request.headers, 'X-Hub-Signature-256': 'sha256=zz-not-hex' } });
    const text = JSON.stringify(entries);
    assert.equal(entries.length, 2);
    for (const value of [SECRET, request.body, ...Object.values(request.headers), 'zz-not-hex']) {
      assert.ok(!text.includes(value), value);
    }
  });
});

describe('a diagnosis', () => {
  const rejected = () => ({ ...github(), body: '{"ref":"main"}\n' });

  test('is only made with the option `explain`', async () => {
    const { handle, entries } = record();
    await handle(rejected());
    assert.equal(entries[0].cause, undefined);
  });

  test('is in the log, for the number of rejections per minute', async (context) => {
    useTimers(context);
    const { handle, entries } = record({ explain: { perMinute: 2 } });
    for (let count = 0; count < 4; count += 1) await handle(rejected());
    assert.deepEqual(
      entries.map(({ cause }) => cause?.code),
      ['body_newline_added', 'body_newline_added', undefined, undefined],
    );
    assert.equal(entries[0].cause.certainty, 'proven');
    context.mock.timers.tick(60_000);
    await handle(rejected());
    assert.equal(entries[4].cause.code, 'body_newline_added');
  });
});

describe('a body', () => {
  const largest = { maxBodyBytes: 100 };

  test('of the largest size is handled, and one byte more is answered with 413', async () => {
    for (const [length, status] of [
      [100, 200],
      [101, 413],
    ]) {
      const { handle } = record(largest);
      const body = JSON.stringify({ text: 'x'.repeat(length - 11) });
      assert.equal(body.length, length);
      assert.equal((await handle(github({ body }))).status, status);
      assert.equal((await handle(github({ id: 'other', body: Buffer.from(body) }))).status, status);
    }
  });

  test('that does not arrive within the time of the sender is answered with 408', async (context) => {
    useTimers(context);
    const { handle, codes } = record();
    const first = handle({ ...github(), body: () => new Promise(() => {}) });
    context.mock.timers.tick(8999);
    await settled();
    assert.deepEqual(codes(), []);
    context.mock.timers.tick(1);
    assert.deepEqual(await first, { status: 408, headers: { Connection: 'close' }, body: '' });
    assert.deepEqual(codes(), ['body_timeout']);
  });

  test('of text is measured in bytes', async () => {
    const { handle, codes } = record(largest);
    assert.equal((await handle(github({ body: '€'.repeat(34) }))).status, 413);
    assert.deepEqual(codes(), ['body_too_large']);
  });

  test('that a function reads gets the limit', async () => {
    const limits = [];
    const { handle } = record(largest);
    const request = github();
    const read = async (limit) => {
      limits.push(limit);
      return Buffer.from(request.body);
    };
    assert.equal((await handle({ ...request, body: read })).status, 200);
    assert.deepEqual(limits, [100]);
  });

  for (const [failed, status, code] of [
    ['too_large', 413, 'body_too_large'],
    ['aborted', 400, 'aborted'],
    ['failed', 400, 'body_failed'],
    ['timeout', 408, 'body_timeout'],
    ['consumed', 500, 'body_consumed'],
  ]) {
    test(`that is ${failed} is answered with ${status}`, async () => {
      const { handle, codes, events } = record();
      const headers = status < 500 ? { Connection: 'close' } : {};
      assert.deepEqual(await handle({ ...github(), body: () => ({ failed }) }), { status, headers, body: '' });
      assert.deepEqual(codes(), [code]);
      assert.equal(events.length, 0);
    });
  }

  test('that was parsed is answered with 500, even if it could be serialized to the same bytes', async () => {
    const { handle, codes, events } = record();
    const request = github();
    for (const body of [JSON.parse(request.body), [], { failed: 'aborted' }, 7, null]) {
      assert.equal((await handle({ ...request, body })).status, body === null ? 401 : 500);
    }
    assert.equal(events.length, 0);
    assert.deepEqual(new Set(codes()), new Set(['body_consumed', 'rejected']));
  });

  test('that cannot be read is answered with 500', async () => {
    const { handle, codes } = record();
    const body = () => {
      throw new Error('failed');
    };
    assert.equal((await handle({ ...github(), body })).status, 500);
    assert.deepEqual(codes(), ['receiver_failed']);
  });

  test('that is missing is an empty one', async () => {
    const { handle } = record({ onUnknown: () => {} });
    const { body, ...request } = github({ body: '' });
    assert.equal(body, '');
    assert.equal((await handle(request)).status, 200);
  });

  test('that is not JSON is given to `onUnknown`, and answered with 200', async () => {
    const events = [];
    const { handle, codes } = record({
      provider: 'generic',
      on: { 'user.created': () => assert.fail('it has no type') },
      onUnknown: (event) => void events.push(event),
    });
    assert.equal((await handle(of('generic', 'not JSON'))).status, 200);
    assert.deepEqual(codes(), ['malformed_body', 'derived_key']);
    assert.equal(events[0].type, null);
    assert.equal(Buffer.from(events[0].body).toString(), 'not JSON');
  });

  test('that is not JSON is handled if the type is in a header', async () => {
    const { handle, events } = record();
    assert.equal((await handle(github({ body: 'payload=%7B%7D' }))).status, 200);
    assert.equal(events[0][0].data, undefined);
  });
});

describe('other methods', () => {
  for (const [method, status, allow] of [
    ['GET', 405, 'POST, HEAD, OPTIONS'],
    ['PUT', 405, 'POST, HEAD, OPTIONS'],
    ['', 405, 'POST, HEAD, OPTIONS'],
    ['OPTIONS', 204, 'POST, HEAD, OPTIONS'],
    ['HEAD', 200, undefined],
  ]) {
    test(`${method || 'none'} is answered with ${status}, and the body is not read`, async () => {
      const { handle, codes } = record();
      const answer = await handle({ ...github(), method, body: () => assert.fail('the body is read') });
      assert.equal(answer.status, status);
      assert.equal(answer.headers.Allow, allow);
      assert.deepEqual(codes(), ['method_not_allowed']);
    });
  }
});

test('other methods close the connection if a body follows, which is not read', async () => {
  const { handle } = record();
  for (const [fields, connection] of [
    [{}, undefined],
    [{ 'Content-Length': '0' }, undefined],
    [{ 'Content-Length': '5' }, 'close'],
    [{ 'Transfer-Encoding': 'chunked' }, 'close'],
  ]) {
    for (const method of ['GET', 'PUT', 'HEAD', 'OPTIONS']) {
      const { headers } = await handle({ method, url: '/', headers: fields });
      assert.equal(headers.Connection, connection, `${method} ${JSON.stringify(fields)}`);
    }
  }
});

test('an answer is the same for each cause of a rejection', async () => {
  const { handle } = record();
  const unsigned = { ...github(), headers: {} };
  const wrong = { ...github(), body: 'x' };
  assert.deepEqual(await handle(unsigned), await handle(wrong));
});

test('errors of `log` have no effect', async () => {
  for (const log of [
    () => {
      throw new Error('failed');
    },
    async () => {
      throw new Error('failed');
    },
  ]) {
    const { handle } = record({ log });
    assert.equal((await handle({ ...github(), body: 'x' })).status, 401);
    assert.equal((await handle(github())).status, 200);
  }
});
