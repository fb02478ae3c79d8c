// The sender signed, and well, but not in the way that the user asked for; or what arrived is not a delivery.

const algorithm = (name, how, more) => ({
  code: 'algorithm_other',
  how,
  options: { as: { algorithm: name } },
  ...more,
});
export const sha1 = algorithm('hmac-sha1', 'the sender signs with SHA-1');
export const sha512 = algorithm('hmac-sha512', 'the sender signs with SHA-512');
const sha384 = algorithm('hmac-sha384', 'the sender signs with SHA-384');
const sha256 = algorithm('hmac-sha256', 'the sender signs with SHA-256');

const encoding = (name, how, more) => ({
  code: 'encoding_other',
  how,
  options: { as: { signature: { encoding: name } } },
  ...more,
});
export const inBase64 = encoding('base64', 'a test helper writes digest("base64")');
export const inHex = encoding('hex', 'a test helper writes hexdigest()');
const urlBase64 = {
  code: 'encoding_other',
  how: 'base64url, with - and _',
  options: { encode: (_text, bytes) => bytes.toString('base64url') },
};
const base64OfHex = {
  code: 'encoding_other',
  how: 'base64 of the hexadecimal digits',
  options: { encode: (_text, bytes) => Buffer.from(bytes.toString('hex')).toString('base64') },
};
const hexOfBase64 = {
  code: 'encoding_other',
  how: 'hexadecimal digits of the base64 text',
  options: { encode: (_text, bytes) => Buffer.from(bytes.toString('base64')).toString('hex') },
};
const decimal = {
  code: 'encoding_other',
  how: 'the bytes as decimal numbers with commas',
  options: { encode: (_text, bytes) => [...bytes].join(',') },
  accept: ['signature_malformed', 'signature_altered'],
};

const construction = (how, as) => ({ code: 'construction_other', how, options: { as } });
export const secretFirst = construction('sha256(secret + body), without HMAC', {
  algorithm: 'sha256',
  content: '{secret}{body}',
});
const secretLast = construction('sha256(body + secret), without HMAC', {
  algorithm: 'sha256',
  content: '{body}{secret}',
});
const swapped = construction('hmac(key = body, message = secret): the arguments are swapped', {
  swapped: true,
  content: '{body}',
});
const bodyOnly = construction('the sender signs the body without the time', { content: '{body}' });
const noDot = construction('the sender puts no dot between time and body', { content: '{timestamp}{body}' });
const dotted = construction('the sender puts a dot between time and body', { content: '{timestamp}.{body}' });
const coloned = construction('the sender puts a colon between time and body', { content: '{timestamp}:{body}' });
const bodyFirst = construction('the sender signs body and then time', { content: '{body}{timestamp}' });
const noId = construction('the sender signs time and body without the id', { content: '{timestamp}.{body}' });
const idLast = construction('the sender signs time, id and body', { content: '{timestamp}.{id}.{body}' });
const withUrl = construction('the sender signs the address as well', { content: '{url}{body}' });
const hashed = construction('the sender signs the digest of the body', { content: '{body:sha256}' });

/** [what the user asked for, what it is, which secret the user gave, what happened] */
const others = [
  ['stripe/v1', 'slack/v0', 'own', "Slack's headers at the route of Stripe, with Stripe's secret"],
  ['github/sha256', 'gitlab/v1', 'own', "GitLab's headers at the route of GitHub, with GitHub's secret"],
  ['shopify/hmac', 'woocommerce/hmac', 'own', "WooCommerce's headers at the route of Shopify, with Shopify's secret"],
  ['paddle/h1', 'mux/hmac', 'own', 'one route for two senders; the secret is that of the other'],
  ['linear/hmac', 'sentry/hmac', 'right', 'wrong route: Sentry posts to the path of Linear'],
  ['generic/signature', 'hookdeck/hmac', 'right', 'a custom scheme asked for; it is Hookdeck'],
  ['standard/v1', 'svix/v1', 'right', 'the headers are those of Svix'],
  ['zoom/v0', 'twitch/hmac', 'right', 'wrong route: Twitch'],
  ['box/hmac', 'xero/hmac', 'own', 'wrong route: Xero, with the secret of Box'],
  ['typeform/sha256', 'calendly/hmac', 'right', 'the form moved to Calendly'],
  ['intercom/sha1', 'zendesk/hmac', 'own', 'the help desk moved to Zendesk, and the secret was not changed'],
  ['svix/v1', 'finch/v1', 'right', 'wrong route: Finch'],
];

