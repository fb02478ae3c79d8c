// Serves the receivers of hosts that are not a part of the tests: route handlers, Workers and Lambda. The folder of the
// receiver is the current one.

import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const project = (file) => import(pathToFileURL(path.resolve(file)).href);

const hosts = {
  async next() {
    const route = await project('app/webhook/route.mjs');
    return (request) => route[request.method]?.(request) ?? new Response(null, { status: 405 });
  },
  async hono() {
    const { default: app } = await project('app.mjs');
    const stored = new Map();
    const WEBHOOKS = {
      get: async (name) => stored.get(name) ?? null,
      put: async (name, value) => void stored.set(name, value),
      delete: async (name) => void stored.delete(name),
    };
    const context = { waitUntil() {}, passThroughOnException() {} };
    return (request) => app.fetch(request, { ...process.env, WEBHOOKS }, context);
  },
  async lambda() {
    const { handler } = await project('index.mjs');
    const invoke = (event) =>
      handler(event).catch((error) => {
        // The answer of a function URL if the function throws.
        console.error(error.message);
        return { statusCode: 502, headers: {}, body: 'Internal Server Error' };
      });
    return async (request) => {
      const { hostname, pathname, search } = new URL(request.url);
      const bytes = Buffer.from(await request.arrayBuffer());
      const { statusCode, headers, body } = await invoke({
        body: bytes.toString('base64'),
        headers: Object.fromEntries(request.headers),
        isBase64Encoded: true,
        rawPath: pathname,
        rawQueryString: search.slice(1),
        requestContext: { domainName: hostname, http: { method: request.method } },
      });
      return new Response(body || null, { status: statusCode, headers });
    };
  },
};

const answer = await hosts[process.argv[2]]();

const server = createServer(async (incoming, outgoing) => {
  const parts = [];
  for await (const part of incoming) parts.push(part);
  const body = parts.length > 0 ? Buffer.concat(parts) : undefined;
  const url = `http://${incoming.headers.host}${incoming.url}`;
  const response = await answer(new Request(url, { method: incoming.method, headers: incoming.headers, body }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
