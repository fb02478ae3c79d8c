import type { ServiceResponse } from '../generated/core.js';
import type { ApiRequest, Listener } from './api-request.js';
import { builtin } from './builtin.js';
import { BodyBuffer } from './content.js';
import { corsHeaders, preflightHeaders } from './cors.js';
import * as errors from './errors.js';
import type { IncomingMessage, ServerResponse } from './node.js';

const HOST = '127.0.0.1';

/** Listens with `node:http`, which is loaded on the first call. Pages on this machine may call the API. */
export async function listen(
  port: number,
  maxBody: number,
  answer: (request: ApiRequest) => ServiceResponse,
): Promise<Listener> {
  const http = builtin('node:http');
  if (http === undefined) throw errors.cannotListen();
  const server = http.createServer((request, response) => {
    const origin = `http://${HOST}:${server.address()?.port}`;
    read(request, maxBody, (body) => {
      try {
        const preflight = preflightHeaders(request);
        if (preflight !== undefined) {
          response.writeHead(204, preflight).end();
          return;
        }
        const { method = '', url = '', rawHeaders: headers } = request;
        // Clients of a proxy put the host in the request line.
        const target = url.replace(/^https?:\/\/[^/?#]*/i, '');
        write(response, answer({ method, target, origin, headers, body }), corsHeaders(request));
      } catch {
        // The service has been closed, or a state that was edited by hand contains characters that headers cannot have.
        response.destroy();
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: server.address()?.port ?? 0, close };
}

/** Reads the body up to a limit. If the client disconnects before the end, `then` is not called. */
function read(request: IncomingMessage, limit: number, then: (body: Uint8Array) => void): void {
  const content = new BodyBuffer(limit);
  const onData = (part: Uint8Array) => {
    content.add(part);
    if (!content.isTooLong) return;
    request.removeListener('data', onData);
    request.removeListener('end', onEnd);
    // The rest is discarded rather than refused, because most clients read the response only after they have sent
    // everything.
    request.resume();
    onEnd();
  };
  const onEnd = () => then(content.bytes());
  request.on('data', onData);
  request.on('end', onEnd);
  request.on('error', () => {});
}

function write(response: ServerResponse, { status, headers, body }: ServiceResponse, cors: string[]): void {
  response.writeHead(status, [...headers.flat(), ...cors]);
  response.end(body);
}
