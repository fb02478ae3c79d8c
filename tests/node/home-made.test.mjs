// A comparison with a receiver from sample code on the web, which serializes the parsed body again and passes the
// header of the request to `timingSafeEqual`.

import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import test from 'node:test';
import express from 'express';
import { sign } from 'hookwright';
import { listen, send } from './http.mjs';
import { receiver } from './receiver.mjs';

const secret = 'whsec_0f3a77c1';
const compact = '{"id":"evt_1","type":"user.created","created_at":"2026-01-15T12:30:00Z","data":{"id":"user_1"}}';
const header = 'X-Webhook-Signature';

function sampleReceiver() {
  const app = express();
  app.use(express.json());
  app.post('/webhook', (request, response) => {
    const expected = createHmac('sha256', secret).update(JSON.stringify(request.body)).digest('hex');
    const received = request.headers['x-webhook-signature'];
    if (timingSafeEqual(Buffer.from(received), Buffer.from(expected))) response.sendStatus(200);
    else response.sendStatus(401);
  });
  // Express does the same by default, but prints the error.
  app.use((error, _request, response, _next) => response.sendStatus(error.status ?? 500));
  return app;
}

const signature = (body) => sign({ provider: 'generic', secret, body }).headers[header];
const cases = [
  ['compact JSON', { [header]: signature(compact) }, compact, 200, 200],
  ['JSON with other whitespace', ...genuine(JSON.stringify(JSON.parse(compact), null, 2)), 401, 200],
  ['escaped letters', ...genuine('{"name":"Zo\\u00eb"}'), 401, 200],
  ['a number as 1.0', ...genuine('{"amount":1.0}'), 401, 200],
  ['an integer beyond 2^53', ...genuine('{"id":12345678901234567890}'), 401, 200],
  ['no header', {}, compact, 500, 401],
  ['the header of the documented manual test', { [header]: 'test_signature' }, compact, 500, 401],
  ['a signature that is one digit short', { [header]: signature(compact).slice(1) }, compact, 500, 401],
  ['a body that is not JSON', ...genuine('hello'), 400, 200],
  ['an empty body', ...genuine(''), 401, 200],
  [
    'a forged body that is parsed to the signed one',
    { [header]: signature(compact) },
    compact.replace(',', ', '),
    200,
    401,
  ],
];

function genuine(body) {
  return [{ [header]: signature(body) }, body];
}

for (const [title, headers, body, sampleStatus, packageStatus] of cases) {
  test(`${title}: the sample code responds with ${sampleStatus}, this package with ${packageStatus}`, async (context) => {
    const request = { headers: { 'content-type': 'application/json', ...headers }, body };
    assert.equal((await send(await listen(context, sampleReceiver()), request)).status, sampleStatus);
    const app = receiver({ provider: 'generic', secrets: secret });
    assert.equal((await send(await listen(context, app), request)).status, packageStatus);
  });
}
