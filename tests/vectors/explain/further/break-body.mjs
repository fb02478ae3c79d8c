// The body was parsed and written again, its text was changed, or a part of it never arrived.

import { form, formText, styles, write } from '../serialize.mjs';
import { render } from './styles.mjs';

const text = (d) => d.body.toString();
const body = (change) => (d, r) => ({ body: Buffer.from(change(text(d), d, r)) });
const rewritten = (how, to, options, more) => ({ code: 'body_rewritten', how, options, change: to, ...more });
const as = (style) => (d) => ({ body: Buffer.from(render(d.value, style)) });
const stringify = body((given) => JSON.stringify(JSON.parse(given)));
const indented = (by) => body((given) => JSON.stringify(JSON.parse(given), null, by));

const express = { framework: 'express' };
export const reformatted = rewritten(
  'express.json() parsed it, JSON.stringify(req.body) wrote it',
  stringify,
  {},
  express,
);
export const toPython = rewritten(
  'Flask: json.dumps(request.get_json(), ensure_ascii=False)',
  as('pythonUtf8'),
  {},
  { framework: 'flask' },
);
export const toPretty = rewritten('the log prints JSON with four spaces, and the log was verified', as('pretty4'), {});

const deep = (order) => (value) => {
  if (value === null || typeof value !== 'object' || Object.hasOwn(value, 'text')) return value;
  if (Array.isArray(value)) return value.map(deep(order));
  return Object.fromEntries(order(Object.entries(value)).map(([name, inner]) => [name, deep(order)(inner)]));
};
const byName = deep((entries) => entries.sort(([a], [b]) => (a < b ? -1 : 1)));
const byLength = deep((entries) => entries.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)));
const backwards = (value) => Object.fromEntries(Object.entries(value).reverse());
const ordered =
  (order, style = 'js') =>
  (d) => ({ body: Buffer.from(render(order(d.value), style)) });
const SAME_LENGTH = { accept: ['body_signed_otherwise'] };
export const keysSorted = rewritten(
  'Go: map[string]any writes names in alphabetical order, at every level; the length stays, so Content-Length cannot tell who did it',
  ordered(byName),
  {},
  SAME_LENGTH,
);
const keysJsonb = rewritten(
  'the event was kept in a jsonb column; the length stays, so Content-Length cannot tell who did it',
  ordered(byLength),
  {},
  SAME_LENGTH,
);
const keysPython = rewritten(
  'json.dumps(event, sort_keys=True, ensure_ascii=False)',
  ordered(byName, 'pythonUtf8'),
  {},
  { framework: 'django' },
);
const keysJackson = rewritten(
  'Jackson with ORDER_MAP_ENTRIES_BY_KEYS and INDENT_OUTPUT',
  ordered(byName, 'jackson'),
  {},
  { framework: 'spring' },
);
const keysBack = rewritten('the object was built again, last member first', ordered(backwards), { length: false });
const formSorted = {
  code: 'body_key_order',
  how: 'the form was rebuilt from a sorted map',
  change: (d) => ({ body: Buffer.from(form([...d.pairs].sort(([a], [b]) => (a < b ? -1 : 1)))) }),
  options: { kind: 'form' },
  accept: ['body_signed_otherwise', 'body_urlencoded'],
};

// What the parser or the classes of the receiver do to values.
const mapped = (change) => {
  const walk = (value, name) => {
    if (value === null || typeof value !== 'object' || Object.hasOwn(value, 'text')) return change(value, name);
    if (Array.isArray(value))
      return change(
        value.map((item) => walk(item)),
        name,
      );
    const kept = Object.entries(value).map(([key, inner]) => [key, walk(inner, key)]);
    return change(Object.fromEntries(kept.filter(([, inner]) => inner !== undefined)), name);
  };
  return walk;
};
const values = (how, change, options, more) =>
  rewritten(
    how,
    (d) => ({ body: Buffer.from(write(mapped(change)(d.value), styles.js)) }),
    { kind: 'ledger', ...options },
    more,
  );
