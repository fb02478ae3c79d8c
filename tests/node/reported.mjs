// Deliveries as their senders sign them, signed with node:crypto.

import { createHmac } from 'node:crypto';
import { explain, verify } from 'hookwright';

export const NOW = 1_784_100_000_000;
const seconds = NOW / 1000;

export const hmac = (algorithm, key, content, encoding = 'hex') =>
  createHmac(algorithm, key).update(content).digest(encoding);

/** The headers that each sender adds to a delivery. */
const HEADERS = {
  stripe: (key, body) => ({ 'Stripe-Signature': `t=${seconds},v1=${hmac('sha256', key, `${seconds}.${body}`)}` }),
  github: (key, body) => ({ 'X-Hub-Signature-256': `sha256=${hmac('sha256', key, body)}` }),
  slack: (key, body) => ({
    'X-Slack-Request-Timestamp': `${seconds}`,
    'X-Slack-Signature': `v0=${hmac('sha256', key, `v0:${seconds}:${body}`)}`,
  }),
  shopify: (key, body) => ({ 'X-Shopify-Hmac-Sha256': hmac('sha256', key, body, 'base64') }),
  razorpay: (key, body) => ({ 'X-Razorpay-Signature': hmac('sha256', key, body) }),
  docusign: (key, body) => ({ 'X-DocuSign-Signature-1': hmac('sha256', key, body, 'base64') }),
  xero: (key, body) => ({ 'x-xero-signature': hmac('sha256', key, body, 'base64') }),
  line: (key, body) => ({ 'x-line-signature': hmac('sha256', key, body, 'base64') }),
  paddle: (key, body) => ({ 'Paddle-Signature': `ts=${seconds};h1=${hmac('sha256', key, `${seconds}:${body}`)}` }),
  generic: (key, body) => ({ 'X-Webhook-Signature': hmac('sha256', key, body) }),
  standard: (key, body) => {
    const mac = hmac('sha256', Buffer.from(key.replace('whsec_', ''), 'base64'), `msg_1.${seconds}.${body}`, 'base64');
    return { 'webhook-id': 'msg_1', 'webhook-timestamp': `${seconds}`, 'webhook-signature': `v1,${mac}` };
  },
};

/** A delivery of `provider` with what `explain` and `verify` need. */
export function delivery(provider, secret, body, { key = secret, ...others } = {}) {
  return { provider, secrets: secret, body, headers: HEADERS[provider](key, body), now: NOW, ...others };
}

/** The verdict and the causes of a delivery. */
export function diagnosed(given) {
  const { oldSecrets, otherSecrets, framework, ...options } = given;
  const verdict = verify(options);
  const diagnosis = explain(given);
  const codes = diagnosis.causes.map(({ code }) => code);
  return { verdict, codes, first: diagnosis.causes[0], causes: diagnosis.causes };
}

/** The first cause of a delivery that `verify` may refuse by an exception. */
export function diagnosedOnly(given) {
  const { ok, causes } = explain(given);
  if (ok) throw new Error('the delivery is valid');
  return causes[0];
}
