// Helpers for tests of `createService`: a service with a client, and a receiver.

import { once } from 'node:events';
import http from 'node:http';
import { createService } from 'hookwright';

/** A service that is closed at the end of the test, and `ask`, which sends requests to it over HTTP. */
export async function start(context, options) {
  const service = createService(options);
  context.after(() => service.close());
  const { url } = await service.listen();
  return { service, url, ask: asker(url, options.token) };
}

/** A function that sends a request to an API and parses the response. `send` sends a `Request`. */
export function asker(origin, token, send = fetch) {
  return async (method, target, body, headers = {}) => {
    const request = new Request(new URL(target, origin), {
      method,
      redirect: 'manual',
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await send(request);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
  };
}

/** Creates a subscription of the provider `generic`, and returns it. */
export async function hook(ask, url, events = ['user.created'], secret = undefined) {
  const { status, body } = await ask('POST', '/v1/webhooks', { url, events, secret });
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Creates a subscription of Well and returns its id. */
export async function wellHook(ask, attributes) {
  const made = await ask('POST', '/v1/subscriptions/webhooks', { data: { type: 'webhook', attributes } });
  if (made.status !== 201) throw new Error(`${made.status}: ${made.text}`);
  return made.body.data.id;
}

/**
 * A receiver that records requests and sends these responses: a status, a status with headers and a body, or a function
 * that handles the response. After the last of them, it responds with 200.
 */
export async function inbox(context, ...answers) {
  const requests = [];
  const waiting = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    // Incomplete requests are not recorded.
    request.on('data', (part) => parts.push(part));
    request.on('end', () => take(request, response, Buffer.concat(parts)));
    request.on('error', () => {});
  });
  const take = (request, response, body) => {
    requests.push({ method: request.method, path: request.url, headers: request.headers, body });
    for (const resolve of waiting.splice(0)) resolve();
    const answer = answers.shift() ?? 200;
    if (typeof answer === 'function') answer(response, request);
    else if (typeof answer === 'number') response.writeHead(answer).end();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  context.after(close);
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, requests, answers, close, next: () => new Promise((resolve) => waiting.push(resolve)) };
}
