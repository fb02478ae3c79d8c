// Deliveries with nothing wrong, among them many that look as if there were.

import { newSecret } from './senders.mjs';

const plain = [
  ['github/sha256', 'ping'],
  ['github/sha256', 'push', { flavour: 'wide', legacy: 'github/sha1' }],
  ['github/sha256', 'form'],
  ['stripe/v1', 'intent'],
  ['stripe/v1', 'thin'],
  ['slack/v0', 'event'],
  ['slack/v0', 'command', { around: 'nginx' }],
  ['slack/v0', 'button', { flavour: 'wide' }],
  ['shopify/hmac', 'order'],
  ['shopify/hmac', 'uninstalled', { flavour: 'ascii' }],
  ['standard/v1', 'contact', { flavour: 'wide' }],
  ['standard/v1', 'batch'],
  ['svix/v1', 'user'],
  ['svix/v1', 'mail', { around: 'vercel' }],
  ['generic/signature', 'user'],
  ['generic/signature', 'ledger'],
  ['twilio/sha1', 'sms'],
  ['twilio/sha1', 'call', { query: '?step=2&flow=main' }],
  ['twilio/sha1', 'json', { digest: true, flavour: 'wide' }],
  ['square/sha256', 'payment'],
  ['square/sha256', 'catalog', { query: '?shop=7' }],
  ['hubspot/v3', 'changes'],
  ['hubspot/v3', 'action', { query: '?flow=%C3%A9t%C3%A9' }],
  ['hubspot/v3', 'action', { legacy: 'hubspot/v1' }],
  ['zoom/v0', 'meeting'],
  ['zoom/v0', 'recording', { flavour: 'wide' }],
  ['paddle/h1', 'transaction'],
  ['paddle/h1', 'customer'],
  ['box/hmac', 'upload'],
  ['typeform/sha256', 'response'],
  ['typeform/sha256', 'response', { flavour: 'wide' }],
  ['intercom/sha1', 'conversation', { flavour: 'html' }],
  ['intercom/sha1', 'ping'],
  ['awell/rsa', 'pathway'],
  ['awell/rsa', 'activity', { flavour: 'wide' }],
  ['discord/ed25519', 'command'],
  ['discord/ed25519', 'ping'],
];

const looking = [
  ['github/sha256', 'issue', { style: 'pretty2', after: '\n' }, 'the sender itself indents and ends with a line feed'],
  ['generic/signature', 'user', { style: 'php' }, 'the sender itself writes \\/ and \\u00e9'],
  ['generic/signature', 'stock', { style: 'dotnet', flavour: 'html' }, 'the sender itself writes \\u003C'],
  ['generic/signature', 'user', { before: '\ufeff' }, 'the sender itself puts a mark before the body'],
  ['generic/signature', 'csv', { text: 'csv', ends: '\r\n' }, 'the sender itself ends lines with CRLF'],
  [
    'generic/signature',
    'ping',
    { bytes: Buffer.alloc(0), length: true },
    'the body is empty, and so was it when it was signed',
  ],
  [
    'generic/signature',
    'ping',
    { bytes: Buffer.from('ff00fe80c0e9', 'hex'), type: 'application/octet-stream' },
    'bytes that are no text',
  ],
  [
    'generic/signature',
    'ping',
    { bytes: Buffer.from('eyJpZCI6ImV2dF8xIiwidHlwZSI6InBpbmcifQ=='), type: 'text/plain' },
    'the sender itself posts base64',
  ],
  [
    'generic/signature',
    'ping',
    { bytes: Buffer.from('{"id":"evt_1","text":"cut in the mid'), type: 'text/plain' },
    'the sender itself sends the beginning of something',
  ],
  [
    'generic/signature',
    'ping',
    { bytes: Buffer.from('[object Object]'), type: 'text/plain' },
    'the mistake was made at the sender, before it signed',
  ],
  ['generic/signature', 'user', { secret: 'changeme-later' }, 'both sides have kept the secret of an example'],
  ['generic/signature', 'user', { secret: '"quoted secret"' }, 'the quotes are part of the secret on both sides'],
  ['standard/v1', 'thin', { newSecret: (r) => r.bytes(32).toString('base64') }, 'secret without whsec_'],
  [
    'standard/v1',
    'contact',
    { newSecret: (r) => `v1,whsec_${r.bytes(24).toString('base64')}` },
    'secret as Supabase hands it out',
  ],
  ['shopify/hmac', 'product', { newSecret: (r) => r.hex(64) }, 'secret of hex digits, used as text'],
  [
    'twilio/sha1',
    'sms',
    { url: 'https://hooks.example.com:443/sms', host: 'hooks.example.com:443' },
    'the default port is written out',
  ],
  [
    'square/sha256',
    'payment',
    { url: 'https://shop.example.com:8443/square/', host: 'shop.example.com:8443', around: 'bare' },
    'odd port and last slash on both sides',
  ],
  ['stripe/v1', 'checkout', { around: 'node', after: '\n' }, 'names in lower case, line feed at the end'],
];