const isEmpty = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
export const numbersLost = rewritten(
  'JSON.parse rounds 19 digits and drops final zeros; JSON.stringify wrote the rest',
  stringify,
  { kind: 'ledger' },
  express,
);
const numbersUnseen = rewritten(
  'JSON.parse rounds 19 digits and drops final zeros; nothing gives the length',
  stringify,
  { kind: 'ledger', length: false },
);
const nullsLost = values(
  'Jackson with NON_NULL leaves out members that are null',
  (value) => (value === null ? undefined : value),
  { kind: 'user' },
  { framework: 'spring' },
);
const memberLost = values('the class of the receiver does not know a member, and does not write it', (value, name) =>
  ['flags', 'meta', 'options', 'labels', 'settings'].includes(name) ? undefined : value,
);
const emptied = values(
  'Laravel: ConvertEmptyStringsToNull',
  (value) => (value === '' ? null : value),
  {},
  { framework: 'laravel' },
);
const trimmed = values(
  'Laravel: TrimStrings',
  (value) => (typeof value === 'string' ? value.trim() : value),
  {},
  { framework: 'laravel' },
);
const dates = values('the date was parsed and written in UTC', (value, name) =>
  name === 'booked_on' ? new Date(value).toISOString() : value,
);
const milliseconds = values(
  'the date was parsed and written with milliseconds',
  (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:]+Z$/.test(value) ? value.replace('Z', '.000Z') : value,
  { kind: 'payment' },
);
const emptyArrays = values(
  'PHP: json_decode(…, true) makes an array of an empty object',
  (value) => (isEmpty(value) ? [] : value),
  { kind: 'order' },
);
const asText = values(
  'a form-like store made text of true and false',
  (value) => (typeof value === 'boolean' ? String(value) : value),
  { kind: 'payment' },
);
const rounded = rewritten(
  'a store of doubles gave 19 digits back with zeros at their end',
  body((given) => given.replace(/"id":(\d{19})/, (_, digits) => `"id":${Number(digits)}`)),
  { kind: 'ledger' },
);
const lua = values(
  'Lua: every number is a double, and whole ones are written with .0',
  (value) =>
    typeof value === 'number' && Number.isInteger(value)
      ? Object.assign(Object.create(null), { text: `${value}.0` })
      : value,
  { kind: 'payment' },
);

const slashed = (to) => as(to);
export const slashesLost = rewritten(
  'the sender writes \\/, and JSON.stringify writes /',
  slashed('js'),
  { style: 'phpUnicode' },
  express,
);
const slashesAdded = rewritten('PHP: json_encode with JSON_UNESCAPED_UNICODE writes \\/', slashed('phpUnicode'), {
  style: 'js',
});
const shopifyEscapes = rewritten(
  'the sender writes \\/, \\u003c and \\u0026; JSON.stringify writes none of them',
  stringify,
  { style: 'shopify', flavour: 'html', length: false },
);
const shopifyWide = rewritten(
  'the sender writes \\/ and \\u0026 and leaves letters alone; a new object was stringified',
  stringify,
  { style: 'shopify' },
);
export const unicodeLost = rewritten(
  'the sender writes \\u00fc; JSON.stringify writes the letter',
  stringify,
  { style: 'pythonCompact' },
  express,
);
export const htmlLost = rewritten('the sender is Go and writes \\u003c; JSON.stringify writes <', stringify, {
  style: 'go',
  flavour: 'html',
});
const dotnetLost = rewritten(
  'the sender is System.Text.Json and writes \\u00FC; JSON.stringify writes the letter',
  stringify,
  { style: 'dotnet' },
);
export const asciiOnly = rewritten(
  "json.dumps(data, separators=(',', ':')) writes \\u00fc",
  as('pythonCompact'),
  { style: 'js' },
  { framework: 'fastapi' },
);
const htmlAdded = rewritten(
  'Go: json.Marshal writes \\u003c and \\u0026',
  as('go'),
  { style: 'js', flavour: 'html' },
  { framework: 'go' },
);
const emojiEscaped = rewritten('a column of three-byte letters: what is beyond them was escaped', as('pythonCompact'), {
  style: 'js',
  flavour: 'emoji',
});

