// The receivers of each framework: alone, behind the usual body parsers of the whole application with the documented remedy,
// and behind them without it.

import { createServer } from 'node:http';
import { serve } from '@hono/node-server';
import koaBodyParser from '@koa/bodyparser';
import { Elysia } from 'elysia';
import express5 from 'express';
import express4 from 'express4';
import fastify from 'fastify';
import { Hono } from 'hono';
import { webhook as forExpress, keepRawBody } from 'hookwright/express';
import { webhook as forFastify } from 'hookwright/fastify';
import { webhook as forFetch } from 'hookwright/fetch';
import { webhook as forNode } from 'hookwright/node';
import Koa from 'koa';
import koaBodyparser4 from 'koa-bodyparser';
import { SHAPES, startLambda } from './lambda.mjs';
import { startNest } from './nest.mjs';

/** Listens, and returns the address and a function that ends the server. */
async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/webhook`, close: () => end(server) };
}

function end(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

function expressApp(express, use) {
  return (options) => {
    const app = express();
    use(app, express, forExpress(options));
    return listen(createServer(app));
  };
}

/** The parsers of Express for the whole application. */
const parsers = (app, express, options) =>
  app.use(
    express.json(options),
    express.urlencoded({ extended: true, ...options }),
    express.text(options),
    express.raw(options),
  );

async function fastifyApp(options, before = () => {}) {
  const app = fastify();
  await before(app);
  await app.register(forFastify(options), { prefix: '/webhook' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { url: `http://127.0.0.1:${app.server.address().port}/webhook`, close: () => app.close() };
}

function koaApp(options, ...before) {
  const app = new Koa();
  app.silent = true;
  const receive = forNode(options);
  for (const middleware of before) app.use(middleware);
  app.use((context, next) => (context.path === '/webhook' ? receive(context) : next()));
  return listen(createServer(app.callback()));
}

async function fetchApp(fetch) {
  const server = await new Promise((resolve) => {
    const started = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started));
  });
  return { url: `http://127.0.0.1:${server.address().port}/webhook`, close: () => end(server) };
}

/** A receiver: `entry` is that of the package, `place` says what is before it. */
const row = (entry, framework, place, start) => ({ entry, framework, place, start });

/** The receivers, each of which accepts every good delivery. */
export const RECEIVERS = [
  row(
    'express',
    'Express 5',
    'alone',
    expressApp(express5, (app, _, receive) => app.use('/webhook', receive)),
  ),
  row(
    'express',
    'Express 5',
    'alone, `app.post`',
    expressApp(express5, (app, _, receive) => app.post('/webhook', receive)),
  ),
  row(
    'express',
    'Express 5',
    'behind `express.json()` and the other parsers, with `keepRawBody`',
    expressApp(express5, (app, express, receive) => {
      parsers(app, express, { limit: '1mb', verify: keepRawBody });
      app.use('/webhook', receive);
    }),
  ),
  row(
    'express',
    'Express 4',
    'alone',
    expressApp(express4, (app, _, receive) => app.use('/webhook', receive)),
  ),
  row(
    'express',
    'Express 4',
    'behind `express.json()` and the other parsers, with `keepRawBody`',
    expressApp(express4, (app, express, receive) => {
      parsers(app, express, { limit: '1mb', verify: keepRawBody });
      app.use('/webhook', receive);
    }),
  ),
  row(
    'express',
    'Express 5',
    'behind `express.raw()`',
    expressApp(express5, (app, express, receive) => {
      app.use(express.raw({ type: () => true, limit: '1mb' }));
      app.use('/webhook', receive);
    }),
  ),
  row('fastify', 'Fastify 5', 'alone', (options) => fastifyApp(options)),
  row('fastify', 'Fastify 5', 'behind content type parsers of the application', (options) =>
    fastifyApp(options, (app) => {
      app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
        done(null, Object.fromEntries(new URLSearchParams(body))),
      );
      app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    }),
  ),
  row('node', '`node:http`', 'alone', (options) => {
    const receive = forNode(options);
    return listen(createServer((request, response) => void receive(request, response)));
  }),
  row('node', 'Koa 3', 'alone', (options) => koaApp(options)),
  row('node', 'Koa 3', 'behind `@koa/bodyparser`', (options) => koaApp(options, koaBodyParser())),
  row('node', 'Koa 3', 'behind `koa-bodyparser`', (options) => koaApp(options, koaBodyparser4())),
  row('node', 'NestJS 12', '`rawBody: true`', (options) => startNest(forNode(options), { rawBody: true })),
  row('fetch', 'Hono 4', 'alone', (options) => {
    return fetchApp(new Hono().all('/webhook', forFetch(options)).fetch);
  }),
  row('fetch', 'Hono 4', 'behind a middleware that reads a clone', (options) => {
    const receive = forFetch(options);
    const app = new Hono();
    app.use(async (context, next) => {
      await context.req.raw.clone().arrayBuffer();
      await next();
    });
    return fetchApp(app.all('/webhook', (context) => receive(context)).fetch);
  }),
  row('fetch', 'Elysia 1', "`parse: 'none'`", (options) => {
    return fetchApp(new Elysia().all('/webhook', forFetch(options), { parse: 'none' }).fetch);
  }),
  row(
    'fetch',
    'a function from `Request` to `Response`',
    'as in Next.js, SvelteKit, Workers, Deno and Bun',
    (options) => fetchApp(forFetch(options)),
  ),
  ...SHAPES.map((shape) => row('lambda', shape, 'alone', (options) => startLambda(shape, options))),
];

