// What carries the signature was changed, cut, repeated, lost or renamed on the way.

import { randomLike } from './signing.mjs';

const isPlace = (d, name) =>
  [d.scheme.signature.header, d.scheme.signature.orHeader].some((other) => other?.toLowerCase() === name.toLowerCase());
/** Changes the whole value of the header. */
const value = (code, how, change, more = {}) => ({
  code,
  how,
  change: (d, r) => ({
    headers: d.headers.map(([name, text]) => (isPlace(d, name) ? [name, change(text, d, r)] : [name, text])),
  }),
  ...more,
});
/** Changes what is behind the prefix of the signature. */
const mac = (code, how, change, more) =>
  value(
    code,
    how,
    (text, d, r) => {
      const prefix = d.scheme.signature.prefix ?? '';
      const at = prefix === '' ? 0 : text.lastIndexOf(prefix) + prefix.length;
      return text.slice(0, at) + change(text.slice(at), d, r);
    },
    more,
  );

const altered = (how, change, more) => value('signature_altered', how, change, more);
const alteredMac = (how, change, more) => mac('signature_altered', how, change, more);
export const noPadding = alteredMac('the padding was cut off', (text) => text.replace(/=+$/, ''));
export const inQuotes = altered('the gateway put quotes around the value', (text) => `"${text}"`);
const macInQuotes = alteredMac('a template put quotes around what is behind the prefix', (text) => `"${text}"`);
const blank = alteredMac('a blank behind the prefix', (text) => ` ${text}`);
const blanks = alteredMac(
  'the value was folded into two lines, which left blanks in it',
  (text) => `${text.slice(0, 20)}  ${text.slice(20)}`,
);
export const percent = altered('the whole value was percent-encoded', (text) => encodeURIComponent(text));
const percentPadding = alteredMac('= came as %3D, + as %2B and / as %2F', (text) => encodeURIComponent(text));
const hexMark = alteredMac('0x was put before it', (text) => `0x${text}`);
const jsonList = altered('headers were kept as lists, and the list was printed', (text) => JSON.stringify([text]));
const pythonBytes = altered("str() of bytes: b'…'", (text) => `b'${text}'`);
const plusLost = alteredMac('decoded as a form: + became a blank', (text) => text.replaceAll('+', ' '));
const entities = alteredMac('= came as &#x3D;', (text) => text.replaceAll('=', '&#x3D;'));
const angle = altered('angle brackets around it', (text) => `<${text}>`);
const colons = alteredMac('a tool prints bytes with colons between them', (text) => text.replace(/..(?=.)/g, '$&:'));
const semicolon = altered('a semicolon behind it', (text) => `${text};`);
const lowered = alteredMac(
  'the gateway lower-cases values, which base64 does not survive',
  (text) => text.toLowerCase(),
  { accept: ['unknown', 'signature_malformed'] },
);

const truncated = (how, change, more) => mac('signature_truncated', how, change, more);
const half = truncated('a column of 32 characters', (text) => text.slice(0, 32));
export const lastLost = truncated('the last character is missing', (text) => text.replace(/=*$/, '').slice(0, -1));
const dots = truncated('a log shows the beginning and dots', (text) => `${text.slice(0, 24)}...`, {
  accept: ['signature_malformed'],
});
const ellipsis = truncated('a user interface shows the beginning and an ellipsis', (text) => `${text.slice(0, 16)}…`, {
  accept: ['signature_malformed'],
});
const byte = truncated('two hexadecimal digits are missing', (text) => text.slice(0, -2));

const malformed = (how, change, more) => value('signature_malformed', how, change, more);
const noClock = malformed('the relay passes on the signature and not the time of the list', (text, d) =>
  text
    .split(d.scheme.signature.separator)
    .filter((item) => !item.startsWith(d.scheme.timestamp.item))
    .join(d.scheme.signature.separator),
);
const onlyClock = malformed(
  'the relay passes on the first item of the list',
  (text, d) => text.split(d.scheme.signature.separator)[0],
);
const bareItem = malformed('the names of the items are missing', (text) => text.replace(/(^|[,;])\w+=/g, '$1'));
const empty = malformed('there is a prefix and nothing behind it', (_text, d) => d.scheme.signature.prefix);
const letters = mac(
  'signature_malformed',
  'a letter that is not a hexadecimal digit',
  (text) => `${text.slice(0, 9)}g${text.slice(10)}`,
  { accept: ['signature_altered'] },
);
const star = mac(
  'signature_malformed',
  'a character that base64 does not have',
  (text) => `${text.slice(0, 7)}*${text.slice(8)}`,
  { accept: ['signature_altered'] },
);
const longer = mac('signature_malformed', 'four more digits than a signature has', (text) => `${text}00ff`, {
  accept: ['signature_altered'],
});

