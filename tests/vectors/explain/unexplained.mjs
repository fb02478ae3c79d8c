// Deliveries that nothing in the list of causes explains: forged, altered, or signed with a key that nobody here has.

import { newSecret } from './senders.mjs';
import { styles, write } from './serialize.mjs';

const anotherKey = [
  ['github/sha256', 'issue'],
  ['github/sha256', 'push', { legacy: 'github/sha1' }],
  ['stripe/v1', 'intent'],
  ['stripe/v1', 'checkout', { flavour: 'wide' }],
  ['slack/v0', 'command'],
  ['shopify/hmac', 'order'],
  ['standard/v1', 'contact'],
  ['svix/v1', 'user', { flavour: 'wide' }],
  ['generic/signature', 'user'],
  ['generic/signature', 'ledger'],
  ['twilio/sha1', 'sms'],
  ['square/sha256', 'payment'],
  ['hubspot/v3', 'changes'],
  ['zoom/v0', 'recording'],
  ['paddle/h1', 'customer'],
  ['box/hmac', 'upload'],
  ['typeform/sha256', 'response'],
  ['intercom/sha1', 'conversation', { flavour: 'html' }],
];

const randomSignature = [
  ['github/sha256', 'ping', 'hex'],
  ['stripe/v1', 'thin', 'hex'],
  ['standard/v1', 'batch', 'base64'],
  ['shopify/hmac', 'product', 'base64'],
  ['discord/ed25519', 'command', 'hex'],
  ['awell/rsa', 'activity', 'base64'],
];

const swap = (from, to) => (d) => {
  const text = d.body.toString();
  if (!text.includes(from)) throw new Error(`${from} is not in the body`);
  return { body: Buffer.from(text.replace(from, to)) };
};
/** Values only; lengths stay, so that no Content-Length gives a hint. */
const altered = [
  ['stripe/v1', 'intent', swap('"currency": "eur"', '"currency": "usd"'), 'the currency was changed'],
  ['shopify/hmac', 'order', swap('"confirmed":true', '"confirmed":null'), 'a value was changed'],
  ['github/sha256', 'issue', swap('"private":true', '"private":null'), 'a value was changed'],
  ['paddle/h1', 'transaction', swap('"completed"', '"cancelled"'), 'the state was changed'],
  ['generic/signature', 'user', swap('jane@', 'john@'), 'the address was changed'],
  ['svix/v1', 'user', swap('jane@', 'june@'), 'the address was changed'],
  ['zoom/v0', 'meeting', swap('"duration":45', '"duration":54'), 'a number was changed'],
  ['twilio/sha1', 'call', swap('PORTLAND', 'PORTLANT'), 'a parameter was changed'],
  ['awell/rsa', 'pathway', swap('pathway.started', 'pathway.stopped'), 'the type was changed'],
  ['discord/ed25519', 'command', swap('"version":1', '"version":2'), 'a number was changed'],
];

const has = (name, other) => name.toLowerCase() === other.toLowerCase();
const withHeader = (name, change) => (d) => ({
  headers: d.headers.map(([other, value]) => (has(name, other) ? [other, change(value)] : [other, value])),
});

export function unexplained(add) {
  for (const [scheme, kind, options] of anotherKey) {
    const sender = scheme.split('/')[0];
    add('unknown', scheme, kind, options, 'signed with a key that the user has nowhere', (_d, r) => ({
      secrets: [{ text: newSecret(sender, r) }],
    }));
  }
  add(
    'unknown',
    'svix/v1',
    'mail',
    {},
    'signed with a key that the user has nowhere; other keys are at hand',
    (_d, r) => ({
      secrets: [{ text: newSecret('svix', r) }],
      oldSecrets: [{ text: newSecret('svix', r), name: 'replaced' }],
      otherSecrets: [{ text: newSecret('svix', r), name: 'development' }],
    }),
  );
  add(
    'unknown',
    'discord/ed25519',
    'ping',
    { application: 1 },
    'signed for an application that the user does not have',
  );

  for (const [scheme, kind, encoding] of randomSignature) {
    const size = { 'discord/ed25519': 64, 'awell/rsa': 256 }[scheme] ?? 32;
    add('unknown', scheme, kind, {}, 'a forger wrote random bytes for a signature', (d, r) => {
      const wanted = d.as.signature;
      return withHeader(wanted.header, (value) => {
        const at = wanted.prefix ? value.indexOf(wanted.prefix) + wanted.prefix.length : 0;
        return value.slice(0, at) + r.bytes(size).toString(encoding);
      })(d);
    });
  }

  for (const [scheme, kind, change, how] of altered) add('unknown', scheme, kind, {}, `${how} after signing`, change);
  add('unknown', 'standard/v1', 'contact', { length: false }, 'a member was added after signing', (d) => ({
    body: Buffer.from(write({ ...d.value, admin: true }, styles.js)),
  }));
  add('unknown', 'typeform/sha256', 'response', { length: false }, 'an answer was taken out after signing', (d) => {
    const { answers, ...rest } = d.value.form_response;
    return {
      body: Buffer.from(write({ ...d.value, form_response: { ...rest, answers: answers.slice(1) } }, styles.js)),
    };
  });
  add(
    'unknown',
    'slack/v0',
    'event',
    {},
    'a proxy wrote its own time into the timestamp, three seconds later',
    (d) => ({
      ...withHeader('X-Slack-Request-Timestamp', (value) => String(Number(value) + 3))(d),
      nowMs: d.nowMs + 3000,
    }),
  );
  add('unknown', 'standard/v1', 'thin', {}, 'a relay gave the message another id', (d, r) =>
    withHeader('webhook-id', () => `msg_${r.alnum(27)}`)(d),
  );
  const otherMethod = { method: 'PUT', accept: ['method_other'] };
  add('unknown', 'hubspot/v3', 'action', otherMethod, 'the sender signed PUT, and POST arrived', () => ({
    method: 'POST',
  }));
  add(
    'unknown',
    'github/sha256',
    'form',
    {},
    'the signature is that of another delivery, whose action was another',
    swap('created', 'deleted'),
  );
}