const simple = (code, how, change, options, more) => ({ code, how, change: body(change), options, ...more });
export const newlineAdded = simple(
  'body_newline_added',
  'a here-document ends with a line feed',
  (given) => `${given}\n`,
);
const newlineWindows = simple(
  'body_newline_added',
  'fixture of a Windows editor ends with CRLF',
  (given) => `${given}\r\n`,
);
export const newlineLost = simple(
  'body_newline_lost',
  "the sender's encoder ends with a line feed; the receiver trims",
  (given) => given.trimEnd(),
  { after: '\n' },
);
const newlineLostParsed = simple(
  'body_newline_lost',
  "the sender's encoder ends with a line feed; JSON.stringify(req.body) does not",
  (given) => JSON.stringify(JSON.parse(given)),
  { after: '\n', style: 'js' },
  express,
);
export const crlf = simple(
  'body_crlf',
  'git with core.autocrlf checked the fixture out',
  (given) => given.replaceAll('\n', '\r\n'),
  { text: 'template' },
);
const crlfFeed = simple(
  'body_crlf',
  'a text node of a low-code tool writes CRLF',
  (given) => given.replaceAll('\n', '\r\n'),
  { text: 'feed' },
);
const crlfStripe = simple(
  'body_crlf',
  'Postman on Windows: the copied event has CRLF',
  (given) => given.replaceAll('\n', '\r\n'),
  { kind: 'stripe' },
);
export const bom = simple(
  'body_bom',
  'File.WriteAllText(…, Encoding.UTF8) put a mark before it',
  (given) => `\ufeff${given}`,
);
const bomLost = simple('body_bom', 'the sender signs a mark; TextDecoder drops it', (given) => given.slice(1), {
  before: '\ufeff',
});
const joined = simple(
  'body_reformatted',
  'getReader().lines().collect(joining()) drops the line feeds',
  (given) => given.split('\n').join(''),
  {},
  { framework: 'servlet', accept: ['body_newline_lost'] },
);
const sendgridJoined = rewritten(
  'the sender puts CRLF between events; JSON.stringify(req.body) does not',
  stringify,
  {},
  { ...express, accept: ['body_newline_lost'] },
);

// Fixed lengths, and what is between two limits.
const cut = (count) => (d) => ({ body: d.body.subarray(0, count < 0 ? d.body.length + count : count) });
const truncated = (how, count, options) => ({ code: 'body_truncated', how, change: cut(count), options });
export const halved = truncated('a trace keeps 200 bytes', 200, { length: true });
const lastLost = truncated('the last brace is missing', -1, { length: true });
const unseen = truncated('console output of 256 characters; nothing gives the length', 256, {
  length: false,
  flavour: 'ascii',
});
const counted = {
  code: 'body_truncated',
  how: 'the length was counted in letters and not in bytes, and so many bytes were read',
  change: (d) => ({ body: d.body.subarray(0, text(d).length) }),
  options: { length: true, flavour: 'wide' },
};
export const missing = {
  code: 'body_missing',
  how: 'the stream was read before',
  change: () => ({ body: Buffer.alloc(0) }),
  options: { length: true },
};
const braces = {
  code: 'body_missing',
  how: 'Express 4: req.body is {} as nothing has parsed it, and it was stringified',
  change: () => ({ body: Buffer.from('{}') }),
  options: { length: true },
  framework: 'express',
};

