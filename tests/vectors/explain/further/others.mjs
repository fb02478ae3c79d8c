// Deliveries that nothing in the list of causes explains, many of which look as if something did; and good ones, many of
// which look as if they were broken.

import { newSecret } from './deliver.mjs';
import { randomLike } from './signing.mjs';
import { render } from './styles.mjs';

const other = (d, r) => ({ secrets: [{ text: newSecret(d.scheme.id, r) }] });
const both = (change) => (d, r) => ({ ...other(d, r), ...change(d, r) });
const withHeader = (name, value) => (d) => ({ headers: [...d.headers, [name, value]] });
const replaced = (name, change) => (d) => ({
  headers: d.headers.map(([own, text]) => [own, own.toLowerCase() === name ? change(text) : text]),
});
const forged = (d, r) => ({
  headers: d.headers.map(([name, text]) =>
    name.toLowerCase() === d.scheme.signature.header.toLowerCase()
      ? [name, randomLike(text, d.scheme, r)]
      : [name, text],
  ),
});

const KEY = 'signed with a key that is nowhere here';
const unknown = [
  [
    KEY,
    other,
    {},
    [
      'asana/hmac',
      'docusign/hmac',
      'svix/v1 flavour=wide',
      'paddle/h1',
      'square/sha256',
      'twilio/sha1',
      'mandrill/hmac',
      'trello/hmac',
      'linear/hmac',
      'zendesk/hmac',
      'adyen/hmac',
      'mailgun/body',
      'lark/sha256',
      'finch/v1',
      'salesforce/ens kind=bulk',
      'hubspot/v3 kind=bulk',
      'polar/v1',
    ],
  ],
  [
    `${KEY}; other keys are at hand`,
    (d, r) => ({
      ...other(d, r),
      oldSecrets: [{ text: newSecret(d.scheme.id, r), name: 'before' }],
      otherSecrets: [{ text: newSecret(d.scheme.id, r), name: 'test' }],
    }),
    {},
    ['mux/hmac', 'line/hmac', 'gitlab/v1'],
  ],
  [
    'a forger wrote random bytes',
    forged,
    {},
    [
      'clickup/hmac',
      'xero/hmac',
      'openai/v1',
      'workos/hmac',
      'wise/rsa',
      'telnyx/ed25519',
      'bitbucket/sha256',
      'revolut/v1',
    ],
  ],
  [
    `${KEY}; Content-Encoding was left by a framework that inflated`,
    both(withHeader('Content-Encoding', 'gzip')),
    {},
    ['sentry/hmac', 'shopify/hmac', 'elevenlabs/hmac'],
  ],
  [
    `${KEY}; the text itself has U+FFFD`,
    other,
    { edit: (value) => ({ ...value, remark: 'copied \ufffd from a mail' }) },
    ['calendly/hmac', 'kontent-ai/hmac', 'knock/hmac'],
  ],
  [
    `${KEY}; JSON came with the type of a form, as curl -d sends it`,
    other,
    { type: 'application/x-www-form-urlencoded' },
    ['generic/signature kind=user', 'onfido/hmac', 'zoom/v0'],
  ],
  [
    `${KEY}; the right-looking secret has "example" in it`,
    (_d, r) => ({ secrets: [{ text: `hooks.example.${r.alnum(24)}` }] }),
    {},
    ['well/signature', 'typeform/sha256', 'hookdeck/hmac'],
  ],
  [
    `${KEY}; Content-Length is that of the compressed body`,
    both(replaced('content-length', (text) => String(Math.floor(Number(text) * 0.41)))),
    { length: true },
    ['notion/hmac', 'meta/sha256', 'resend/v1'],
  ],
  [
    `${KEY}; Content-Length differs, as a proxy re-chunked`,
    both(replaced('content-length', () => '0')),
    { length: true },
    ['cal-com/hmac'],
  ],
  [
    `${KEY}; the body is base64 by its nature`,
    other,
    { bytes: Buffer.from('eyJldmVudCI6InBpbmciLCJpZCI6NDEyfQ=='), type: 'text/plain', length: true },
    ['generic/signature'],
  ],
  [`${KEY}; the sender itself indents`, other, { style: 'pretty2' }, ['launchdarkly/hmac', 'lithic/v1']],
  [`${KEY}; the sender itself writes \\/`, other, { style: 'php' }, ['woocommerce/hmac', 'razorpay/hmac']],
  [`${KEY}; the sender itself ends with a line feed`, other, { after: '\n' }, ['pusher/hmac']],
  [
    `${KEY}; an X-Forwarded-Host names another host`,
    both(withHeader('X-Forwarded-Host', 'other.example.com')),
    {},
    ['trello/hmac', 'square/sha256'],
  ],
  [
    'the id was given again by a relay',
    (d, r) => replaced(d.scheme.messageId, () => `msg_${r.alnum(24)}`)(d),
    {},
    ['standard/v1', 'clerk/v1'],
  ],
  ['an application of another user signed', (_d) => ({}), { application: 1 }, ['discord/ed25519', 'telnyx/ed25519']],
];

