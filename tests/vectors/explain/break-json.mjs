// The body was parsed and written again: the same value in other words.

import { styles, write } from './serialize.mjs';

const rewritten = (style) => (d) => ({ body: Buffer.from(write(d.value, styles[style])) });

const EXPRESS = 'parsed by express.json() and written with JSON.stringify';
const FORMATTED = 'the captured body was formatted in an editor';

/** [scheme, kind, how the sender wrote it, how the receiver wrote it again, what happened, further options] */
const reformatted = [
  ['stripe/v1', 'intent', 'pretty2', 'js', `sender indents by two; ${EXPRESS}`],
  [
    'stripe/v1',
    'checkout',
    'pretty2',
    'js',
    'sender indents by two; Next.js page without bodyParser: false, JSON.stringify(req.body)',
    { flavour: 'html' },
  ],
  [
    'stripe/v1',
    'checkout',
    'pretty2',
    'tabs',
    `sender indents by two; ${FORMATTED}, which indents with tabs`,
    { flavour: 'ascii' },
  ],
  ['standard/v1', 'batch', 'python', 'js', `sender is json.dumps, all in ASCII; ${EXPRESS}`, { flavour: 'ascii' }],
  ['standard/v1', 'batch', 'python', 'js', `sender is json.dumps; ${EXPRESS}. Its \\u00e9 became é as well`],
  [
    'standard/v1',
    'contact',
    'js',
    'pythonUtf8',
    'sender is compact; Flask: json.dumps(request.json, ensure_ascii=False)',
    { flavour: 'wide' },
  ],
  [
    'svix/v1',
    'user',
    'js',
    'pretty2',
    'sender is compact; JSON.stringify(body, null, 2) for the log, and the log was verified',
  ],
  ['svix/v1', 'mail', 'pythonUtf8', 'js', `sender is json.dumps with ensure_ascii=False; ${EXPRESS}`],
  [
    'github/sha256',
    'issue',
    'js',
    'pretty4',
    `sender is compact; ${FORMATTED}, which indents by four`,
    { flavour: 'wide' },
  ],
  [
    'github/sha256',
    'push',
    'js',
    'python',
    'sender is compact; Django: json.dumps(json.loads(request.body)). Its é became \\u00e9 as well',
    { legacy: 'github/sha1' },
  ],
  [
    'shopify/hmac',
    'uninstalled',
    'js',
    'pretty2',
    'sender is compact; fixture file that Prettier has been over',
    { flavour: 'ascii' },
  ],
  [
    'shopify/hmac',
    'product',
    'shopify',
    'pythonUtf8',
    'sender is compact with \\/; json.dumps at the receiver. Its slashes lost their backslashes as well',
  ],
  [
    'slack/v0',
    'event',
    'js',
    'jackson',
    "sender is compact; Spring: read into a tree and written with Jackson's pretty printer",
    { flavour: 'wide' },
  ],
  ['zoom/v0', 'recording', 'tabs', 'js', `sender's own test tool indents with tabs; ${EXPRESS}`],
  [
    'paddle/h1',
    'transaction',
    'js',
    'pythonUtf8',
    'sender is compact; FastAPI: json.dumps(await request.json(), ensure_ascii=False)',
    { flavour: 'ascii' },
  ],
  [
    'generic/signature',
    'ledger',
    'pythonUtf8',
    'pretty2',
    `sender is json.dumps with long numbers; ${FORMATTED}, which leaves numbers as they are`,
  ],
  ['generic/signature', 'stock', 'pretty4', 'js', `sender indents by four; ${EXPRESS}`, { flavour: 'wide' }],
  [
    'generic/signature',
    'user',
    'phpPretty',
    'js',
    `sender is json_encode with JSON_PRETTY_PRINT; ${EXPRESS}. Its \\/ and \\u00e9 changed as well`,
  ],
  ['awell/rsa', 'pathway', 'js', 'pretty2', `sender is compact; ${FORMATTED}, which indents by two`],
  ['discord/ed25519', 'command', 'pythonUtf8', 'js', `sender puts a space after every comma; ${EXPRESS}`],
  ['hubspot/v3', 'changes', 'js', 'pretty4', 'sender is compact; C#: read with JToken.Parse, written with four spaces'],
  [
    'twilio/sha1',
    'json',
    'js',
    'pythonUtf8',
    'sender is compact and its url carries the digest of the body; json.dumps at the receiver',
    { digest: true },
  ],
];

// Which members stand where is told by a function over the value; what is nested keeps its order.
const first = (names) => (value) =>
  Object.fromEntries([
    ...names.map((name) => [name, value[name]]),
    ...Object.entries(value).filter(([name]) => !names.includes(name)),
  ]);
const topSorted = (value) => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
const backwards = (value) => Object.fromEntries(Object.entries(value).reverse());
const deep = (order) => (value) => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(deep(order));
  return Object.fromEntries(Object.entries(order(value)).map(([name, inner]) => [name, deep(order)(inner)]));
};
// As a column of type jsonb gives them back: short names first, names of one length by the alphabet.
const jsonb = deep((value) =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))),
);
const same = (value) => value;
const DECLARED = 'sender sorts the names at every level; receiver read into a class and wrote its members as declared';