const flip = (d, r) => {
  const copy = Buffer.from(d.body);
  const at = copy.findIndex((byte, index) => index > copy.length / 3 + r.below(20) && byte > 96 && byte < 122);
  copy[at] ^= 1;
  return { body: copy };
};
const flipped = { code: 'body_changed', how: 'one bit was flipped in memory', change: flip, options: { length: true } };
const digit = simple(
  'body_changed',
  'a digit of the amount was raised by one by hand',
  (given) => given.replace(/"amount":(\d+)/, (_, n) => `"amount":${Number(n) + 1}`),
  { kind: 'payment', style: 'js' },
);
const word = simple(
  'body_changed',
  'the state was edited by hand, in a way that cannot be found by trying',
  (given) => given.replace('"captured":true', '"captured":false'),
  { kind: 'payment', style: 'js', length: false },
  { accept: ['unknown'] },
);

const otherwise = (how, signedBody, options) => ({
  code: 'body_signed_otherwise',
  how,
  options: { length: true, signedBody, ...options },
});
const signsPython = otherwise(
  'the sender signs json.dumps(payload) and posts it with json=…, which is written without spaces',
  (value) => write(value, styles.python),
  { style: 'js' },
);
const signsCompact = otherwise(
  'the sender signs JSON.stringify(payload) and a client library indents what it posts',
  (value) => write(value, styles.js),
  { style: 'pretty2' },
);
const signsSorted = otherwise(
  'the sender signs with sort_keys and posts without',
  (value) => write(byName(value), styles.js),
  { style: 'js' },
);
const signsSlashes = otherwise(
  'the sender signs json_encode($data) and Guzzle posts without \\/',
  (value) => write(value, styles.phpUnicode),
  { style: 'js' },
);
const signsAscii = otherwise('the sender signs ASCII and posts UTF-8', (value) => write(value, styles.pythonCompact), {
  style: 'js',
});
signsSorted.accept = ['body_key_order'];

const urlencoded = (how, change, options, more) => simple('body_urlencoded', how, change, { ...options }, more);
export const percent = urlencoded('encodeURIComponent before it went into a queue', (given) =>
  encodeURIComponent(given),
);
const plusLost = urlencoded(
  'the text was decoded as a form: + became a blank',
  (given) => given.replaceAll('+', ' '),
  { edit: (value) => ({ ...value, phone: '+1 503 555 0100', offset: '+02:00' }), style: 'js' },
  { accept: ['body_values_lost'] },
);
const asForm = urlencoded(
  'JSON was parsed as a form and written as one: the whole is a name without a value',
  (given) => `${formText(given)}=`,
);
const starred = urlencoded(
  'a servlet built the form again: %2A came out as *',
  (given) => given.replaceAll('%2A', '*'),
  { kind: 'form', respell: (given) => given.replaceAll('*', '%2A') },
  { framework: 'spring' },
);
const spacesOtherwise = urlencoded(
  'the form was built again with %20 in place of +',
  (given) => given.replaceAll('+', '%20'),
  { kind: 'form' },
  { framework: 'spring' },
);
const emptyLost = urlencoded(
  'the form was built again without its empty parameters',
  (given) => given.replace(/&[^=&]+=(?=&|$)/g, ''),
  { kind: 'form' },
  { accept: ['body_values_lost'] },
);
const formDecoded = urlencoded(
  'the whole form was percent-decoded',
  (given) => decodeURIComponent(given.replaceAll('+', ' ')),
  { kind: 'form' },
);
const formAsJson = urlencoded(
  'express.urlencoded() and JSON.stringify(req.body)',
  (given) => JSON.stringify(Object.fromEntries(new URLSearchParams(given))),
  { kind: 'form' },
  express,
);