export function unbroken(add) {
  for (const [scheme, kind, options] of plain) add('good', scheme, kind, options, 'nothing');
  for (const [scheme, kind, options, how] of looking) add('good', scheme, kind, options, how);

  const random = (r, count, encoding) => r.bytes(count).toString(encoding);
  add(
    'good',
    'stripe/v1',
    'intent',
    { signatures: (sign) => [`v1=${'5'.repeat(64)}`, sign(), `v0=${'6'.repeat(64)}`] },
    'two v1 while a secret is rolled, and a v0',
  );
  add('good', 'stripe/v1', 'checkout', { signatures: (sign) => [sign()], join: ', ' }, 'a space behind the comma');
  add(
    'good',
    'standard/v1',
    'batch',
    {
      signatures: (sign) => [
        `v1,${Buffer.alloc(32, 7).toString('base64')}`,
        sign(),
        `v1a,${Buffer.alloc(64, 9).toString('base64')}`,
      ],
    },
    'signed with two secrets, and with a key pair besides',
  );
  add(
    'good',
    'svix/v1',
    'mail',
    { signatures: (sign) => [sign(), `v1,${Buffer.alloc(32, 8).toString('base64')}`] },
    'signed with two secrets',
  );
  add(
    'good',
    'paddle/h1',
    'customer',
    { signatures: (sign) => [`h1=${'7'.repeat(64)}`, sign()] },
    'two h1 while a secret is rotated',
  );
  add('good', 'github/sha256', 'issue', {}, 'two secrets are accepted, and the second signed', (d, r) => ({
    secrets: [
      { text: newSecret('github', r), name: 'new' },
      { ...d.secrets[0], name: 'old' },
    ],
  }));
  add('good', 'slack/v0', 'event', {}, 'hex digits in upper case', (d) => ({
    headers: d.headers.map(([name, value]) =>
      /^x-slack-signature$/i.test(name) ? [name, value.toUpperCase().replace('V0=', 'v0=')] : [name, value],
    ),
  }));
  add('good', 'box/hmac', 'upload', {}, 'the secondary signature alone is right', (d, r) => ({
    headers: d.headers.map(([name, value]) => {
      if (/^box-signature-secondary$/i.test(name))
        return [name, d.headers.find(([other]) => /^box-signature-primary$/i.test(other))[1]];
      return /^box-signature-primary$/i.test(name) ? [name, random(r, 32, 'base64')] : [name, value];
    }),
  }));
  add('good', 'svix/v1', 'user', {}, 'four minutes late', (d) => ({ nowMs: d.nowMs + 240_000 }));
  add('good', 'standard/v1', 'thin', {}, 'the clock is four minutes slow', (d) => ({ nowMs: d.nowMs - 240_000 }));
  add('good', 'box/hmac', 'upload', { flavour: 'wide' }, 'nine minutes late', (d) => ({ nowMs: d.nowMs + 540_000 }));
  add('good', 'stripe/v1', 'intent', { flavour: 'html' }, 'other keys are at hand and not needed', (_d, r) => ({
    oldSecrets: [{ text: newSecret('stripe', r), name: 'replaced' }],
    otherSecrets: [{ text: newSecret('stripe', r), name: 'test' }],
  }));
}