// A weaker or older signature is there, or is all that is there.
const older = (header, prefix, rules) => (d) => [header, prefix + d.signWith(rules)];
const sha1Header = older('X-Hub-Signature', 'sha1=', { algorithm: 'hmac-sha1', signature: { encoding: 'hex' } });
const only = (how, make, more) => ({
  code: 'header_other',
  how,
  change: (d) => ({
    headers: [...d.headers.filter(([name]) => name.toLowerCase() !== d.scheme.signature.header.toLowerCase()), make(d)],
  }),
  ...more,
});
const sha1Only = only('a proxy passes X-Hub-Signature and not X-Hub-Signature-256', sha1Header);
const squareOnly = only(
  'a saved delivery has the old x-square-signature only',
  older('x-square-signature', '', { algorithm: 'hmac-sha1' }),
);
const hubspotV1 = only(
  'X-HubSpot-Signature of version v1 only',
  older('X-HubSpot-Signature', '', { algorithm: 'sha256', content: '{secret}{body}', signature: { encoding: 'hex' } }),
);
const v0Only = {
  code: 'header_other',
  how: 'the list has v0= only, which test mode sends',
  change: (d, r) => ({
    headers: d.headers.map(([name, text]) =>
      name.toLowerCase() === 'stripe-signature' ? [name, `t=${d.timestamp},v0=${r.hex(64)}`] : [name, text],
    ),
  }),
  accept: ['signature_malformed', 'signature_prefix'],
};
/** The weaker signature matches, so secret and body are right; the one that was asked for is spoiled. */
const nextToIt = (code, how, change, more) => ({
  code,
  how: `${how}; the sha1= next to it is right`,
  change: (d) => ({
    headers: [
      ...d.headers.map(([name, text]) =>
        name.toLowerCase() === 'x-hub-signature-256' ? [name, change(text)] : [name, text],
      ),
      sha1Header(d),
    ],
  }),
  ...more,
});
const spoiled = [
  nextToIt('signature_truncated', 'cut after 40 characters', (text) => text.slice(0, 40)),
  nextToIt('signature_altered', 'quotes around the value', (text) => `"${text}"`),
  nextToIt('signature_placeholder', 'a mock', () => `sha256=${'0'.repeat(64)}`),
];

const headersOf = (pairs) => [['Host', 'in.example.org'], ['Accept', '*/*'], ...pairs];
const json = [['Content-Type', 'application/json']];
const formType = [['Content-Type', 'application/x-www-form-urlencoded']];
/** [scheme, method, the end of the address, headers, body, what it is] */
const handshakes = [
  [
    'asana/hmac',
    'POST',
    '',
    [...json, ['X-Hook-Secret', 'd4c1f7a09b3e5862d4c1f7a09b3e5862']],
    '{}',
    'the first request brings the secret in X-Hook-Secret and is not signed',
  ],
  [
    'meta/sha256',
    'GET',
    '?hub.mode=subscribe&hub.challenge=748213965&hub.verify_token=harbor-hooks',
    [],
    '',
    'the callback is registered: GET with hub.challenge',
  ],
  [
    'meta/sha256',
    'GET',
    '?hub.mode=subscribe&hub.verify_token=k2&hub.challenge=9',
    [],
    '',
    'the callback is registered again with another token',
  ],
  [
    'lark/sha256',
    'POST',
    '',
    json,
    '{"challenge":"6c1f0a52-99f2","token":"kQ81vT","type":"url_verification"}',
    "Lark's url_verification is not signed",
  ],
  ['woocommerce/hmac', 'POST', '', formType, 'webhook_id=318', "WooCommerce's ping is an unsigned form"],
  [
    'woocommerce/hmac',
    'POST',
    '?source=shop',
    [...formType, ['User-Agent', 'WooCommerce/10.3.0 Hookshot (WordPress/6.9)']],
    'webhook_id=42',
    "WooCommerce's ping when a webhook is activated",
  ],
  [
    'notion/hmac',
    'POST',
    '',
    json,
    '{"verification_token":"secret_pT4x8yQmB1vLd7ZkRw0NcJ6sHf3GaUeS2iOtXq9WbKr"}',
    'the first request brings the token and is not signed',
  ],
  ['dropbox/hmac', 'GET', '?challenge=tQ8sYp1z', [], '', 'GET with challenge'],
  ['x/hmac', 'GET', '?crc_token=YzQ3MTk0&nonce=81', [], '', 'the CRC of a registered address'],
  ['trello/hmac', 'HEAD', '', [], '', 'a webhook is made: HEAD comes first'],
  ['mandrill/hmac', 'HEAD', '', [], '', 'an address is entered: HEAD comes first'],
  [
    'salesforce/ens',
    'POST',
    '',
    json,
    '{"callbackId":"3f0c77a1-5b1e-4c0c-9d6f-2a4b8c1d7e90","verificationKey":"6e0b8c55-1f3a-4b8d-a2c7-90d4e1f2b3a6"}',
    'the callback is verified by a request that is not signed',
  ],
  [
    'okta/token',
    'GET',
    '',
    [['X-Okta-Verification-Challenge', 'Pq7ZkT2mVw']],
    '',
    'the one-time verification of an address',
  ],
];
const mandrillTest = {
  code: 'handshake_request',
  how: 'the address is tested with no events, signed with the key test-webhook',
  options: { bytes: Buffer.from('mandrill_events=%5B%5D'), sentWith: () => 'test-webhook' },
  accept: ['secret_placeholder'],
};
const grafanaLikePing = {
  ...mandrillTest,
  how: 'the address is tested with no events, signed with test-webhook, as a form of 22 bytes',
};

