// The deliveries of the comparison: four senders, six sizes, bodies as strings and as bytes. They are signed in Node with
// `node:crypto`, and other runtimes receive them as JSON; bodies are made where they are used.

import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { body } from './body.mjs';

const SECRET = 'a secret of the comparison, 40 bytes long';
const WHSEC = `whsec_${Buffer.from('the key of the comparison: bytes').toString('base64')}`;

/** Header fields that proxies and clients add, in Node's form. */
const USUAL = {
  host: 'receiver.example.com',
  'user-agent': 'Sender-Hook/1.0',
  accept: '*/*',
  'accept-encoding': 'gzip, deflate',
  'content-type': 'application/json',
  'x-forwarded-for': '192.0.2.1',
  'x-forwarded-proto': 'https',
};

const hmac = (key, content) => createHmac('sha256', key).update(content);

/** For each sender: the secret that a receiver is configured with, and the signed header fields. */
const SENDERS = {
  github: () => ({
    secret: SECRET,
    headers: (text) => ({
      'x-github-event': 'push',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-hub-signature-256': `sha256=${hmac(SECRET, text).digest('hex')}`,
    }),
  }),
  stripe: () => ({
    secret: SECRET,
    headers: (text, seconds) => ({
      'stripe-signature': `t=${seconds},v1=${hmac(SECRET, `${seconds}.${text}`).digest('hex')}`,
    }),
  }),
  standard: () => ({
    secret: WHSEC,
    headers(text, seconds) {
      const key = Buffer.from(WHSEC.slice('whsec_'.length), 'base64');
      return {
        'webhook-id': 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
        'webhook-timestamp': String(seconds),
        'webhook-signature': `v1,${hmac(key, `msg_2KWPBgLlAfxdpx2AI54pPJ85f4W.${seconds}.${text}`).digest('base64')}`,
      };
    },
  }),
  awell() {
    const pem = { type: 'pkcs8', format: 'pem' };
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: pem,
    });
    const key = createPrivateKey(privateKey);
    return {
      secret: publicKey,
      headers: (text) => ({ 'x-awell-signature': sign('sha256', Buffer.from(text), key).toString('base64') }),
    };
  },
};

/**
 * Returns the deliveries of some sizes, as JSON. `forged` has the header fields of another body.
 *
 * @param {number[]} sizes in bytes
 */
export function deliveries(sizes, senders = Object.keys(SENDERS)) {
  const seconds = Math.floor(Date.now() / 1000);
  return senders.flatMap((sender) => {
    const { secret, headers } = SENDERS[sender]();
    const forged = { ...USUAL, ...headers('{"another":"body"}', seconds) };
    return sizes.map((size) => {
      const good = { ...USUAL, ...headers(body(size), seconds) };
      return { sender, size, secret, headers: good, forged };
    });
  });
}