/** [scheme, kind, the sender's style, the receiver's order, what happened, further options] */
const reordered = [
  ['generic/signature', 'stock', 'sorted', same, DECLARED],
  [
    'generic/signature',
    'user',
    'sorted',
    jsonb,
    'sender is a Go map; receiver kept the event in a jsonb column of Postgres and took it from there',
    { flavour: 'ascii' },
  ],
  ['standard/v1', 'batch', 'sorted', same, `${DECLARED} (Pydantic)`, { flavour: 'wide' }],
  ['svix/v1', 'mail', 'sorted', same, `${DECLARED} (Kotlin data class)`],
  ['awell/rsa', 'activity', 'sorted', same, DECLARED],
  [
    'box/hmac',
    'upload',
    'sorted',
    jsonb,
    'sender sorts the names; receiver took the event from a jsonb column',
    { flavour: 'ascii' },
  ],
  [
    'zoom/v0',
    'meeting',
    'js',
    topSorted,
    'receiver is Go: map[string]json.RawMessage, which is written sorted and leaves what is nested alone',
  ],
  [
    'zoom/v0',
    'recording',
    'js',
    first(['event_ts']),
    'receiver is a Go struct with its members in another order and json.RawMessage within',
    { flavour: 'wide' },
  ],
  ['typeform/sha256', 'response', 'js', backwards, 'receiver built the object anew, last member first'],
  ['paddle/h1', 'customer', 'js', topSorted, 'receiver is Rust: BTreeMap of RawValue'],
  [
    'paddle/h1',
    'transaction',
    'js',
    first(['notification_id', 'data']),
    'receiver is a Go struct with json.RawMessage within, data before the type',
    { flavour: 'ascii' },
  ],
  ['standard/v1', 'contact', 'js', first(['data', 'type']), 'receiver: JSON.stringify({ data, type, timestamp })'],
  ['square/sha256', 'payment', 'js', topSorted, 'receiver is Go: map[string]json.RawMessage', { query: '?shop=7' }],
];

/** [scheme, kind, the sender's style, the receiver's style, what happened, further options] */
const slashes = [
  ['shopify/hmac', 'product', 'phpUnicode', 'js', `sender writes \\/; ${EXPRESS}`],
  ['shopify/hmac', 'order', 'phpUnicode', 'js', `sender writes \\/; ${EXPRESS}`, { flavour: 'ascii' }],
  ['slack/v0', 'event', 'php', 'js', `sender writes \\/; ${EXPRESS}`, { flavour: 'ascii' }],
  ['slack/v0', 'event', 'php', 'js', `sender is json_encode: \\/ and \\u00e9; ${EXPRESS}, so both changed`],
  ['generic/signature', 'user', 'php', 'js', `sender is json_encode; ${EXPRESS}`, { flavour: 'ascii' }],
  [
    'generic/signature',
    'stock',
    'php',
    'js',
    `sender is json_encode: \\/ and \\u6771; ${EXPRESS}, so both changed`,
    { flavour: 'wide' },
  ],
  [
    'generic/signature',
    'ledger',
    'phpUnicode',
    'js',
    'sender writes \\/; a template of the gateway wrote it without, and left numbers alone',
    { flavour: 'ascii', slashIn: 'holder' },
  ],
  [
    'typeform/sha256',
    'response',
    'phpUnicode',
    'js',
    `a PHP relay that signs anew writes \\/; ${EXPRESS}`,
    { slashIn: 'event_type' },
  ],
  [
    'github/sha256',
    'issue',
    'js',
    'phpUnicode',
    'sender writes /; Laravel: json_encode($request->all(), JSON_UNESCAPED_UNICODE)',
  ],
  ['stripe/v1', 'thin', 'js', 'php', 'sender writes /; PHP: json_encode(json_decode($payload))', { flavour: 'ascii' }],
  [
    'svix/v1',
    'user',
    'js',
    'phpUnicode',
    'sender writes /; Symfony: $request->toArray() and json_encode',
    { flavour: 'wide' },
  ],
  ['awell/rsa', 'pathway', 'js', 'phpUnicode', 'sender writes /; PHP: json_encode with JSON_UNESCAPED_UNICODE'],
];

