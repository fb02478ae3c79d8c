// Signed deliveries of the senders of the examples. Each has the provider, the secret of the receiver, and a function that
// returns the body and the header fields of the delivery with a number; `effect` is what the handler does with it.

import { generateKeyPairSync } from 'node:crypto';
import { sign } from 'hookwright';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function sender(provider, { body, headers = () => ({}), secrets = { sign: secret, verify: secret } }) {
  return {
    secret: secrets.verify,
    delivery(number) {
      const text = JSON.stringify(body(number));
      const id = `msg_${number}`;
      const signed = sign({ provider, secret: secrets.sign, body: text, ...(provider === 'standard' ? { id } : {}) });
      return { body: text, headers: { 'content-type': 'application/json', ...signed.headers, ...headers(number) } };
    },
  };
}

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

export const SENDERS = {
  github: sender('github', {
    body: (number) => ({ ref: 'refs/heads/main', after: `commit_${number}` }),
    headers: (number) => ({ 'x-github-event': 'push', 'x-github-delivery': `delivery_${number}` }),
  }),
  generic: sender('generic', {
    body: (number) => ({
      id: `evt_${number}`,
      type: 'user.created',
      created_at: '2026-01-15T12:30:00Z',
      data: { id: `user_${number}`, name: 'Zoë' },
    }),
  }),
  stripe: sender('stripe', {
    body: (number) => ({
      id: `evt_${number}`,
      type: 'invoice.paid',
      data: { object: { id: `in_${number}`, amount_paid: 1200 } },
    }),
  }),
  standard: sender('standard', {
    body: (number) => ({
      type: 'user.created',
      timestamp: '2026-01-15T12:30:00Z',
      data: { id: `user_${number}`, name: 'Zoë' },
    }),
  }),
  shopify: sender('shopify', {
    body: (number) => ({ id: number, total_price: '12.00' }),
    headers: (number) => ({ 'x-shopify-topic': 'orders/create', 'x-shopify-webhook-id': `webhook_${number}` }),
  }),
  slack: sender('slack', {
    body: (number) => ({
      type: 'event_callback',
      event_id: `Ev${number}`,
      event: { type: 'message', channel: 'C1', text: `hello ${number}` },
    }),
  }),
  well: sender('well', {
    body: (number) => ({
      event: 'company.created',
      timestamp: '2024-01-15T10:30:00Z',
      data: { company_id: `comp_${number}`, name: 'Acme Corp' },
    }),
  }),
  awell: sender('awell', {
    body: (number) => ({
      event_type: 'pathway.completed',
      complete_date: '2024-05-01T10:00:00.000Z',
      pathway: { id: `pathway_${number}`, pathway_definition_id: 'def_1', patient_id: 'pt_1' },
    }),
    secrets: { sign: keys.privateKey, verify: keys.publicKey },
  }),
};