const good = [
  [
    'nothing',
    undefined,
    {},
    [
      'asana/hmac',
      'cal-com/hmac',
      'docusign/hmac flavour=wide',
      'adyen/hmac',
      'mailgun/body',
      'pandadoc/query',
      'lark/sha256',
      'sendgrid/ecdsa',
      'wise/rsa',
      'telnyx/ed25519',
      'telegram/token',
      'gitlab/token',
      'linear/hmac',
      'metronome/hmac',
      'twitch/hmac',
      'sanity/v1 flavour=wide',
      'finch/v1',
      'polar/v1',
      'mandrill/hmac',
      'trello/hmac',
      'retell/hmac',
      'crisp/hmac flavour=emoji',
      'podium/hmac',
    ],
  ],
  ['the sender itself puts CRLF between events', undefined, {}, ['sendgrid/ecdsa flavour=wide']],
  ['the sender writes empty objects on two lines', undefined, { kind: 'stripe' }, ['stripe/v1']],
  [
    'the sender itself writes 19 digits, 12.30 and 14.0',
    undefined,
    { kind: 'ledger', style: 'js' },
    ['modern-treasury/hmac'],
  ],
  [
    'Content-Encoding was left by a framework that inflated',
    withHeader('Content-Encoding', 'gzip'),
    {},
    ['sentry/hmac'],
  ],
  [
    'Content-Length is that of the compressed body',
    replaced('content-length', () => '211'),
    { length: true },
    ['stream/hmac'],
  ],
  ['the text itself has U+FFFD', undefined, { edit: (value) => ({ ...value, remark: '\ufffd' }) }, ['line/hmac']],
  ['JSON came with the type of a form', undefined, { type: 'application/x-www-form-urlencoded' }, ['well/signature']],
  [
    'white space around a secret that is decoded is ignored',
    (d) => ({ secrets: [{ text: `${d.secrets[0].text}\n` }] }),
    {},
    ['openai/v1', 'finch/v1'],
  ],
  [
    'a key without its padding is read',
    (d) => ({ secrets: [{ text: d.secrets[0].text.replace(/=+$/, '') }] }),
    {},
    ['finch/v1'],
  ],
  ['the method is in lower case', () => ({ method: 'post' }), {}, ['hubspot/v3']],
  [
    'hexadecimal digits in capitals',
    (d) => replaced(d.scheme.signature.header.toLowerCase(), (text) => text.toUpperCase())(d),
    {},
    ['onfido/hmac'],
  ],
  [
    'two secrets are accepted, and the second signed',
    (d, r) => ({
      secrets: [
        { text: newSecret(d.scheme.id, r), name: 'new' },
        { ...d.secrets[0], name: 'current' },
      ],
    }),
    {},
    ['mux/hmac', 'xero/hmac'],
  ],
  [
    'the default port is written out',
    (d) => ({ url: d.url.replace('.org/', '.org:443/') }),
    { url: 'https://in.example.org/sms' },
    ['twilio/sha1'],
  ],
  [
    'a list with a second signature while a secret is replaced',
    (d, r) => replaced(d.scheme.signature.header.toLowerCase(), (text) => `${text},v1=${r.hex(64)}`)(d),
    {},
    ['pagerduty/hmac', 'mux/hmac'],
  ],
  [
    'a list with a version that is not known yet',
    (d, r) => replaced('webhook-signature', (text) => `v9,${r.bytes(32).toString('base64')} ${text}`)(d),
    {},
    ['replicate/v1'],
  ],
  [
    'blanks behind the commas of a list',
    (d) => replaced('calendly-webhook-signature', (text) => text.replaceAll(',', ', '))(d),
    {},
    ['calendly/hmac'],
  ],
  [
    'two fields of a list were joined with a comma and a blank, the right one last',
    (d, r) => replaced('webhook-signature', (text) => `v1,${r.bytes(32).toString('base64')}, ${text}`)(d),
    {},
    ['supabase/v1', 'standard/v1'],
  ],
  [
    'two fields of a list were joined with a comma and a blank, the right one first',
    (d, r) => replaced('webhook-signature', (text) => `${text}, v1,${r.bytes(32).toString('base64')}`)(d),
    {},
    ['supabase/v1', 'anthropic/v1'],
  ],
  [
    'the signatures of a list are in two fields',
    (d, r) => ({
      headers: d.headers.flatMap(([name, text]) =>
        name.toLowerCase() === d.scheme.signature.header.toLowerCase()
          ? [
              [name, `v1=${r.hex(64)}`],
              [name, text],
            ]
          : [[name, text]],
      ),
    }),
    {},
    ['pagerduty/hmac', 'circleci/v1'],
  ],
  [
    'names of headers in odd letters',
    (d) => ({ headers: d.headers.map(([name, text]) => [name.toUpperCase(), text]) }),
    {},
    ['airwallex/hmac'],
  ],
  ['four minutes late', (d) => ({ nowMs: d.nowMs + 240_000 }), {}, ['svix/v1', 'knock/hmac']],
  ['the sender itself signs a mark before the body', undefined, { before: '\ufeff' }, ['generic/signature kind=user']],
  [
    'the sender itself posts a text that was stringified twice',
    undefined,
    { bytes: Buffer.from('"{\\"a\\":1}"') },
    ['hocuspocus/hmac'],
  ],
  [
    'the sender itself posts [object Object]',
    undefined,
    { bytes: Buffer.from('[object Object]'), type: 'text/plain' },
    ['generic/signature'],
  ],
];

export function otherCases(add) {
  for (const [how, change, options, specs] of unknown)
    for (const spec of specs) add.other('unknown', spec, options, how, change);
  for (const [how, change, options, specs] of good)
    for (const spec of specs) add.other('good', spec, options, how, change);
  // A body that was edited in more than one place.
  for (const spec of ['coinbase-commerce/hmac kind=payment', 'dodo-payments/v1 kind=payment'])
    add.other('unknown', spec, { length: false, style: 'js' }, 'several values were edited after signing', (d) => {
      const value = structuredClone(d.value);
      Object.assign(value.data, { reference: 'INV-000000', amount: 7, currency: 'USD', description: 'edited' });
      return { body: Buffer.from(render(value, 'js')) };
    });
}