const unicode = [
  ['standard/v1', 'contact', 'pythonCompact', 'js', `sender is json.dumps without spaces: \\u00e9; ${EXPRESS}`],
  [
    'standard/v1',
    'batch',
    'pythonCompact',
    'js',
    `sender writes pairs of surrogates as \\ud83e\\udd80; ${EXPRESS}`,
    { flavour: 'wide' },
  ],
  ['discord/ed25519', 'command', 'pythonCompact', 'js', `sender writes \\u00e9; ${EXPRESS}`],
  [
    'intercom/sha1',
    'conversation',
    'rails',
    'js',
    `sender is Rails: \\u003c, \\u003e, \\u0026; ${EXPRESS}`,
    { flavour: 'html' },
  ],
  [
    'intercom/sha1',
    'conversation',
    'rails',
    'js',
    'sender is Rails: \\u003cb\\u003e; Hono: JSON.stringify(await c.req.json())',
    { flavour: 'html', around: 'cloudflare' },
  ],
  [
    'generic/signature',
    'stock',
    'go',
    'js',
    `sender is Go: \\u003c, \\u003e, \\u0026; ${EXPRESS}`,
    { flavour: 'html' },
  ],
  ['generic/signature', 'user', 'dotnet', 'js', `sender is System.Text.Json: \\u00E9 in upper case; ${EXPRESS}`],
  [
    'generic/signature',
    'stock',
    'dotnet',
    'js',
    `sender is System.Text.Json: \\u0026 and \\u003C; ${EXPRESS}`,
    { flavour: 'html' },
  ],
  [
    'generic/signature',
    'ledger',
    'pythonCompact',
    'js',
    'sender writes \\u00e9; the gateway normalised strings and left numbers alone',
  ],
  [
    'box/hmac',
    'upload',
    'dotnet',
    'js',
    `a .NET relay that signs anew writes \\u914D in upper case; ${EXPRESS}`,
    { flavour: 'wide' },
  ],
  ['github/sha256', 'push', 'go', 'js', `sender is a Go forge that signs like GitHub; ${EXPRESS}`, { flavour: 'html' }],
  ['awell/rsa', 'activity', 'pythonCompact', 'js', `sender writes \\u00e9; ${EXPRESS}`],
  [
    'svix/v1',
    'mail',
    'go',
    'js',
    'sender is Go: \\u003c and \\u003e around an address; Fastify: JSON.stringify(request.body)',
  ],
];

const ascii = [
  [
    'github/sha256',
    'issue',
    'js',
    'pythonCompact',
    "sender writes é; json.dumps(data, separators=(',', ':')) at the receiver",
  ],
  [
    'github/sha256',
    'push',
    'js',
    'pythonCompact',
    "sender writes Japanese; json.dumps(data, separators=(',', ':')) at the receiver",
    { flavour: 'wide' },
  ],
  ['svix/v1', 'user', 'js', 'pythonCompact', 'sender writes é; the queue of the receiver keeps ASCII only'],
  ['zoom/v0', 'meeting', 'js', 'pythonCompact', "sender writes é; json.dumps(payload, separators=(',', ':'))"],
  [
    'typeform/sha256',
    'response',
    'js',
    'pythonCompact',
    'sender writes é; PHP: json_encode with JSON_UNESCAPED_SLASHES',
  ],
  [
    'typeform/sha256',
    'response',
    'js',
    'pythonCompact',
    'sender writes Japanese and a crab; PHP: json_encode with JSON_UNESCAPED_SLASHES',
    { flavour: 'wide' },
  ],
  [
    'square/sha256',
    'payment',
    'js',
    'pythonCompact',
    "sender writes é; json.dumps(request.json, separators=(',', ':'))",
  ],
  ['paddle/h1', 'customer', 'js', 'pythonCompact', 'sender writes é; PHP: json_encode with JSON_UNESCAPED_SLASHES'],
  ['standard/v1', 'batch', 'pythonUtf8', 'python', 'sender writes é and spaces; json.dumps without ensure_ascii=False'],
  ['hubspot/v3', 'action', 'js', 'dotnet', 'sender writes é; System.Text.Json with its default encoder: \\u00E9'],
  [
    'generic/signature',
    'ledger',
    'js',
    'pythonCompact',
    'sender writes é; the log shipper escaped it and left numbers alone',
  ],
  ['awell/rsa', 'pathway', 'js', 'pythonCompact', "sender writes é; json.dumps(data, separators=(',', ':'))"],
];

/** Puts a slash into a payload that has none. */
const withSlash = (name) => (value) => ({ ...value, [name]: `${value[name]}/a` });

export function breakJson(add) {
  for (const [scheme, kind, from, to, how, options] of reformatted) {
    add('body_reformatted', scheme, kind, { ...options, style: from }, how, rewritten(to));
  }
  for (const [scheme, kind, from, order, how, options] of reordered) {
    add('body_key_order', scheme, kind, { ...options, style: from }, how, (d) => ({
      body: Buffer.from(write(order(d.value), styles.js)),
    }));
  }
  for (const [cause, rows] of Object.entries({
    body_escaped_slashes: slashes,
    body_unicode_escapes: unicode,
    body_ascii_only: ascii,
  })) {
    for (const [scheme, kind, from, to, how, { slashIn, ...options } = {}] of rows) {
      const edit = slashIn && withSlash(slashIn);
      add(cause, scheme, kind, { ...options, edit, style: from }, how, rewritten(to));
    }
  }
}
