import type { NodeRequest, NodeResponse } from '../../types/node-server.js';
import { giveUp, sendAnswer } from './node-answer.js';
import { nodeBody } from './node-body.js';
import { expressParser } from './parsers.js';
import type { Reception } from './receive.js';

/** Answers a request of `node:http`, Express or Nest. */
export async function answerNode(reception: Reception, request: NodeRequest, response: NodeResponse): Promise<void> {
  const { originalUrl } = request as { readonly originalUrl?: unknown };
  const answer = await reception.handle(
    {
      method: request.method ?? '',
      // Express removes the path under which a middleware is mounted from `url`.
      url: typeof originalUrl === 'string' ? originalUrl : (request.url ?? ''),
      headers: request.headers,
      body: nodeBody(request, () => expressParser(request)),
      native: request,
    },
    undefined,
  );
  try {
    if (!sendAnswer(response, answer)) reception.reportUnsent();
  } catch (error) {
    // A rejected promise without a listener would end the process.
    reception.reportUnsent(error);
    giveUp(response);
  }
}
