// A receiver over HTTP accepts genuine deliveries, rejects others, and never responds with 500.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { sign } from 'hookwright';
import { hangUp, listen, send, sendBytes } from './http.mjs';
import { receiver } from './receiver.mjs';

const secret = 'whsec_0f3a77c1';
const event = JSON.stringify({
  id: 'evt_1',
  type: 'user.created',
  created_at: '2026-01-15T12:30:00Z',
  data: { id: 'user_1', name: 'Zoë Ångström 🦀' },
});

/** A running receiver, with the events that it accepted and its log. */
async function running(context, options = {}) {
  const events = [];
  const lines = [];
  const waiting = [];
  const log = (line) => {
    lines.push(line);
    waiting.shift()?.(line);
  };
  const app = receiver({ provider: 'generic', secrets: secret, on: (each) => events.push(each), log, ...options });
  const port = await listen(context, app);
  return { port, events, lines, nextLine: () => new Promise((resolve) => waiting.push(resolve)) };
}

const signed = (body, options = {}) => sign({ provider: 'generic', secret, body, ...options }).headers;
const json = (headers) => ({ 'content-type': 'application/json', ...headers });

describe('accepts', () => {
  const good = {
    'an event': { body: event },
    'a non-ASCII body, as bytes': { body: Buffer.from(event) },
    'bytes that are not UTF-8': { body: Buffer.from([0xff, 0x00, 0xfe, 0x80, 0xc0]) },
    'a body that is not JSON': { body: 'type=user.created&id=evt_1' },
    'an empty body': { body: '' },
    'a body with a byte order mark': { body: `\ufeff${event}` },
    'pretty-printed JSON': { body: JSON.stringify(JSON.parse(event), null, 2) },
    'half a megabyte': { body: Buffer.alloc(500_000, 'x') },
  };
  for (const [name, { body }] of Object.entries(good)) {
    test(name, async (context) => {
      const { port, events } = await running(context);
      const answer = await send(port, { headers: json(signed(body)), body });
      assert.deepEqual([answer.status, answer.text], [200, 'ok']);
      assert.equal(events.length, 1);
    });
  }

  test('an event and passes it to the handler', async (context) => {
    const { port, events } = await running(context);
    await send(port, { headers: json(signed(event)), body: event });
    const [{ type, id, data, problems }] = events;
    assert.deepEqual([type, id, data.name, problems], ['user.created', 'evt_1', 'Zoë Ångström 🦀', []]);
  });

  test('a request without a content type', async (context) => {
    const { port } = await running(context);
    assert.equal((await send(port, { headers: signed(event), body: event })).status, 200);
  });

  test('a header in upper case', async (context) => {
    const { port } = await running(context);
    const [[name, value]] = Object.entries(signed(event));
    const answer = await send(port, { headers: { [name.toUpperCase()]: value.toUpperCase() }, body: event });
    assert.equal(answer.status, 200);
  });

  test('a body in chunks that split a character', async (context) => {
    const { port } = await running(context);
    const bytes = Buffer.from(event);
    const cut = bytes.indexOf('ë') + 1;
    const chunks = [bytes.subarray(0, cut), bytes.subarray(cut)];
    assert.equal((await send(port, { headers: json(signed(event)), chunks })).status, 200);
  });

  test('both secrets during a rotation', async (context) => {
    const { port } = await running(context, { secrets: [{ name: 'new', value: 'whsec_new' }, secret] });
    assert.equal((await send(port, { headers: signed(event), body: event })).status, 200);
    const other = sign({ provider: 'generic', secret: 'whsec_new', body: event });
    assert.equal((await send(port, { headers: other.headers, body: event })).status, 200);
  });

  test('deliveries of Well', async (context) => {
    const { port, events } = await running(context, { provider: 'well' });
    const body = '{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{"company_id":"comp_1"}}';
    const { headers } = sign({ provider: 'well', secret, body });
    assert.equal((await send(port, { headers: json(headers), body })).status, 200);
    assert.equal(events[0].type, 'company.created');
  });

  test('a compressed body with the signature of the decompressed one', async (context) => {
    const { port } = await running(context);
    for (const [encoding, compress] of Object.entries({ gzip: gzipSync, deflate: deflateSync })) {
      const headers = { ...signed(event), 'content-encoding': encoding };
      assert.equal((await send(port, { headers, body: compress(event) })).status, 200, encoding);
    }
  });
});