export function schemeCases(single, add) {
  for (const [mistake, specs] of [
    [sha1, ['calendly/hmac', 'quickbooks/hmac', 'asana/hmac']],
    [sha512, ['well/signature', 'polar/v1', 'mux/hmac']],
    [sha384, ['generic/signature', 'docusign/hmac']],
    [sha256, ['vercel/hmac', 'trello/hmac', 'scalr/hmac']],
    [inBase64, ['linear/hmac', 'persona/v1', 'twitch/hmac']],
    [inHex, ['line/hmac', 'zendesk/hmac', 'openai/v1']],
    [urlBase64, ['xero/hmac', 'hubspot/v3', 'clerk/v1']],
    [base64OfHex, ['hookdeck/hmac', 'square/sha256']],
    [hexOfBase64, ['onfido/hmac']],
    [decimal, ['viber/hmac']],
    [secretFirst, ['clickup/hmac', 'bitbucket/sha256', 'shopify/hmac']],
    [secretLast, ['coinbase-commerce/hmac', 'kontent-ai/hmac', 'razorpay/hmac']],
    [swapped, ['cal-com/hmac', 'sentry/hmac', 'line/hmac']],
    [bodyOnly, ['mux/hmac', 'zoom/v0', 'svix/v1', 'airwallex/hmac']],
    [noDot, ['stripe/v1', 'elevenlabs/hmac']],
    [dotted, ['cashfree/hmac', 'slack/v0', 'paddle/h1']],
    [coloned, ['workos/hmac']],
    [bodyFirst, ['zendesk/hmac', 'webflow/hmac']],
    [noId, ['standard/v1', 'replicate/v1']],
    [idLast, ['lithic/v1']],
    [withUrl, ['meta/sha256', 'asana/hmac']],
    [hashed, ['complycube/hmac', 'doppler/hmac']],
    [sha1Only, ['github/sha256', 'meta/sha256']],
    [squareOnly, ['square/sha256']],
    [hubspotV1, ['hubspot/v3', 'hubspot/v3 length=false']],
    [v0Only, ['stripe/v1', 'stripe/v1 flavour=ascii']],
    [mandrillTest, ['mandrill/hmac']],
    [grafanaLikePing, ['mandrill/hmac query=?list=2']],
  ])
    single(mistake, specs);
  for (const mistake of spoiled) single(mistake, ['github/sha256', 'meta/sha256']);
  for (const [asked, real, secret, how] of others) add.sender(asked, real, secret, how);
  for (const [scheme, method, end, headers, body, how] of handshakes)
    add.handshake(scheme, { method, end, headers: headersOf(headers), body }, how);
}