/** Receivers behind code that reads the body. They accept nothing, and say why in the log. */
export const MISPLACED = [
  {
    name: 'Express 5 behind `express.json()`',
    says: /`express\.json\(\)` has read the body.*keepRawBody/,
    start: expressApp(express5, (app, express, receive) => {
      app.use(express.json());
      app.use('/webhook', receive);
    }),
  },
  {
    name: 'Express 4 behind `express.json()`',
    says: /`express\.json\(\)` has read the body.*keepRawBody/,
    start: expressApp(express4, (app, express, receive) => {
      app.use(express.json());
      app.use('/webhook', receive);
    }),
  },
  {
    name: 'Express 5 behind `express.urlencoded()`',
    contentType: 'application/x-www-form-urlencoded',
    says: /`express\.urlencoded\(\)` has read the body.*keepRawBody/,
    start: expressApp(express5, (app, express, receive) => {
      app.use(express.json(), express.urlencoded({ extended: false }));
      app.use('/webhook', receive);
    }),
  },
  {
    name: 'Koa behind a parser that keeps nothing',
    says: /@koa\/bodyparser/,
    start: (options) =>
      koaApp(options, async (context, next) => {
        context.request.body = JSON.parse(Buffer.concat(await context.req.toArray()).toString());
        await next();
      }),
  },
  { name: 'NestJS without `rawBody`', says: /rawBody: true/, start: (options) => startNest(forNode(options), {}) },
  {
    name: '`node:http` after the stream was read',
    says: /other code has read the body/,
    start: (options) => {
      const receive = forNode(options);
      return listen(
        createServer(async (request, response) => {
          await request.toArray();
          await receive(request, response);
        }),
      );
    },
  },
  {
    name: 'Fastify behind a `preParsing` hook that reads the body',
    says: /preParsing/,
    start: (options) =>
      fastifyApp(options, (app) => {
        app.addHook('preParsing', async (_request, _reply, payload) => {
          await payload.toArray();
        });
      }),
  },
  {
    name: 'Hono behind a middleware that reads the body',
    says: /request\.clone\(\)/,
    start: (options) => {
      const receive = forFetch(options);
      const app = new Hono();
      app.use(async (context, next) => {
        await context.req.json();
        await next();
      });
      return fetchApp(app.all('/webhook', (context) => receive(context)).fetch);
    },
  },
  {
    name: 'Lambda behind a middleware that parses the body',
    says: /without a middleware that parses `body`/,
    start: (options) =>
      startLambda('API Gateway, payload format 2.0', options, (event) => ({ ...event, body: JSON.parse(event.body) })),
  },
];
