// The sender signed, and well, but not in the way that the user asked for.

import { legacy, schemes } from './schemes.mjs';

/** [scheme, kind, algorithm, what happened, further changes to the scheme] */
const algorithms = [
  ['generic/signature', 'user', 'hmac-sha1', 'sender signs with SHA-1'],
  ['generic/signature', 'stock', 'hmac-sha512', 'sender signs with SHA-512'],
  ['generic/signature', 'ledger', 'hmac-sha384', 'sender signs with SHA-384'],
  [
    'generic/signature',
    'user',
    'hmac-sha512',
    'sender signs with SHA-512, over a body in Japanese',
    { flavour: 'wide' },
  ],
  ['shopify/hmac', 'product', 'hmac-sha1', 'a shop that imitates Shopify signs with SHA-1'],
  ['shopify/hmac', 'order', 'hmac-sha512', 'a shop that imitates Shopify signs with SHA-512'],
  ['standard/v1', 'contact', 'hmac-sha512', 'sender says v1 and signs with SHA-512'],
  [
    'typeform/sha256',
    'response',
    'hmac-sha1',
    "a test helper says sha256= and signs with its library's default, SHA-1",
  ],
  ['intercom/sha1', 'conversation', 'hmac-sha256', 'a relay says sha1= and signs with SHA-256'],
  ['github/sha256', 'issue', 'hmac-sha1', 'a forge that imitates GitHub says sha256= and signs with SHA-1'],
  ['zoom/v0', 'meeting', 'hmac-sha512', 'a test helper signs with SHA-512'],
  ['square/sha256', 'payment', 'hmac-sha1', 'a replay tool puts the old SHA-1 signature into the new header'],
];

const base64OfHex = (bytes) => Buffer.from(bytes.toString('hex')).toString('base64');
const base64 = { signature: { encoding: 'base64' } };
const hex = { signature: { encoding: 'hex' } };
/** [scheme, kind, changes to the scheme or null, what happened, options] */
const encodings = [
  ['generic/signature', 'user', base64, 'sender writes base64 where hex is asked for'],
  ['generic/signature', 'stock', base64, 'sender is Go: base64.StdEncoding instead of hex'],
  ['github/sha256', 'issue', base64, 'a forge that imitates GitHub writes base64 behind sha256='],
  ['slack/v0', 'event', base64, 'a test helper writes base64 behind v0='],
  ['stripe/v1', 'intent', base64, 'a test helper writes base64 behind v1='],
  ['shopify/hmac', 'product', hex, 'a test helper writes hex: digest("hex")'],
  ['twilio/sha1', 'sms', hex, 'a test helper writes hex: hexdigest()'],
  ['typeform/sha256', 'response', hex, 'a relay writes hex behind sha256='],
  ['standard/v1', 'contact', hex, 'sender writes hex behind v1,'],
  ['square/sha256', 'payment', hex, 'a replay tool writes hex'],
  ['box/hmac', 'upload', hex, 'a replay tool writes hex'],
  [
    'shopify/hmac',
    'order',
    null,
    'PHP: base64_encode(hash_hmac(…)) without its last argument, so that it is base64 of the hex digits',
    { encode: base64OfHex },
  ],
  ['standard/v1', 'batch', null, 'sender writes base64 of the hex digits', { encode: base64OfHex }],
  ['generic/signature', 'ledger', { signature: { encoding: 'base64url' } }, 'sender writes base64url without padding'],
];

