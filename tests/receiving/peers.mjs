// The receivers of other libraries on Express, as their documentation describes them.

import { createServer } from 'node:http';
import { createWebhookMiddleware } from '@hookflo/tern/express';
import { createNodeMiddleware, Webhooks } from '@octokit/webhooks';
import express from 'express';

async function listen(app) {
  const server = createServer(app);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/webhook`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** The receivers. */
export const PEERS = [
  {
    name: '`@octokit/webhooks`',
    package: '@octokit/webhooks',
    start(target, [old, secret]) {
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const webhooks = new Webhooks({ secret, additionalSecrets: [old], log });
      webhooks.on('push', ({ payload }) => target.handle(payload));
      return listen(express().use(createNodeMiddleware(webhooks, { path: '/webhook', log })));
    },
  },
  {
    name: '`@hookflo/tern`',
    package: '@hookflo/tern',
    start(target, [, secret]) {
      const app = express();
      // Errors of handlers are answered with 500, and not printed.
      app.set('env', 'test');
      app.post('/webhook', createWebhookMiddleware({ platform: 'github', secret }), async (request, response) => {
        await target.handle(request.webhook.payload);
        response.sendStatus(200);
      });
      return listen(app);
    },
  },
];
