// The requests that every receiver gets. Each throws if the receiver does not do what it should.

import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { send } from './client.mjs';

/** The secret before a rotation, and the current one. */
export const SECRETS = ['the secret before the rotation, 0001', 'the secret after the rotation, 00002'];
const [OLD, CURRENT] = SECRETS;
const JSON_TYPE = 'application/json';

let count = 0;

/** A body with its own id. `padding` is the number of bytes that are added. */
function makeBody(members = {}, padding = 0) {
  count += 1;
  const id = `evt-${count}`;
  return { id, body: JSON.stringify({ id, ...members, ...(padding > 0 ? { padding: 'x'.repeat(padding) } : {}) }) };
}

function signatureOf(body, secret = CURRENT) {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** The header fields of a genuine delivery. */
function fields(id, body, { secret, contentType = JSON_TYPE } = {}) {
  return {
    ...(contentType === null ? {} : { 'Content-Type': contentType }),
    'X-GitHub-Event': 'push',
    'X-GitHub-Delivery': id,
    'X-Hub-Signature-256': signatureOf(body, secret),
  };
}

/** Sends a delivery and returns the status. */
async function deliver(target, id, body, { headers = fields(id, body), ...others } = {}) {
  const { status } = await send(target.url, { headers, parts: [body], length: Buffer.byteLength(body), ...others });
  return status;
}

const isSuccess = (status) => status >= 200 && status < 300;
const isRefusal = (status) => status === 400 || status === 401;

function accepted(target, id, status) {
  assert.ok(isSuccess(status), `the answer is ${status}`);
  assert.equal(target.handled(id), 1);
}

function refused(target, id, status) {
  assert.ok(isRefusal(status), `the answer is ${status}`);
  assert.equal(target.handled(id), 0);
}

/** A request without a body is refused like any other without a signature. */
async function empty(target, options) {
  refused(target, 'none', await deliver(target, 'none', '', options));
}

/** A genuine delivery is handled. */
async function good(target, options = {}) {
  const { id, body } = makeBody(options.members);
  accepted(target, id, await deliver(target, id, body, { headers: fields(id, body, options) }));
}

/** Nothing crashes the server, so that the next delivery is handled. */
async function survives(target) {
  await good(target);
}

/** A body of this size is handled, or refused without being handled, if it is larger than a limit. */
async function large(target, bytes, mayBeTooLarge) {
  const { id, body } = makeBody({}, bytes);
  const status = await deliver(target, id, body);
  if (!mayBeTooLarge || status !== 413) return accepted(target, id, status);
  assert.equal(target.handled(id), 0);
  return survives(target);
}

/** The requests of the review of receivers. */
export const REVIEWED = {
  'a good delivery': good,
  'a delivery that is signed with the other secret of a rotation': (target) => good(target, { secret: OLD }),
  'a body that a JSON parser would change': (target) =>
    good(target, { members: { text: 'Zoë \u2028 €', number: '1.0', list: [] } }),
  'a tampered body': async (target) => {
    const { id, body } = makeBody();
    const headers = fields(id, body);
    refused(target, id, await deliver(target, id, body.replace('evt', 'ext'), { headers }));
  },
  'a delivery that is signed with an unknown secret': async (target) => {
    const { id, body } = makeBody();
    refused(target, id, await deliver(target, id, body, { headers: fields(id, body, { secret: 'unknown' }) }));
  },
  'a delivery without a signature': async (target) => {
    const { id, body } = makeBody();
    refused(target, id, await deliver(target, id, body, { headers: { 'Content-Type': JSON_TYPE } }));
  },
  'an empty body with `Content-Length`': (target) => empty(target, { headers: { 'Content-Type': JSON_TYPE } }),
  'an empty body without `Content-Length`': (target) => empty(target, { headers: {}, length: undefined }),
  'random bytes': async (target) => {
    refused(
      target,
      'none',
      await deliver(target, 'none', randomBytes(300), { headers: { 'Content-Type': JSON_TYPE } }),
    );
  },
  'a body of 150 kB': (target) => large(target, 150_000, false),
  'a body of 1.5 MB': (target) => large(target, 1_500_000, true),
  'the content type of a form': (target) => good(target, { contentType: 'application/x-www-form-urlencoded' }),
  'the content type of text': (target) => good(target, { contentType: 'text/plain; charset=utf-8' }),
  'a vendor content type': (target) => good(target, { contentType: 'application/vnd.acme.event+json' }),
  'no content type': (target) => good(target, { contentType: null }),
  'a handler that throws an error': async (target) => {
    const { id, body } = makeBody({ throws: true });
    assert.ok((await deliver(target, id, body)) >= 500);
    // The handler throws once.
    assert.ok(isSuccess(await deliver(target, id, body)));
    assert.equal(target.handled(id), 2);
  },
  'a repeated delivery': async (target) => {
    const { id, body } = makeBody();
    accepted(target, id, await deliver(target, id, body));
    accepted(target, id, await deliver(target, id, body));
  },
  'a GET request': async (target) => {
    const { status } = await send(target.url, { method: 'GET' });
    assert.ok(status === 404 || status === 405, `the answer is ${status}`);
  },
};

/** Further requests. */
export const FURTHER = {
  'a chunked body': async (target) => {
    const { id, body } = makeBody({}, 40_000);
    const parts = [body.slice(0, 10), body.slice(10, 20_000), body.slice(20_000)];
    const { status } = await send(target.url, { headers: fields(id, body), parts, chunked: true });
    accepted(target, id, status);
  },
  'an upload that the client aborts': async (target) => {
    const { id, body } = makeBody({}, 1000);
    await send(target.url, { headers: fields(id, body), parts: [body.slice(0, 20)], length: 1200, abort: true });
    await survives(target);
    assert.equal(target.handled(id), 0);
  },
  'a HEAD request': async (target) => {
    const { status, body } = await send(target.url, { method: 'HEAD' });
    assert.ok(status < 500 && body === '', `the answer is ${status}`);
  },
  'an OPTIONS request': async (target) => {
    const { status } = await send(target.url, { method: 'OPTIONS' });
    assert.ok(status < 500, `the answer is ${status}`);
  },
  'a compressed body whose uncompressed form is signed': async (target) => {
    const { id, body } = makeBody();
    const bytes = gzipSync(body);
    const headers = { ...fields(id, body), 'Content-Encoding': 'gzip' };
    const status = await deliver(target, id, bytes, { headers });
    // A parser before the receiver may have decompressed it.
    if (isSuccess(status)) assert.equal(target.handled(id), 1);
    else assert.ok(isRefusal(status) || status === 415, `the answer is ${status}`);
  },
  'a repeated signature header': async (target) => {
    const { id, body } = makeBody();
    const headers = { ...fields(id, body), 'X-Hub-Signature-256': [signatureOf(body), signatureOf(body, 'unknown')] };
    refused(target, id, await deliver(target, id, body, { headers }));
  },
  'a huge header': async (target) => {
    const { id, body } = makeBody();
    const headers = { ...fields(id, body), 'X-Huge': 'x'.repeat(30_000) };
    const status = await deliver(target, id, body, { headers });
    assert.ok(status === 431 || status === 0, `the answer is ${status}`);
    await survives(target);
  },
  'two concurrent deliveries of one event': async (target) => {
    const { id, body } = makeBody({ waits: true });
    const first = deliver(target, id, body);
    await target.begun(id);
    const second = deliver(target, id, body);
    const repeated = await Promise.race([second, target.begun(id, 2).then(() => 'handled twice')]);
    target.release(id);
    const statuses = [await first, await second];
    assert.equal(repeated, 503);
    assert.equal(statuses[0], 200);
    assert.equal(target.handled(id), 1);
  },
};

/** Requests for receivers with a limit of 2 MB; others may accept what GitHub can send. */
export const LIMITED = {
  'a body that is too large': async (target) => {
    const { id, body } = makeBody({}, 4_000_000);
    const status = await deliver(target, id, body);
    assert.ok(status === 413 || status === 0, `the answer is ${status}`);
    assert.equal(target.handled(id), 0);
    await survives(target);
  },
  'a chunked body that is too large': async (target) => {
    const { id, body } = makeBody({}, 4_000_000);
    const parts = body.match(/.{1,1000000}/gs);
    const { status } = await send(target.url, { headers: fields(id, body), parts, chunked: true });
    // Servers may close the connection before the client has read the answer.
    assert.ok(status === 413 || status === 0, `the answer is ${status}`);
    assert.equal(target.handled(id), 0);
    await survives(target);
  },
};

/** Sends one genuine delivery with a JSON body, and returns its status. */
export function sendOne(target, contentType = JSON_TYPE) {
  const { id, body } = makeBody();
  return deliver(target, id, body, { headers: fields(id, body, { contentType }) }).then((status) => ({ id, status }));
}
