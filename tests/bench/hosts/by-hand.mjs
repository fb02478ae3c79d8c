// Verification as it is written by hand with `node:crypto`, from the senders' documentation. Keys are prepared once.

import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

const equal = (found, expected) => found.length === expected.length && timingSafeEqual(found, expected);
const fresh = (seconds) => Math.abs(Date.now() / 1000 - seconds) <= 300;

const SENDERS = {
  github: (secret) => (body, headers) => {
    const mac = createHmac('sha256', secret).update(body).digest();
    return equal(Buffer.from(headers['x-hub-signature-256'].slice('sha256='.length), 'hex'), mac);
  },
  stripe: (secret) => (body, headers) => {
    const items = headers['stripe-signature'].split(',').map((item) => item.split('='));
    const timestamp = items.find(([name]) => name === 't')?.[1];
    if (!fresh(Number(timestamp))) return false;
    const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
    return items.some(([name, value]) => name === 'v1' && equal(Buffer.from(value, 'hex'), mac));
  },
  standard(secret) {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return (body, headers) => {
      const timestamp = headers['webhook-timestamp'];
      if (!fresh(Number(timestamp))) return false;
      const mac = createHmac('sha256', key).update(`${headers['webhook-id']}.${timestamp}.`).update(body).digest();
      const items = headers['webhook-signature'].split(' ');
      return items.some((item) => item.startsWith('v1,') && equal(Buffer.from(item.slice(3), 'base64'), mac));
    };
  },
  awell(secret) {
    const key = createPublicKey(secret);
    return (body, headers) => {
      const content = typeof body === 'string' ? Buffer.from(body) : body;
      return verify('sha256', content, key, Buffer.from(headers['x-awell-signature'], 'base64'));
    };
  },
};

export const byHand = (sender, secret) => ({ 'node:crypto': [SENDERS[sender](secret)] });