const repeated = (how, change, more) => ({ code: 'signature_repeated', how, change, ...more });
const twoFields = repeated('the relay signs for itself and leaves the first field where it is', (d, r) => ({
  headers: d.headers.flatMap(([name, text]) =>
    isPlace(d, name)
      ? [
          [name, randomLike(text, d.scheme, r)],
          [name, text],
        ]
      : [[name, text]],
  ),
}));
const sameTwice = repeated('two proxies each copied the field', (d) => ({
  headers: d.headers.flatMap(([name, text]) =>
    isPlace(d, name)
      ? [
          [name, text],
          [name, text],
        ]
      : [[name, text]],
  ),
}));
const joined = repeated(
  'two fields were joined with a comma',
  (d, r) => ({
    headers: d.headers.map(([name, text]) =>
      isPlace(d, name) ? [name, `${text}, ${randomLike(text, d.scheme, r)}`] : [name, text],
    ),
  }),
  { accept: ['signature_malformed', 'signature_altered'] },
);
const twoClocks = repeated('the list has the time twice: the relay put its own before it', (d) => ({
  headers: d.headers.map(([name, text]) =>
    isPlace(d, name)
      ? [name, `${d.scheme.timestamp.item}${Number(d.timestamp) + 2}${d.scheme.signature.separator}${text}`]
      : [name, text],
  ),
}));
const clockTwice = repeated('the header of the time came twice', (d) => ({
  headers: d.headers.flatMap(([name, text]) =>
    name.toLowerCase() === d.scheme.timestamp.header.toLowerCase()
      ? [
          [name, text],
          [name, text],
        ]
      : [[name, text]],
  ),
}));

const other = (how, change, more) => value('signature_prefix', how, change, more);
export const noPrefix = other('the prefix was cut off', (text, d) => text.replace(d.scheme.signature.prefix, ''));
export const addedPrefix = other('a relay put sha256= before it', (text) => `sha256=${text}`);
const bearer = other('a relay put Bearer before it', (text) => `Bearer ${text}`);
const named = other('the name of the algorithm is written otherwise: hmac-sha256=', (text, d) =>
  text.replace(d.scheme.signature.prefix, 'hmac-sha256='),
);
const colon = other('a colon for the equals sign', (text, d) =>
  text.replace(d.scheme.signature.prefix, d.scheme.signature.prefix.replace('=', ':')),
);
const wrongName = other('it says sha1= and is of SHA-256', (text, d) =>
  text.replace(d.scheme.signature.prefix, 'sha1='),
);
const version = other('the version is missing from the item', (text, d) => text.replace(d.scheme.signature.prefix, ''));

const placeholder = (text, how) => value('signature_placeholder', how, () => text);
const placeholders = [
  ['undefined', 'String(signature) of a variable that is not set', ['cal-com/hmac', 'hookdeck/hmac']],
  ['no-secret-provided', 'the sender has no secret and says so', ['cal-com/hmac']],
  ['test', 'a test by hand', ['clickup/hmac', 'line/hmac']],
  ['{{signature}}', 'a template was not filled in', ['generic/signature']],
  ['your-signature-here', 'copied from the documentation', ['well/signature']],
  ['0'.repeat(64), 'a mock sends zeros', ['gocardless/hmac', 'complycube/hmac']],
  [`sha256=${'0'.repeat(64)}`, 'a mock sends zeros', ['bitbucket/sha256']],
  ['sha256=dummy', 'a mock sends a word', ['github/sha256']],
  ['null', 'JSON null was made text', ['xero/hmac']],
  ['t=1788000000,v1=fake_signature', 'a test of a route without a real signature', ['stripe/v1']],
  ['[object Promise]', 'the signature is computed asynchronously, and await is missing', ['asana/hmac']],
];

const without = (d, names) =>
  d.headers.filter(([name]) => !names.some((gone) => gone?.toLowerCase() === name.toLowerCase()));
export const lost = {
  code: 'header_missing',
  how: 'a firewall passes on the headers that it knows',
  change: (d) => ({ headers: without(d, [d.scheme.signature.header, d.scheme.signature.orHeader]) }),
};
const allLost = {
  code: 'header_missing',
  how: 'the queue keeps Content-Type and no other header of the sender',
  change: (d) => ({
    headers: without(d, [
      d.scheme.signature.header,
      d.scheme.signature.orHeader,
      d.scheme.timestamp?.header,
      d.scheme.messageId,
    ]),
  }),
};
const clockLost = {
  code: 'header_missing',
  how: 'the gateway maps headers one by one; the time was forgotten',
  change: (d) => ({ headers: without(d, [d.scheme.timestamp.header]) }),
};
const idLost = {
  code: 'header_missing',
  how: 'the gateway maps headers one by one; the id was forgotten',
  change: (d) => ({ headers: without(d, [d.scheme.messageId]) }),
};