describe('responds with 401 without a reason, and logs the reason of', () => {
  const [name] = Object.keys(signed(event));
  const good = signed(event)[name];
  const flipped = Buffer.from(event);
  flipped[20] ^= 1;
  const bad = {
    'a changed byte of the body': [{ [name]: good }, flipped, 'signature_mismatch'],
    'a changed digit of the signature': [
      { [name]: (good[0] === '0' ? '1' : '0') + good.slice(1) },
      event,
      'signature_mismatch',
    ],
    'a truncated body': [{ [name]: good }, event.slice(0, -1), 'signature_mismatch'],
    'a body that was serialized again': [
      { [name]: good },
      JSON.stringify(JSON.parse(event), null, 1),
      'signature_mismatch',
    ],
    'a signature with another secret': [
      sign({ provider: 'generic', secret: 'other', body: event }).headers,
      event,
      'signature_mismatch',
    ],
    'no header': [{}, event, 'missing_header'],
    'an empty header': [{ [name]: '' }, event, 'missing_header'],
    'the header of another provider': [{ 'X-Well-Signature': good }, event, 'missing_header'],
    'a short header': [{ [name]: 'test_signature' }, event, 'malformed_signature'],
    'a header of one digit': [{ [name]: 'a' }, event, 'malformed_signature'],
    'a header that is not hexadecimal': [{ [name]: 'z'.repeat(64) }, event, 'malformed_signature'],
    'a header with letters of another alphabet': [{ [name]: 'é'.repeat(64) }, event, 'malformed_signature'],
    'a long header': [{ [name]: 'a'.repeat(8000) }, event, 'malformed_signature'],
    // Node joins repeated fields with a comma.
    'a repeated header': [[name, good, name, good], event, 'repeated_header'],
    'an empty body with the signature of another one': [{ [name]: good }, '', 'signature_mismatch'],
  };
  for (const [title, [headers, body, code]] of Object.entries(bad)) {
    test(title, async (context) => {
      const { port, events, lines } = await running(context);
      const list = Array.isArray(headers)
        ? ['content-length', String(Buffer.byteLength(body)), 'host', 'localhost', ...headers]
        : json(headers);
      const answer = await send(port, { headers: list, body });
      assert.deepEqual([answer.status, answer.text], [401, 'unauthorized']);
      assert.deepEqual(
        lines.map((line) => line.code),
        [code],
      );
      assert.equal(events.length, 0);
    });
  }

  test('bytes that decode to the same text as the signed ones', async (context) => {
    const { port } = await running(context);
    const headers = signed('{"a":"\ufffd"}');
    const forged = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    assert.equal(forged.toString(), '{"a":"\ufffd"}');
    assert.equal((await send(port, { headers, body: forged })).status, 401);
  });

  test('a compressed body with the signature of the compressed bytes', async (context) => {
    const { port } = await running(context);
    const body = gzipSync(event);
    assert.equal((await send(port, { headers: { ...signed(body), 'content-encoding': 'gzip' }, body })).status, 401);
  });

  test('a request without a body', async (context) => {
    const { port, lines } = await running(context);
    const head = 'POST /webhook HTTP/1.1\r\nHost: x\r\nConnection: close\r\n';
    assert.equal((await sendBytes(port, `${head}\r\n`)).status, 401);
    assert.equal((await sendBytes(port, `${head}${name}: ${good}\r\n\r\n`)).status, 401);
    assert.equal((await sendBytes(port, `${head}${name}: ${signed('')[name]}\r\n\r\n`)).status, 200);
    assert.deepEqual(
      lines.map((line) => line.code),
      ['missing_header', 'signature_mismatch'],
    );
  });
});

describe('does not respond with 500', () => {
  test('but with 413 to a body above the limit', async (context) => {
    const { port } = await running(context, { limit: '1kb' });
    const body = Buffer.alloc(1025, 'x');
    assert.equal((await send(port, { headers: signed(body), body })).status, 413);
  });

  test('but with 413 to a small body that decompresses above the limit', async (context) => {
    const { port } = await running(context, { limit: '100kb' });
    const body = gzipSync(Buffer.alloc(10_000_000));
    assert.ok(body.length < 20_000);
    assert.equal((await send(port, { headers: { ...signed(body), 'content-encoding': 'gzip' }, body })).status, 413);
  });

  test('but with 400 or 415 to invalid or unknown compression', async (context) => {
    const { port } = await running(context);
    const sent = (encoding) => send(port, { headers: { ...signed(event), 'content-encoding': encoding }, body: event });
    assert.equal((await sent('gzip')).status, 400);
    assert.equal((await sent('zebra')).status, 415);
  });

  test('but with 400 to an invalid content length', async (context) => {
    const { port } = await running(context);
    const request = (length) =>
      sendBytes(port, `POST /webhook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\nabc`);
    assert.equal((await request(-1)).status, 400);
    assert.equal((await request('many')).status, 400);
  });

  test('but with 400 to data that is not HTTP', async (context) => {
    const { port } = await running(context);
    assert.equal((await sendBytes(port, 'hello\r\n\r\n')).status, 400);
    assert.equal((await sendBytes(port, Buffer.from([0x16, 3, 1, 0, 5, 0, 0, 0, 0, 0]))).status, 400);
  });

  test('after a caller has closed the connection early', async (context) => {
    const { port, nextLine } = await running(context);
    const logged = nextLine();
    await hangUp(port, 'POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"id":');
    assert.deepEqual([(await logged).status, (await logged).code], [400, 'request.aborted']);
    assert.equal((await send(port, { headers: signed(event), body: event })).status, 200);
  });

  test('but with 404 to other methods and paths', async (context) => {
    const { port } = await running(context);
    assert.equal((await send(port, { method: 'GET' })).status, 404);
    assert.equal((await send(port, { path: '/elsewhere', headers: signed(event), body: event })).status, 404);
  });

  test('the log and the responses contain neither the secret nor the expected signature', async (context) => {
    const { port, lines } = await running(context);
    const answers = [
      await send(port, { headers: {}, body: event }),
      await send(port, { headers: { 'X-Webhook-Signature': 'a' }, body: event }),
      await send(port, { headers: { 'X-Webhook-Signature': 'a'.repeat(64) }, body: event }),
    ];
    const seen = JSON.stringify([answers, lines]);
    assert.equal(lines.length, 3);
    for (const hidden of [secret, ...Object.values(signed(event))]) assert.ok(!seen.includes(hidden));
  });

  test('accepts concurrent deliveries', async (context) => {
    const { port, events } = await running(context);
    const bodies = Array.from({ length: 60 }, (_, index) => `${event}${' '.repeat(index)}`);
    const requests = bodies.map((body, index) =>
      send(port, { headers: signed(index % 3 === 0 ? `${body}!` : body), body }),
    );
    const statuses = (await Promise.all(requests)).map((answer) => answer.status);
    assert.deepEqual(
      statuses,
      bodies.map((_, index) => (index % 3 === 0 ? 401 : 200)),
    );
    assert.equal(events.length, 40);
  });
});
