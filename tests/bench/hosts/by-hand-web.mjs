// Verification as it is written by hand with Web Crypto, which has only asynchronous functions. Keys are imported once.

const encoder = new TextEncoder();
const bytesOf = (value) => (typeof value === 'string' ? encoder.encode(value) : value);
const base64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const hex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const fresh = (seconds) => Math.abs(Date.now() / 1000 - seconds) <= 300;

const hmacKey = (raw) => crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);

function after(prefix, body) {
  const [head, rest] = [encoder.encode(prefix), bytesOf(body)];
  const content = new Uint8Array(head.length + rest.length);
  content.set(head);
  content.set(rest, head.length);
  return content;
}

const SENDERS = {
  github(secret) {
    const key = hmacKey(encoder.encode(secret));
    return async (body, headers) =>
      crypto.subtle.verify(
        'HMAC',
        await key,
        hex(headers['x-hub-signature-256'].slice('sha256='.length)),
        bytesOf(body),
      );
  },
  stripe(secret) {
    const key = hmacKey(encoder.encode(secret));
    return async (body, headers) => {
      const items = headers['stripe-signature'].split(',').map((item) => item.split('='));
      const timestamp = items.find(([name]) => name === 't')?.[1];
      if (!fresh(Number(timestamp))) return false;
      const signature = hex(items.find(([name]) => name === 'v1')?.[1] ?? '');
      return crypto.subtle.verify('HMAC', await key, signature, after(`${timestamp}.`, body));
    };
  },
  standard(secret) {
    const key = hmacKey(base64(secret.slice('whsec_'.length)));
    return async (body, headers) => {
      const timestamp = headers['webhook-timestamp'];
      if (!fresh(Number(timestamp))) return false;
      const signature = base64(headers['webhook-signature'].slice('v1,'.length));
      return crypto.subtle.verify('HMAC', await key, signature, after(`${headers['webhook-id']}.${timestamp}.`, body));
    };
  },
  awell(secret) {
    const der = base64(secret.replace(/-----.*?-----|\s/g, ''));
    const key = crypto.subtle.importKey('spki', der, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['verify']);
    return async (body, headers) =>
      crypto.subtle.verify('RSASSA-PKCS1-v1_5', await key, base64(headers['x-awell-signature']), bytesOf(body));
  },
};

export const byHand = (sender, secret) => ({ 'Web Crypto': [SENDERS[sender](secret), 'async'] });
