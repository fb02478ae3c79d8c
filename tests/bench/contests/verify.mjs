// Verification: this project against code written by hand and other libraries. Each candidate verifies one delivery and
// returns whether it is accepted. Without `node:crypto`, the code written by hand uses Web Crypto.

import * as octokit from '@octokit/webhooks-methods';
import { Webhook as Standard } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as Svix } from 'svix';
import { body } from '../body.mjs';
import { measure } from '../measure.mjs';

const accepts = (check) => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

/** This project. Each candidate takes the body and the header fields of a request. */
function own({ hookwright, sender: provider, secret }) {
  const verifier = hookwright.createVerifier({ provider, secrets: secret });
  const candidates = {
    createVerifier: (body, headers) => verifier.verify({ body, headers }).ok,
    verify: (body, headers) => hookwright.verify({ provider, secrets: secret, body, headers }).ok,
  };
  if (provider !== 'standard') return candidates;
  const webhook = new hookwright.Webhook(secret);
  return { ...candidates, Webhook: (body, headers) => accepts(() => webhook.verify(body, headers)) };
}

/** Libraries take the types of bodies that their documentation names; the conversion of others is part of the call. */
const text = (body) => (typeof body === 'string' ? body : new TextDecoder().decode(body));

const PEERS = {
  github: ({ secret }) => ({
    octokit: [(body, headers) => octokit.verify(secret, text(body), headers['x-hub-signature-256']), 'async'],
  }),
  stripe({ secret, host }) {
    const { signature } = Stripe.webhooks;
    const field = 'stripe-signature';
    if (host.asyncStripe) {
      const verify = (body, headers) => signature.verifyHeaderAsync(text(body), headers[field], secret, 300);
      return { stripe: [(body, headers) => verify(body, headers).then(Boolean, () => false), 'async'] };
    }
    return {
      stripe: [(body, headers) => accepts(() => signature.verifyHeader(body, headers[field], secret, 300))],
    };
  },
  standard({ secret }) {
    const [standard, svix] = [new Standard(secret), new Svix(secret)];
    return {
      standardwebhooks: [(body, headers) => accepts(() => standard.verify(input(body), headers))],
      svix: [(body, headers) => accepts(() => svix.verify(input(body), headers))],
    };
  },
  awell: () => ({}),
};

/** Both classes accept strings and `Buffer`s, but no other bytes. */
const input = (body) => (typeof body === 'string' || globalThis.Buffer?.isBuffer(body) ? body : text(body));

/** The candidates of a delivery, with the names that the report shows. */
function candidates({ host, hookwright, sender, secret }) {
  const named = Object.entries(own({ hookwright, sender, secret })).map(([name, call]) => ({ name, call }));
  const peers = { ...host.byHand(sender, secret), ...PEERS[sender]({ secret, host }), ...host.more?.(sender, secret) };
  for (const [name, [call, mode]] of Object.entries(peers)) named.push({ name, call, async: mode === 'async' });
  return named;
}

/**
 * Compares the candidates for each delivery. Before that, each must accept the delivery and reject a forged one.
 *
 * @param {object} host `hookwright`, `byHand` and what else the runtime has
 * @param {{ deliveries: object[], bodies: string[], plan: import('../measure.mjs').Plan }} job
 */
export async function verify(host, { deliveries, bodies, plan }) {
  const results = [];
  for (const { sender, size, secret, headers, forged } of deliveries) {
    const all = candidates({ host, hookwright: host.hookwright, sender, secret });
    const string = body(size);
    const bytes = globalThis.Buffer ? Buffer.from(string) : new TextEncoder().encode(string);
    for (const kind of bodies) {
      const given = kind === 'string' ? string : bytes;
      for (const { name, call } of all) {
        if ((await call(given, headers)) !== true)
          throw new Error(`${name} rejects a delivery of ${sender}, ${size} bytes`);
        if ((await call(given, forged)) !== false) throw new Error(`${name} accepts a forged delivery of ${sender}`);
      }
      const contestants = all.map(({ name, call, async }) => ({ name, async, run: () => call(given, headers) }));
      results.push({
        sender,
        size,
        body: kind,
        times: await measure(contestants, { ...plan, interruptions: host.interruptions }),
      });
    }
  }
  return results;
}
