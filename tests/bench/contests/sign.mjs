// Signing: this project against code written by hand and the libraries that sign. Each candidate makes the value of the
// signature's header field.

import { createHmac } from 'node:crypto';
import * as octokit from '@octokit/webhooks-methods';
import { Webhook as Standard } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as Svix } from 'svix';
import { body } from '../body.mjs';
import { measure } from '../measure.mjs';

const ID = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W';
const text = (body) => (typeof body === 'string' ? body : new TextDecoder().decode(body));

const SENDERS = {
  github({ hookwright, secret }) {
    const signer = hookwright.createSigner({ provider: 'github', secret });
    const field = ({ headers }) => headers['X-Hub-Signature-256'];
    return {
      createSigner: (body) => field(signer.sign({ body })),
      sign: (body) => field(hookwright.sign({ provider: 'github', secret, body })),
      'node:crypto': (body) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      octokit: [(body) => octokit.sign(secret, text(body)), 'async'],
    };
  },
  stripe({ hookwright, secret, date }) {
    const signer = hookwright.createSigner({ provider: 'stripe', secret });
    const seconds = Math.floor(date / 1000);
    const field = ({ headers }) => headers['Stripe-Signature'];
    return {
      createSigner: (body) => field(signer.sign({ body, timestamp: date })),
      sign: (body) => field(hookwright.sign({ provider: 'stripe', secret, body, timestamp: date })),
      'node:crypto'(body) {
        return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')}`;
      },
      stripe: (body) => Stripe.webhooks.generateTestHeaderString({ payload: text(body), secret, timestamp: seconds }),
    };
  },
  standard({ hookwright, secret, date }) {
    const signer = hookwright.createSigner({ provider: 'standard', secret });
    const [own, standard, svix] = [new hookwright.Webhook(secret), new Standard(secret), new Svix(secret)];
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const prefix = `${ID}.${Math.floor(date / 1000)}.`;
    const field = ({ headers }) => headers['webhook-signature'];
    return {
      createSigner: (body) => field(signer.sign({ id: ID, body, timestamp: date })),
      sign: (body) => field(hookwright.sign({ provider: 'standard', secret, id: ID, body, timestamp: date })),
      Webhook: (body) => own.sign(ID, date, body),
      'node:crypto': (body) => `v1,${createHmac('sha256', key).update(prefix).update(body).digest('base64')}`,
      standardwebhooks: (body) => standard.sign(ID, date, body),
      svix: (body) => svix.sign(ID, date, body),
    };
  },
};

/** Compares the candidates for each sender, size and type of body, after they have made the same signature. */
export async function sign({ hookwright, interruptions }, { deliveries, bodies, plan }) {
  const results = [];
  for (const { sender, size, secret } of deliveries) {
    const made = SENDERS[sender]({ hookwright, secret, date: new Date() });
    const all = Object.entries(made).map(([name, entry]) => ({
      name,
      call: [entry].flat()[0],
      async: [entry].flat()[1] === 'async',
    }));
    for (const kind of bodies) {
      const given = kind === 'string' ? body(size) : Buffer.from(body(size));
      const signatures = new Set();
      for (const { call } of all) signatures.add(await call(given));
      if (signatures.size !== 1) throw new Error(`the signatures of ${sender} differ, ${size} bytes`);
      const contestants = all.map(({ name, call, async }) => ({ name, async, run: () => call(given) }));
      results.push({ sender, size, body: kind, times: await measure(contestants, { ...plan, interruptions }) });
    }
  }
  return results;
}
