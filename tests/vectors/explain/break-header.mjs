// The signature was lost or its header renamed on the way.

import { schemes } from './schemes.mjs';

const places = (id) => {
  const { signature, timestamp, messageId } = schemes[id];
  return {
    signature: [signature.header, signature.orHeader].filter(Boolean),
    others: [timestamp?.header, messageId?.header].filter(Boolean),
  };
};
const among = (names, name) => names.some((other) => other.toLowerCase() === name.toLowerCase());

const lost = [
  ['github/sha256', 'issue', false, 'a firewall that knows a list of headers dropped the signature'],
  ['stripe/v1', 'intent', false, 'CDN drops headers that it does not know'],
  ['slack/v0', 'event', false, 'the gateway maps headers one by one; the signature was forgotten'],
  ['slack/v0', 'command', true, 'the gateway drops all X- headers of Slack that it does not know'],
  ['shopify/hmac', 'order', false, 'the queue keeps the topic and not the signature'],
  ['standard/v1', 'contact', false, 'CORS proxy drops webhook-signature'],
  ['standard/v1', 'batch', true, 'the relay drops all webhook- headers'],
  ['svix/v1', 'user', false, 'the log redacted the signature and left it out'],
  ['twilio/sha1', 'sms', false, 'API Gateway HTTP integration without header mapping'],
  ['square/sha256', 'payment', false, 'Azure API Management policy removed it'],
  ['zoom/v0', 'meeting', false, 'nginx passes listed headers only, and this one is not listed'],
  ['paddle/h1', 'customer', false, 'the replay tool saved the body and the common headers only'],
  ['box/hmac', 'upload', false, 'both signatures were dropped by a firewall'],
  ['generic/signature', 'user', false, 'a header allowlist of the service mesh dropped it'],
  ['awell/rsa', 'pathway', false, 'the integration platform does not pass it on'],
  ['discord/ed25519', 'ping', true, 'the proxy drops X-Signature-*'],
];

const upper = (name) => `HTTP_${name.toUpperCase().replaceAll('-', '_')}`;
const snake = (name) => name.toLowerCase().replaceAll('-', '_');
const before = (prefix) => (name) => prefix + name;
const lowerBefore = (prefix) => (name) => prefix + name.toLowerCase();
/** [scheme, kind, the new name, whether the timestamp and the id are renamed too, what happened] */
const renamed = [
  ['github/sha256', 'issue', upper, true, 'PHP: $_SERVER as it is'],
  ['github/sha256', 'push', snake, true, 'message attributes of a queue: underscores'],
  ['github/sha256', 'ping', before('X-Forwarded-'), false, 'a proxy put X-Forwarded- before it'],
  ['stripe/v1', 'intent', upper, true, 'Rails: request.env as it is'],
  [
    'stripe/v1',
    'checkout',
    before('X-Original-'),
    false,
    'Hookdeck-like relay keeps the header of the sender under X-Original-',
  ],
  ['slack/v0', 'command', upper, true, 'WSGI: environ as it is'],
  ['slack/v0', 'event', snake, true, 'Step Functions input: names with underscores'],
  ['shopify/hmac', 'order', upper, true, 'Django: request.META as it is'],
  ['shopify/hmac', 'product', lowerBefore('x-amzn-remapped-'), false, 'API Gateway put x-amzn-remapped- before it'],
  ['standard/v1', 'contact', upper, true, 'Rack: env as it is'],
  ['svix/v1', 'user', snake, true, 'Google Cloud Workflows: names with underscores'],
  ['twilio/sha1', 'sms', upper, true, 'PHP: $_SERVER as it is'],
  ['zoom/v0', 'meeting', before('Original-'), false, 'a relay put Original- before it'],
  ['typeform/sha256', 'response', snake, true, 'low-code platform: names with underscores'],
  ['awell/rsa', 'activity', before('X-Forwarded-'), false, 'a proxy put X-Forwarded- before it'],
];

export function breakHeader(add) {
  for (const [scheme, kind, all, how] of lost) {
    const { signature, others } = places(scheme);
    const names = all ? [...signature, ...others] : signature;
    add('header_missing', scheme, kind, {}, how, (d) => ({
      headers: d.headers.filter(([name]) => !among(names, name)),
    }));
  }
  for (const [scheme, kind, rename, all, how] of renamed) {
    const { signature } = places(scheme);
    const standing = (name) => /^(content-type|content-length)$/i.test(name);
    add('header_renamed', scheme, kind, {}, how, (d) => ({
      headers: d.headers.map(([name, value]) => {
        if (among(signature, name)) return [rename(name), value];
        // CGI gives these two without HTTP_.
        if (all) return [standing(name) ? rename(name).replace('HTTP_', '') : rename(name), value];
        return [name, value];
      }),
    }));
  }
}
