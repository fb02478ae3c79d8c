// Receivers without the types of a host or of a framework. This file is compiled and not run.
import { webhook as forExpress, type NodeRequest, type NodeResponse } from 'hookwright/express';
import { type FastifyScope, webhook as forFastify } from 'hookwright/fastify';
import { webhook as forFetch } from 'hookwright/fetch';
import { webhook as forLambda, type LambdaResult } from 'hookwright/lambda';
import { webhook as forNode } from 'hookwright/node';
import type { Tracing } from 'hookwright/opentelemetry';
import { type Answer, receiver } from 'hookwright/receiver';

const options = {
  provider: 'github',
  secrets: 'a secret',
  on: { push: (event: { readonly data: unknown }) => event.data },
} as const;

export const handle = (body: Uint8Array): Promise<Answer> =>
  receiver(options).handle({ method: 'POST', url: '/', headers: {}, body });
export const express: (request: NodeRequest, response: NodeResponse) => Promise<void> = forExpress(options);
export const fastify: (scope: FastifyScope) => Promise<void> = forFastify(options);
export const lambda: () => Promise<LambdaResult> = () => forLambda(options)({ httpMethod: 'GET' });
export const others = [forFetch(options), forNode(options)];
export const tracing: Tracing = { trace: (_event, call) => call() };
