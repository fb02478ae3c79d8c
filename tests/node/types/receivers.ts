// The types of receivers, with those of the frameworks. This file is compiled and not run.
import type { RequestListener } from 'node:http';
import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2, Handler as LambdaHandler } from 'aws-lambda';
import { Elysia } from 'elysia';
import express from 'express';
import express4 from 'express4';
import fastify, { type FastifyRequest } from 'fastify';
import { Hono } from 'hono';
import type { AwellPathway, EventPayloads, GenericUser, RejectionCode, WellCompany } from 'hookwright';
import { webhook as forExpress, keepRawBody, type Receipt } from 'hookwright/express';
import { webhook as forFastify } from 'hookwright/fastify';
import { type FetchCall, webhook as forFetch } from 'hookwright/fetch';
import { webhook as forLambda } from 'hookwright/lambda';
import { webhook as forNode } from 'hookwright/node';
import { openTelemetry } from 'hookwright/opentelemetry';
import { type ClaimStore, memoryStore, type OtherEvent, receiver } from 'hookwright/receiver';
import Koa from 'koa';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_ extends true>(): void => {};
const secrets = 'a secret';

/** Handlers of a provider get the payload of their type. */
export const typed = receiver({
  provider: 'well',
  secrets,
  on: {
    'company.created': (event, context) => {
      is<Same<typeof event.type, 'company.created'>>();
      is<Same<typeof event.data, WellCompany | null>>();
      is<Same<typeof event.receivedAtMs, number>>();
      is<Same<typeof event.body, Uint8Array>>();
      const { aborted } = context.signal;
      is<Same<typeof aborted, boolean>>();
      is<Same<typeof context.fence, number>>();
    },
  },
  onUnknown: (event) => {
    const receipt: Receipt = event;
    void receipt;
    if (event.type === 'company.deleted') is<Same<typeof event.data, WellCompany | null>>();
  },
  onRejected: ({ code }, request) => {
    is<Same<typeof code, RejectionCode | 'no_secret'>>();
    is<Same<typeof request.url, string>>();
  },
  orderBy: (event) => (event.occurredAtMs === null ? undefined : { object: 'company', position: event.occurredAtMs }),
  tracing: openTelemetry(),
  name: 'companies',
  store: memoryStore({ maxEntries: 10 }) satisfies ClaimStore,
});

/** A scheme selects the events of its provider. */
export const byScheme = receiver({
  scheme: 'generic/signature',
  secrets,
  on: { 'user.created': ({ data }) => is<Same<typeof data, GenericUser | null>>() },
});

export const awell = receiver({
  provider: 'awell',
  secrets,
  on: {
    'pathway.completed': ({ data }) => {
      is<Same<typeof data, EventPayloads['awell']['pathway.completed'] | null>>();
      const pathway: AwellPathway | undefined = data?.pathway;
      void pathway;
    },
  },
});

export const misspelt = [
  receiver({
    provider: 'well',
    secrets,
    on: {
      // @ts-expect-error there is no such event
      'company.craeted': () => {},
    },
  }),
  receiver({
    provider: 'generic',
    secrets,
    on: {
      // @ts-expect-error this is an event of another provider
      'company.created': () => {},
    },
  }),
  // @ts-expect-error there is no such sender
  receiver({ provider: 'githb', secrets, on: {} }),
  // @ts-expect-error there is no such option
  receiver({ provider: 'github', secrets, on: {}, onUnknownn: () => {} }),
  // @ts-expect-error the secret is missing
  receiver({ provider: 'github', on: {} }),
];

/** Other senders have any types, and unknown data. */
export const github = receiver({
  provider: 'github',
  secrets: [secrets, undefined],
  skipUnset: true,
  on: {
    push: (event) => {
      is<Same<typeof event, OtherEvent>>();
      is<Same<typeof event.data, unknown>>();
    },
  },
});

