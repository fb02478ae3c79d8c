import type { FastifyReplyLike, FastifyRequestLike, FastifyScope } from '../../types/fastify.js';
import type { NodeResponse } from '../../types/node-server.js';
import type { HostBodyReader } from './arrived.js';
import { giveUp } from './node-answer.js';
import { type NodeRequestLike, nodeBody } from './node-body.js';
import type { Reception } from './receive.js';

/** The methods of the route, so that the receiver answers those that deliveries do not have. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The methods of Fastify, with the parameters that are passed to them. */
interface Scope {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(type: string, parser: typeof passPayload): unknown;
  route(route: {
    readonly method: readonly string[];
    readonly url: string;
    readonly exposeHeadRoute: boolean;
    readonly handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>;
  }): unknown;
}

/** Adds a route without content type parsers to a scope. */
export function register(scope: FastifyScope, reception: Reception): void {
  const own = scope as Scope;
  own.removeAllContentTypeParsers();
  own.addContentTypeParser('*', passPayload);
  const handler = (request: FastifyRequestLike, reply: FastifyReplyLike) => answerFastify(reception, request, reply);
  own.route({ method: METHODS, url: '/', exposeHeadRoute: false, handler });
}

/** A content type parser that passes on the stream of the body. */
function passPayload(_request: unknown, payload: unknown, done: (error: null, body: unknown) => void): void {
  done(null, payload);
}

/** Answers a request of Fastify. */
async function answerFastify(
  reception: Reception,
  request: FastifyRequestLike,
  reply: FastifyReplyLike,
): Promise<unknown> {
  const { method, originalUrl, url, headers } = request;
  const answer = await reception.handle(
    { method, url: originalUrl ?? url, headers, body: bodyOf(request), native: request },
    undefined,
  );
  if (reply.sent) {
    reception.reportUnsent();
    return reply;
  }
  try {
    reply.code(answer.status);
    for (const name of Object.keys(answer.headers)) reply.header(name, answer.headers[name] ?? '');
    reply.send(answer.body === '' ? undefined : answer.body);
  } catch (error) {
    reception.reportUnsent(error);
    // The error handler of the application could say more than a sender may know.
    const { raw } = reply as { readonly raw?: NodeResponse };
    (reply as { hijack?(): void }).hijack?.();
    if (raw !== undefined) giveUp(raw);
  }
  return reply;
}

/** Reads the stream that the parser passed on. Fastify calls no parser for a request without a body. */
function bodyOf(request: FastifyRequestLike): HostBodyReader {
  const { rawBody } = request as { readonly rawBody?: unknown };
  const payload = request.body as NodeRequestLike | undefined | null;
  if (rawBody === undefined && (payload === undefined || payload === null)) return () => new Uint8Array();
  // A `preParsing` hook can replace the stream by one without the header fields.
  return nodeBody(withParts(payload ?? { headers: {} }, request.headers, rawBody), () => undefined);
}

function withParts(stream: NodeRequestLike, headers: NodeRequestLike['headers'], rawBody: unknown): NodeRequestLike {
  return {
    headers: stream.headers ?? (headers['content-encoding'] === undefined ? headers : {}),
    rawBody,
    readableDidRead: stream.readableDidRead ?? false,
    readableEnded: stream.readableEnded ?? false,
    destroyed: stream.destroyed ?? false,
    complete: stream.complete ?? true,
    on: (event, listener) => stream.on?.(event, listener),
    removeListener: (event, listener) => stream.removeListener?.(event, listener),
  };
}
