// The body was parsed and written again: the same value in other words, or almost the same.

import { form, styles, write } from '../serialize.mjs';
import { render } from './styles.mjs';
import { as, body, byName, deep, express, rewritten, stringify } from './tools.mjs';

const indented = (by) => body((given) => JSON.stringify(JSON.parse(given), null, by));
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
// Nothing shows such a loss but the length that the sender gave.
const lossy = (...all) => ({ ...values(...all), lossy: true });
const isEmpty = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
export const numbersLost = rewritten(
  'JSON.parse rounds 19 digits and drops final zeros; JSON.stringify wrote the rest',
  stringify,
  { kind: 'ledger' },
  express,
);
const shortened = rewritten(
  'JSON.stringify writes 136 for 136.0 and 0 for 0.0, which is the same value in other words',
  stringify,
  { kind: 'meter', style: 'js' },
  express,
);
const numbersUnseen = rewritten(
  'JSON.parse rounds 19 digits and drops final zeros; nothing gives the length',
  stringify,
  { kind: 'ledger', length: false },
);
const nullsLost = lossy(
  'Jackson with NON_NULL leaves out members that are null',
  (value) => (value === null ? undefined : value),
  { kind: 'user' },
  { framework: 'spring' },
);
const memberLost = lossy('the class of the receiver does not know a member, and does not write it', (value, name) =>
  ['flags', 'meta', 'options', 'labels', 'settings'].includes(name) ? undefined : value,
);
const emptied = lossy(
  'Laravel: ConvertEmptyStringsToNull',
  (value) => (value === '' ? null : value),
  {},
  { framework: 'laravel' },
);
const trimmed = lossy(
  'Laravel: TrimStrings',
  (value) => (typeof value === 'string' ? value.trim() : value),
  {},
  { framework: 'laravel' },
);
const dates = lossy('the date was parsed and written in UTC', (value, name) =>
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
const asText = lossy(
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

const sendgridJoined = rewritten(
  'the sender puts CRLF between events; JSON.stringify(req.body) does not',
  stringify,
  {},
  { ...express, accept: ['body_newline_lost'] },
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
    'salesforce/ens kind=bulk style=pretty2',
    'xero/hmac kind=bulk style=pythonUtf8 length=false',
  ]);
  single(toPython, [
    'twilio/sha1 kind=chat digest=true',
    'pandadoc/query',
    'calendly/hmac',
    'xero/hmac length=false',
    'clerk/v1 flavour=wide',
    'discord/ed25519',
    'revolut/v1 length=false',
  ]);
  single(toPretty, ['workos/hmac', 'line/hmac length=false', 'easypost/hmac']);
  single(keysSorted, [
    'cal-com/hmac framework=go',
    'persona/v1 length=false framework=axum',
    'portone/v1',
    'square/sha256 length=false',
  ]);
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
  single(shortened, ['grafana/hmac', 'seam/v1', 'pagerduty/hmac length=false']);
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
  single(shopifyWide, [
    'shopify/hmac kind=order length=false',
    'shopify/hmac kind=user framework=next-app',
    'hookdeck/hmac',
  ]);
  single(unicodeLost, ['openai/v1', 'sentry/hmac flavour=wide', 'elevenlabs/hmac length=false']);
  single(htmlLost, ['grafana/hmac', 'launchdarkly/hmac', 'stream/hmac length=false']);
  single(dotnetLost, ['cronofy/hmac', 'kontent-ai/hmac length=false']);
  single(asciiOnly, ['line/hmac flavour=wide', 'clickup/hmac', 'viber/hmac length=false', 'replicate/v1']);
  single(htmlAdded, ['typeform/sha256', 'trello/hmac length=false', 'linear/hmac']);
  single(emojiEscaped, ['line/hmac', 'stream/hmac style=js', 'crisp/hmac length=false']);
}