const noPrefix = { signature: { prefix: '' } };
const inAnotherPlace = [
  ['github/sha256', 'issue', legacy['github/sha1'], 'GitHub Enterprise of old: X-Hub-Signature with SHA-1 only'],
  ['github/sha256', 'push', legacy['github/sha1'], 'a proxy lets X-Hub-Signature through and not X-Hub-Signature-256'],
  [
    'github/sha256',
    'form',
    legacy['github/sha1'],
    'a forge that signs like GitHub did, with X-Hub-Signature only',
    { flavour: 'wide' },
  ],
  ['square/sha256', 'payment', legacy['square/sha1'], 'old x-square-signature only'],
  ['square/sha256', 'catalog', legacy['square/sha1'], 'old x-square-signature only; a saved delivery'],
  ['square/sha256', 'payment', legacy['square/sha1'], 'a test tool signs as Square did until 2022'],
  [
    'hubspot/v3',
    'changes',
    legacy['hubspot/v1'],
    'X-HubSpot-Signature only, version v1',
    { extra: [['X-HubSpot-Signature-Version', 'v1']] },
  ],
  [
    'hubspot/v3',
    'action',
    legacy['hubspot/v2'],
    'X-HubSpot-Signature only, version v2',
    { extra: [['X-HubSpot-Signature-Version', 'v2']] },
  ],
  ['github/sha256', 'ping', noPrefix, 'sha256= is missing: a relay cut it off'],
  ['github/sha256', 'issue', noPrefix, 'sha256= is missing: a test helper left it out'],
  ['github/sha256', 'push', noPrefix, 'sha256= is missing: a queue keeps the digest only'],
  ['slack/v0', 'event', noPrefix, 'v0= is missing'],
  ['typeform/sha256', 'response', noPrefix, 'sha256= is missing: a relay keeps the bare value'],
  ['intercom/sha1', 'conversation', noPrefix, 'sha1= is missing'],
  ['zoom/v0', 'meeting', noPrefix, 'v0= is missing: a test helper left it out'],
  ['standard/v1', 'contact', noPrefix, 'v1, is missing: the sender writes the bare base64'],
];

/** [what the user asked for, what it is, kind, what happened] */
const others = [
  ['stripe/v1', 'svix/v1', 'user', 'whsec_… was taken for a secret of Stripe; the delivery comes through Svix'],
  [
    'stripe/v1',
    'standard/v1',
    'batch',
    'whsec_… was taken for a secret of Stripe; the delivery follows Standard Webhooks',
  ],
  ['svix/v1', 'stripe/v1', 'intent', 'one route for two senders: this one is of Stripe'],
  ['github/sha256', 'slack/v0', 'event', 'wrong route: Slack posts to the path of GitHub'],
  ['github/sha256', 'shopify/hmac', 'order', 'wrong route: Shopify posts to the path of GitHub'],
  ['generic/signature', 'github/sha256', 'issue', 'home-made scheme asked for; it is GitHub'],
  ['generic/signature', 'typeform/sha256', 'response', 'home-made scheme asked for; it is Typeform'],
  ['generic/signature', 'awell/rsa', 'pathway', 'home-made scheme asked for; it is Awell, which signs with RSA'],
  ['slack/v0', 'zoom/v0', 'meeting', 'Zoom signs as Slack does, in its own headers'],
  ['zoom/v0', 'slack/v0', 'command', 'wrong route: a slash command of Slack'],
  ['standard/v1', 'paddle/h1', 'customer', 'wrong route: Paddle'],
  ['shopify/hmac', 'square/sha256', 'payment', 'wrong route: Square'],
  ['paddle/h1', 'stripe/v1', 'thin', 'the shop moved to Paddle; Stripe still posts'],
];

export function breakScheme(add) {
  for (const [scheme, kind, algorithm, how, options] of algorithms)
    add('algorithm_other', scheme, kind, { ...options, as: { algorithm } }, how);
  for (const [scheme, kind, as, how, options] of encodings) {
    add('encoding_other', scheme, kind, { ...options, as: as ?? {} }, how, (d) =>
      as ? {} : { repair: { headers: d.plainHeaders } },
    );
  }
  for (const [scheme, kind, as, how, options] of inAnotherPlace)
    add(as === noPrefix ? 'signature_prefix' : 'header_other', scheme, kind, { ...options, as }, how);
  for (const [asked, real, kind, how] of others) {
    add('sender_other', asked, kind, { real, route: asked.split('/')[0] }, how, () => ({
      repair: { scheme: schemes[real] },
    }));
  }
}
