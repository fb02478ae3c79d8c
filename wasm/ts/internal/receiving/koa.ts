import type { KoaContext, NodeRequest } from '../../types/node-server.js';
import { giveUp } from './node-answer.js';
import { type NodeRequestLike, nodeBody } from './node-body.js';
import type { Reception } from './receive.js';

/** Whether the first argument is the context of Koa. A request of `node:http` has neither member. */
export function isKoa(first: NodeRequest | KoaContext): first is KoaContext {
  const { req, res, request } = first as Partial<KoaContext>;
  return typeof req === 'object' && typeof res === 'object' && typeof request === 'object';
}

/** Answers a request of Koa. */
export async function answerKoa(reception: Reception, context: KoaContext): Promise<void> {
  const { req, request, originalUrl } = context;
  const answer = await reception.handle(
    {
      method: req.method ?? '',
      url: originalUrl,
      headers: req.headers,
      body: nodeBody(partsOf(req, request), parser),
      native: context,
    },
    undefined,
  );
  if (context.res.headersSent) {
    reception.reportUnsent();
    return;
  }
  try {
    // Koa derives a content type from the body, and changes the status if there is none.
    context.body = answer.body;
    if (answer.body === '') context.remove('Content-Type');
    context.status = answer.status;
    for (const name of Object.keys(answer.headers)) context.set(name, answer.headers[name] ?? '');
  } catch (error) {
    reception.reportUnsent(error);
    // Koa would answer with the status that was set before the error.
    (context as { respond?: boolean }).respond = false;
    giveUp(context.res);
  }
}

/** Koa does not tell which middleware has set the body. */
function parser(): undefined {
  return undefined;
}

/** The request, with what body parsers of Koa add to their own object. */
function partsOf(
  req: NodeRequestLike,
  request: { readonly rawBody?: unknown; readonly body?: unknown },
): NodeRequestLike {
  return {
    headers: req.headers,
    rawBody: request.rawBody ?? req.rawBody,
    body: request.body ?? req.body,
    get readableDidRead() {
      return req.readableDidRead;
    },
    get readableEnded() {
      return req.readableEnded;
    },
    get destroyed() {
      return req.destroyed;
    },
    get complete() {
      return req.complete;
    },
    on: (event, listener) => req.on?.(event, listener),
    removeListener: (event, listener) => req.removeListener?.(event, listener),
  } as NodeRequestLike;
}
