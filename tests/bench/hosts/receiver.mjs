// An Express receiver whose only difference is the library that verifies or receives: the argument selects it. It sends its port to
// the parent process, and answers each message with the processor time that it has used.

import { createWebhookMiddleware } from '@hookflo/tern/express';
import * as octokit from '@octokit/webhooks-methods';
import express from 'express';
import { createVerifier, Webhook } from 'hookwright';
import { memoryStore, webhook } from 'hookwright/express';
import { Webhook as Standard } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as Svix } from 'svix';
import { byHand } from './by-hand.mjs';

const [, , library, sender, secret] = process.argv;

/** Middleware for a function that returns whether a request is accepted, or a promise of it. */
const by = (accepts) => async (request, response, next) => {
  if (await accepts(request)) next();
  else response.sendStatus(401);
};

/** The same for a function that throws to reject. */
const unlessThrown = (check) =>
  by((request) => {
    try {
      check(request);
      return true;
    } catch {
      return false;
    }
  });

const LIBRARIES = {
  hookwright() {
    if (sender === 'standard') {
      const webhook = new Webhook(secret);
      return unlessThrown(({ body, headers }) => webhook.verify(body, headers));
    }
    const verifier = createVerifier({ provider: sender, secrets: secret });
    return by(({ body, headers }) => verifier.verify({ body, headers }).ok);
  },
  'node:crypto'() {
    const [accepts] = byHand(sender, secret)['node:crypto'];
    return by(({ body, headers }) => accepts(body, headers));
  },
  octokit: () => by(({ body, headers }) => octokit.verify(secret, body.toString(), headers['x-hub-signature-256'])),
  stripe() {
    const { signature } = Stripe.webhooks;
    return unlessThrown(({ body, headers }) => signature.verifyHeader(body, headers['stripe-signature'], secret, 300));
  },
  standardwebhooks() {
    const webhook = new Standard(secret);
    return unlessThrown(({ body, headers }) => webhook.verify(body, headers));
  },
  svix() {
    const webhook = new Svix(secret);
    return unlessThrown(({ body, headers }) => webhook.verify(body, headers));
  },
  tern: () => createWebhookMiddleware({ platform: sender, secret }),
  'no verification': () => by(() => true),
};

/** A whole receiver, whose handler also reads the parsed body. */
function wholeReceiver() {
  const read = (event) => void event.data;
  const receiver = { provider: sender, secrets: secret, store: memoryStore(), name: 'bench' };
  return webhook({ ...receiver, on: { push: read }, log: () => {} });
}

const app = express();
if (library === 'hookwright/express') {
  app.post('/', wholeReceiver());
} else {
  const raw = express.raw({ type: () => true, limit: '2mb' });
  app.post('/', raw, LIBRARIES[library](), (request, response) => {
    JSON.parse(request.body);
    response.sendStatus(200);
  });
}
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('message', () => process.send(process.cpuUsage()));
process.once('disconnect', () => process.exit());