/** Senders that do not document where the type is have handlers by type only if `event` names the place. */
export const untyped = [
  receiver({ provider: 'xero', secrets, onUnknown: (event) => is<Same<typeof event, OtherEvent>>() }),
  receiver({
    provider: 'xero',
    secrets,
    event: { type: { member: '/events/0/eventType' } },
    on: { CREATE: (event) => is<Same<typeof event, OtherEvent>>() },
  }),
  receiver({ scheme: 'xero/hmac', secrets, event: { type: { header: 'X-Type' } }, on: { CREATE: () => {} } }),
  // @ts-expect-error the place of the type is missing
  receiver({ provider: 'xero', secrets, on: { CREATE: () => {} } }),
  // @ts-expect-error the place of the type is missing
  receiver({ scheme: 'xero/hmac', secrets, on: { CREATE: () => {} } }),
  // @ts-expect-error the place of the type is missing
  forExpress({ provider: 'aftership', secrets, on: { created: () => {} } }),
];

export const standard = receiver({
  provider: 'standard',
  secrets,
  on: {
    'invoice.paid': ({ type, data }) => {
      is<Same<typeof type, string | null>>();
      is<Same<typeof data, { readonly [member: string]: unknown } | null>>();
    },
  },
});

export const custom = receiver({
  scheme: { id: 'acme/v1', algorithm: 'hmac-sha256', content: '{body}', signature: { header: 'Acme-Signature' } },
  secrets: async ({ url }) => (url === '/a' ? secrets : undefined),
  tenant: ({ url }) => url,
  event: { type: { header: 'Acme-Type' } },
  on: { 'order.paid': (event) => is<Same<typeof event, OtherEvent>>() },
});

const options = { provider: 'github', secrets, on: { push: () => {} } } as const;

/** The adapters fit the types of their frameworks. */
export function frameworks(): unknown[] {
  const app = express();
  app.use(express.json({ limit: '1mb', verify: keepRawBody }));
  app.use('/webhook', forExpress(options));
  app.post('/webhook', forExpress(options));
  app.post(
    '/webhook/:tenant',
    forExpress({ ...options, secrets: (request: express.Request) => request.params.tenant as string }),
  );
  const old = express4();
  old.use('/webhook', forExpress(options));
  old.use(express4.json({ verify: keepRawBody }));

  const server = fastify();
  server.register(forFastify(options), { prefix: '/webhook' });
  server.register(forFastify({ ...options, secrets: (request: FastifyRequest) => request.hostname }), { prefix: '/b' });

  const listener: RequestListener = forNode(options);
  const koa = new Koa();
  koa.use(forNode(options));
  koa.use(forNode({ ...options, secrets: (context: Koa.Context) => context.hostname }));

  const hono = new Hono();
  const receive = forFetch(options);
  hono.post('/webhook', (context) => receive(context));
  hono.post('/webhook', receive);
  new Elysia().post('/webhook', ({ request }) => receive(request), { parse: 'none' });
  new Elysia().post('/webhook', receive, { parse: 'none' });
  const POST: (request: Request, context: { params: Promise<object> }) => Promise<Response> = receive;
  const simple: { fetch(request: Request, env: unknown, context: object): Promise<Response> } = { fetch: receive };
  const worker = {
    fetch: (request: Request, _env: unknown, context: { waitUntil(promise: Promise<unknown>): void }) =>
      receive(request, context),
  };

  const lambda = forLambda(options);
  const handlers: [
    LambdaHandler<APIGatewayProxyEvent>,
    LambdaHandler<APIGatewayProxyEventV2>,
    LambdaHandler<ALBEvent>,
  ] = [lambda, lambda, lambda];
  return [listener, POST, simple, worker, handlers];
}

/** The bindings of Workers, with their types. */
export const bindings = forFetch({
  provider: 'github',
  secrets: ({ env }: FetchCall<{ readonly SECRET: string }>) => env.SECRET,
  tenant: false,
  on: {
    push: (_event, { request, answer }) => {
      is<Same<typeof request.env, { readonly SECRET: string }>>();
      answer({ status: 201, body: 'done' });
    },
  },
});

/** An environment variable can be unset, which the receiver reports. */
export const fromEnvironment = receiver({
  provider: 'github',
  secrets: process.env.WEBHOOK_SECRET,
  store: memoryStore(),
  name: 'deployments',
  onUnknown: () => {},
});

// @ts-expect-error the name is missing
export const unnamed = receiver({ provider: 'github', secrets, store: memoryStore(), onUnknown: () => {} });