export function bodyCases(single) {
  const stripes = [
    'stripe/v1 kind=stripe',
    'stripe/v1 kind=stripe length=false',
    'stripe/v1 kind=stripe flavour=wide length=false',
  ];
  single(
    { ...reformatted, how: 'the sender writes an empty object on two lines; JSON.stringify(req.body) does not' },
    stripes,
  );
  single(
    { ...rewritten('', indented(2)), how: 'JSON.stringify(event, null, 2) of an event with empty members' },
    stripes.slice(1),
  );
  single(
    { ...toPython, how: 'json.dumps of an event whose empty members had lines of their own' },
    stripes.slice(0, 1),
  );
  single(joined, [
    'stripe/v1 kind=stripe',
    'stripe/v1 kind=stripe length=false flavour=ascii',
    'onfido/hmac style=pretty2',
    'generic/signature kind=user style=tabs',
  ]);
  single(sendgridJoined, [
    'sendgrid/ecdsa',
    'sendgrid/ecdsa flavour=wide length=false',
    'sendgrid/ecdsa flavour=ascii',
  ]);
  single(reformatted, [
    'sentry/hmac style=pythonUtf8',
    'asana/hmac style=pretty2 length=false',
    'box/hmac style=jackson',
    'meta/sha256 style=colonOnly flavour=ascii',
    'mux/hmac style=tight',
    'openai/v1 style=roomy',
    'airwallex/hmac style=prettySpaced length=false',
    'wise/rsa style=pretty4',
  ]);
  single(toPython, [
    'calendly/hmac',
    'xero/hmac length=false',
    'clerk/v1 flavour=wide',
    'discord/ed25519',
    'revolut/v1 length=false',
  ]);
  single(toPretty, ['workos/hmac', 'line/hmac length=false', 'easypost/hmac']);
  single(keysSorted, ['cal-com/hmac', 'persona/v1 length=false', 'portone/v1', 'square/sha256 length=false']);
  single(keysPython, [
    'zoom/v0 style=js',
    'quickbooks/hmac style=js length=false',
    'resend/v1 style=js',
    'podium/hmac style=js',
  ]);
  single(keysJackson, ['doppler/hmac style=js', 'telnyx/ed25519 style=js']);
  single(keysJsonb, ['svix/v1 flavour=ascii', 'mollie/hmac flavour=ascii length=false']);
  single(keysBack, ['cursor/hmac kind=tiny', 'notion/hmac kind=tiny', 'standard/v1 kind=tiny']);
  single(formSorted, ['slack/v0 kind=form']);
  single(numbersLost, [
    'modern-treasury/hmac style=js',
    'generic/signature style=js',
    'cashfree/hmac style=js flavour=wide',
    'lithic/v1 style=js',
    'gocardless/hmac style=js',
  ]);
  single(numbersUnseen, [
    'airwallex/hmac style=js',
    'coinbase-commerce/hmac style=js',
    'polar/v1 style=js',
    'razorpay/hmac style=js',
    'square/sha256 style=js',
    'revolut/v1 style=js',
  ]);
  single(rounded, ['zendesk/hmac style=js', 'well/signature style=js length=false']);
  for (const [mistake, specs] of [
    [nullsLost, ['workos/hmac style=js', 'onfido/hmac style=js']],
    [memberLost, ['complycube/hmac style=js', 'kontent-ai/hmac style=js kind=file']],
    [emptied, ['woocommerce/hmac style=js', 'aftership/as-signature style=js']],
    [trimmed, ['woocommerce/hmac style=js', 'mollie/hmac style=js']],
    [dates, ['quickbooks/hmac style=js', 'docusign/hmac style=js length=false']],
    [milliseconds, ['well/signature style=js', 'portone/v1 style=js']],
    [emptyArrays, ['hookdeck/hmac style=js', 'convoy/advanced style=js length=false']],
    [asText, ['paddle/h1 style=js', 'dodo-payments/v1 style=js']],
    [lua, ['zoho-payments/hmac style=js', 'metronome/hmac style=js']],
  ])
    single(mistake, specs);
  single(slashesLost, ['razorpay/hmac', 'lemon-squeezy/hmac', 'meta/sha256', 'crisp/hmac length=false', 'box/hmac']);
  single(slashesAdded, ['webflow/hmac', 'xero/hmac length=false', 'calendly/hmac']);
  single(shopifyEscapes, ['shopify/hmac kind=order', 'shopify/hmac kind=user', 'aftership/as-signature']);
  single(shopifyWide, ['shopify/hmac kind=order length=false', 'hookdeck/hmac']);
  single(unicodeLost, ['openai/v1', 'sentry/hmac flavour=wide', 'elevenlabs/hmac length=false']);
  single(htmlLost, ['grafana/hmac', 'launchdarkly/hmac', 'stream/hmac length=false']);
  single(dotnetLost, ['cronofy/hmac', 'kontent-ai/hmac length=false']);
  single(asciiOnly, ['line/hmac flavour=wide', 'clickup/hmac', 'viber/hmac length=false', 'replicate/v1']);
  single(htmlAdded, ['typeform/sha256', 'trello/hmac length=false', 'linear/hmac']);
  single(emojiEscaped, ['line/hmac', 'stream/hmac style=js', 'crisp/hmac length=false']);
  single(newlineAdded, ['bitbucket/sha256', 'x/hmac', 'seam/v1 length=false', 'lark/sha256']);
  single(newlineWindows, ['imagekit/hmac', 'hocuspocus/hmac length=false']);
  single(newlineLost, ['pusher/hmac', 'hook0/v0 length=false', 'launchdarkly/hmac']);
  single(newlineLostParsed, ['knock/hmac', 'gitlab/v1', 'lovable/hmac length=false']);
  single(crlf, ['grafana/hmac', 'zendesk/hmac length=false', 'twitch/hmac', 'retell/hmac']);
  single(crlfFeed, ['generic/signature', 'salesforce/ens length=false']);
  single(crlfStripe, ['stripe/v1']);
  single(bom, ['mux/hmac', 'docusign/hmac', 'anthropic/v1 length=false', 'awell/rsa']);
  single(bomLost, ['quickbooks/hmac', 'complycube/hmac length=false']);
  single(halved, ['launchdarkly/hmac', 'circleci/v1', 'liveblocks/v1']);
  single(lastLost, ['pagerduty/hmac', 'sanity/v1']);
  single(unseen, ['vercel/hmac', 'persona/v1']);
  single(counted, ['sentry/hmac style=js', 'finch/v1', 'zoom/v0']);
  single(missing, ['clickup/hmac', 'hubspot/v3', 'scalr/hmac', 'twilio/sha1 digest=true kind=chat']);
  single(braces, ['calendly/hmac', 'cloudconvert/hmac', 'seam/v1']);
  single(flipped, [
    'notion/hmac kind=tiny',
    'cursor/hmac kind=tiny',
    'generic/signature kind=tiny',
    'standard/v1 kind=tiny',
    'mux/hmac',
    'discord/ed25519',
  ]);
  single(digit, ['cashfree/hmac', 'portone/v1']);
  single(word, ['airwallex/hmac', 'paddle/h1']);
  single(signsPython, ['sentry/hmac', 'retell/hmac', 'elevenlabs/hmac flavour=wide']);
  single(signsCompact, ['onfido/hmac', 'asana/hmac']);
  single(signsSorted, ['generic/signature kind=user', 'hook0/v0']);
  single(signsSlashes, ['woocommerce/hmac', 'lemon-squeezy/hmac']);
  single(signsAscii, ['modern-treasury/hmac', 'viber/hmac flavour=wide']);
  single(percent, ['intercom/sha1', 'scalekit/v1']);
  single(plusLost, ['cal-com/hmac', 'workos/hmac', 'hookdeck/hmac length=false']);
  single(asForm, ['kontent-ai/hmac', 'svix/v1']);
  single(starred, ['slack/v0', 'slack/v0 length=false']);
  single(spacesOtherwise, ['slack/v0', 'slack/v0 flavour=wide length=false']);
  single(emptyLost, ['slack/v0 length=false', 'slack/v0 flavour=ascii']);
  single(formDecoded, ['slack/v0']);
  single(formAsJson, ['slack/v0 length=false', 'twilio/sha1']);
}
