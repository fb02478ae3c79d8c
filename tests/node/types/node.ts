// Uses with the types of Node and Express.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { IncomingHttpHeaders as Http2Headers } from 'node:http2';
import type { Request, RequestHandler } from 'express';
import type { Verdict } from 'hookwright';
import { beginAttempt, createService, init, settleAttempt, sign, startDelivery, verify } from 'hookwright';

declare const incoming: IncomingMessage;
declare const headers: IncomingHttpHeaders;
declare const http2Headers: Http2Headers;

for (const given of [incoming.headers, headers, incoming.headersDistinct]) {
  verify({ provider: 'generic', secrets: 's', body: Buffer.alloc(1), headers: given });
}
verify({ provider: 'generic', secrets: Buffer.alloc(1), body: '', headers: http2Headers });
verify({ provider: 'generic', secrets: 's', body: '', headers: new Headers() });
// @ts-expect-error names and values in one list
verify({ provider: 'generic', secrets: 's', body: '', headers: incoming.rawHeaders });
// @ts-expect-error an environment variable may be undefined
verify({ provider: 'generic', secrets: process.env.WEBHOOK_SECRET, body: '', headers });
// @ts-expect-error no module
init(7);
// @ts-expect-error a stream
verify({ provider: 'generic', secrets: 's', body: incoming, headers });

export async function attempt(body: Buffer): Promise<number> {
  const policy = 'generic';
  const progress = startDelivery({ policy });
  const endpoint = { url: 'https://receiver.example/', secret: 's' };
  const begun = beginAttempt({ provider: 'generic', policy, progress, eventId: 'evt_1', body, endpoint });
  const { url, ...options } = begun.request;
  const response = await fetch(url, options);
  const outcome = { status: response.status, headers: response.headers };
  return settleAttempt({ policy, progress: begun.progress, outcome }).progress.attempts;
}

export const handler: RequestHandler = (request: Request, response) => {
  const verdict: Verdict = verify({
    provider: 'well',
    secrets: 's',
    body: request.body ?? '',
    headers: request.headers,
  });
  response.sendStatus(verdict.ok ? 200 : 401);
};

export async function deliver(url: string): Promise<Response> {
  const signed = sign({ provider: 'generic', secret: 's', body: Buffer.from('{}'), url });
  await init(new URL('file:///a.wasm'));
  return fetch(url, { method: 'POST', headers: signed.headers, body: signed.body });
}

export async function subscribe(): Promise<Response> {
  const service = createService({ provider: 'generic' });
  // `fetch` can be passed as a handler.
  const handle: (request: globalThis.Request) => Promise<Response> = service.fetch;
  return handle(new Request('http://service.test/v1/webhooks'));
}