const renamed = (how, rename, more) => ({
  code: 'header_renamed',
  how,
  change: (d) => ({
    headers: d.headers.map(([name, text]) => (isPlace(d, name) ? [rename(name), text] : [name, text])),
  }),
  ...more,
});
export const cgi = {
  code: 'header_renamed',
  how: 'PHP: $_SERVER as it is',
  framework: 'laravel',
  change: (d) => ({
    headers: d.headers.map(([name, text]) => [
      /^content-/i.test(name)
        ? name.toUpperCase().replace('-', '_')
        : `HTTP_${name.toUpperCase().replaceAll('-', '_')}`,
      text,
    ]),
  }),
};
const underscores = {
  code: 'header_renamed',
  how: 'message attributes cannot have hyphens',
  change: (d) => ({ headers: d.headers.map(([name, text]) => [name.toLowerCase().replaceAll('-', '_'), text]) }),
};
const forwarded = renamed('a proxy put X-Original- before it', (name) => `X-Original-${name}`);
const authorization = renamed('API management moved it to Authorization', () => 'Authorization');
const noX = renamed('a relay took X- from its name', (name) => name.replace(/^x-/i, ''));

export function signatureCases(single) {
  for (const [mistake, specs] of [
    [noPadding, ['line/hmac', 'square/sha256', 'svix/v1', 'wise/rsa']],
    [inQuotes, ['asana/hmac', 'stripe/v1', 'hubspot/v3']],
    [macInQuotes, ['github/sha256', 'lovable/hmac']],
    [blank, ['meta/sha256', 'easypost/hmac']],
    [blanks, ['docusign/hmac', 'gocardless/hmac']],
    [percent, ['mux/hmac', 'calendly/hmac', 'anthropic/v1']],
    [percentPadding, ['shopify/hmac', 'trello/hmac']],
    [hexMark, ['viber/hmac', 'notion/hmac']],
    [jsonList, ['quickbooks/hmac', 'sentry/hmac']],
    [pythonBytes, ['razorpay/hmac', 'xero/hmac']],
    [plusLost, ['sendgrid/ecdsa salt=4', 'awell/rsa']],
    [entities, ['kontent-ai/hmac']],
    [angle, ['onfido/hmac']],
    [colons, ['launchdarkly/hmac']],
    [semicolon, ['webflow/hmac']],
    [lowered, ['cashfree/hmac', 'zendesk/hmac']],
    [half, ['linear/hmac', 'vercel/hmac']],
    [lastLost, ['zoom/v0', 'aftership/as-signature', 'resend/v1']],
    [dots, ['doppler/hmac', 'mollie/hmac']],
    [ellipsis, ['pagerduty/hmac']],
    [byte, ['crisp/hmac', 'discord/ed25519']],
    [noClock, ['stripe/v1', 'convoy/advanced', 'paddle/h1', 'workos/hmac']],
    [onlyClock, ['persona/v1', 'elevenlabs/hmac']],
    [bareItem, ['mux/hmac', 'hook0/v0']],
    [empty, ['github/sha256', 'slack/v0']],
    [letters, ['coinbase-commerce/hmac', 'cursor/hmac']],
    [star, ['salesforce/ens', 'polar/v1']],
    [longer, ['pusher/hmac', 'hocuspocus/hmac']],
    [twoFields, ['shopify/hmac', 'onfido/hmac', 'twitch/hmac']],
    [sameTwice, ['razorpay/hmac', 'airwallex/hmac', 'woocommerce/hmac']],
    [joined, ['lemon-squeezy/hmac', 'docusign/hmac', 'podium/hmac']],
    [twoClocks, ['stripe/v1', 'elevenlabs/hmac', 'hook0/v0']],
    [clockTwice, ['zoom/v0', 'slack/v0']],
    [noPrefix, ['bitbucket/sha256', 'x/hmac', 'easypost/hmac', 'twitch/hmac']],
    [addedPrefix, ['asana/hmac', 'hookdeck/hmac', 'sentry/hmac', 'lark/sha256']],
    [bearer, ['well/signature', 'line/hmac']],
    [named, ['doppler/hmac', 'typeform/sha256']],
    [colon, ['lovable/hmac', 'notion/hmac']],
    [wrongName, ['meta/sha256', 'cursor/hmac']],
    [version, ['standard/v1', 'openai/v1']],
    [lost, ['asana/hmac', 'mux/hmac', 'mandrill/hmac', 'telegram/token', 'gitlab/token']],
    [allLost, ['box/hmac', 'lithic/v1', 'twitch/hmac']],
    [clockLost, ['airwallex/hmac', 'metronome/hmac', 'telnyx/ed25519']],
    [idLost, ['clerk/v1', 'finch/v1']],
    [cgi, ['mollie/hmac', 'zendesk/hmac', 'gitlab/v1']],
    [underscores, ['kontent-ai/hmac', 'cashfree/hmac', 'replicate/v1']],
    [forwarded, ['calendly/hmac', 'modern-treasury/hmac']],
    [authorization, ['complycube/hmac', 'generic/signature', 'clickup/hmac']],
    [noX, ['doppler/hmac', 'crisp/hmac']],
  ])
    single(mistake, specs);
  for (const [text, how, specs] of placeholders) single(placeholder(text, how), specs);
}
