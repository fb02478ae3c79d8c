// Writes signature.json: deliveries, good and bad, with the verdict that every implementation must give.
//
//     node tests/vectors/generate.mjs          writes the file
//     node tests/vectors/generate.mjs --check  exits 1 if the file is not what this would write
//
// Signatures with a source are copied from a publication. The others are computed by OpenSSL through node:crypto, and
// not by the code under test.

import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('signature.json', import.meta.url);
const RFC4231 = 'RFC 4231, section 4';
const tests = [];

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const mac = (secretHex, bodyHex) =>
  createHmac('sha256', Buffer.from(secretHex, 'hex')).update(Buffer.from(bodyHex, 'hex')).digest('hex');

function add(id, { secrets, body, headers, source = 'node:crypto', scheme = 'generic/signature', ...verdict }) {
  tests.push({
    id,
    source,
    scheme,
    secrets: secrets.map((secret) => (typeof secret === 'string' ? { hex: hex(secret) } : secret)),
    headers,
    bodyHex: typeof body === 'string' ? hex(body) : body.hex,
    ...verdict,
  });
}

// --- Signatures that others have published -------------------------------------------------------------------------

const published = [
  [
    'rfc4231-1',
    RFC4231,
    { hex: '0b'.repeat(20) },
    'Hi There',
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    'rfc4231-2',
    RFC4231,
    'Jefe',
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'rfc4231-3',
    RFC4231,
    { hex: 'aa'.repeat(20) },
    { hex: 'dd'.repeat(50) },
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  ],
  [
    'rfc4231-4',
    RFC4231,
    { hex: '0102030405060708090a0b0c0d0e0f10111213141516171819' },
    { hex: 'cd'.repeat(50) },
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
  [
    'rfc4231-6',
    RFC4231,
    { hex: 'aa'.repeat(131) },
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'rfc4231-7',
    RFC4231,
    { hex: 'aa'.repeat(131) },
    'This is a test using a larger than block-size key and a larger than block-size data. ' +
      'The key needs to be hashed before being used by the HMAC algorithm.',
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
  [
    'github-docs',
    'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
    "It's a Secret to Everybody",
    'Hello, World!',
    '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  ],
  [
    'octokit-suite',
    'the test suite of @octokit/webhooks-methods',
    'mysecret',
    '{"foo":"bar"}',
    '4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3',
  ],
  [
    'adnanh-suite',
    'the test suite of adnanh/webhook',
    'secret',
    '{"a": "z"}',
    'f417af3a21bd70379b5796d5f013915e7029f62c580fb0f500f59a35a6f04c89',
  ],
];
for (const [id, source, secret, body, signature] of published) {
  add(id, { source, secrets: [secret], body, headers: [['X-Webhook-Signature', signature]], ok: true, keyIndex: 0 });
}

// --- The same signature, carried and broken in every way ------------------------------------------------------------

const secret = 'whsec_abc123';
const body =
  '{"id":"evt_abc123","type":"user.created","created_at":"2026-01-15T12:30:00Z","data":{"id":"user_123","name":"John Doe"}}';
const good = mac(hex(secret), hex(body));
const name = 'X-Webhook-Signature';
const accepted = { ok: true, keyIndex: 0 };
const refused = (code) => ({ ok: false, code });
const flip = (text, index) => text.slice(0, index) + (text[index] === '0' ? '1' : '0') + text.slice(index + 1);
const delivery = (changes) => ({ secrets: [secret], body, headers: [[name, good]], ...changes });

add('the-prefix-is-part-of-the-key', delivery(accepted));
add('the-key-without-its-prefix', delivery({ secrets: ['abc123'], ...refused('signature_mismatch') }));
add('the-key-with-a-line-break', delivery({ secrets: [`${secret}\n`], ...refused('signature_mismatch') }));
add('header-in-lower-case', delivery({ headers: [[name.toLowerCase(), good]], ...accepted }));
add('header-in-upper-case', delivery({ headers: [[name.toUpperCase(), good]], ...accepted }));
add(
  'among-other-headers',
  delivery({
    headers: [
      ['Accept', '*/*'],
      [name, good],
      ['X-Other', ''],
    ],
    ...accepted,
  }),
);
add('digits-in-upper-case', delivery({ headers: [[name, good.toUpperCase()]], ...accepted }));
add('white-space-around-the-value', delivery({ headers: [[name, ` \t${good} `]], ...accepted }));
add('no-headers', delivery({ headers: [], ...refused('missing_header') }));
add('another-senders-header', delivery({ headers: [['X-Well-Signature', good]], ...refused('missing_header') }));
add('an-empty-value', delivery({ headers: [[name, '']], ...refused('missing_header') }));
add('nothing-but-white-space', delivery({ headers: [[name, ' \t ']], ...refused('missing_header') }));
add(
  'the-header-twice',
  delivery({
    headers: [
      [name, good],
      [name, good],
    ],
    ...refused('repeated_header'),
  }),
);
add(
  'the-header-twice-in-other-cases',
  delivery({
    headers: [
      [name, flip(good, 0)],
      [name.toLowerCase(), good],
    ],
    ...refused('repeated_header'),
  }),
);
add('two-values-joined-by-a-proxy', delivery({ headers: [[name, `${good}, ${good}`]], ...refused('repeated_header') }));
for (const [id, value] of Object.entries({
  'the-word-of-the-manual-test': 'test_signature',
  'one-digit-short': good.slice(1),
  'one-byte-short': good.slice(2),
  'one-byte-long': `${good}00`,
  'one-digit': 'a',
  'junk-between-the-digits': good.replace(/../g, '$&z'),
  'no-hexadecimal-digits': 'z'.repeat(64),
  'a-letter-that-is-no-digit': `g${good.slice(1)}`,
  'white-space-inside': `${good.slice(0, 32)} ${good.slice(32)}`,
  'with-the-prefix-of-another-sender': `sha256=${good}`,
  'base64-instead-of-hex': Buffer.from(good, 'hex').toString('base64'),
  'full-width-digits': '\uff10'.repeat(64),
  'a-null-character': `${good.slice(0, 63)}\0`,
})) {
  add(id, delivery({ headers: [[name, value]], ...refused('malformed_signature') }));
}
for (const index of [0, 1, 31, 32, 62, 63]) {
  add(`digit-${index}-flipped`, delivery({ headers: [[name, flip(good, index)]], ...refused('signature_mismatch') }));
}
add('all-zeros', delivery({ headers: [[name, '0'.repeat(64)]], ...refused('signature_mismatch') }));

// --- Bodies ------------------------------------------------------------------------------------------------------------

const signed = (id, content, changes = {}) => {
  const bodyHex = typeof content === 'string' ? hex(content) : content.hex;
  add(id, delivery({ body: { hex: bodyHex }, headers: [[name, mac(hex(secret), bodyHex)]], ...accepted, ...changes }));
};
signed('an-empty-body', '');
signed('one-byte', 'x');
signed('non-ascii-text', '{"name":"Zoë Ångström 🦀"}');
signed('not-utf-8', { hex: 'ff00fe80c0' });
signed('a-byte-order-mark', '\ufeff{}');
signed('a-null-character-in-the-body', '{"a":"\0"}');
for (const length of [55, 56, 63, 64, 65, 119, 120, 127, 128, 129]) {
  signed(`${length}-bytes-around-a-block-edge`, 'a'.repeat(length));
}
for (const [id, changed] of Object.entries({
  'body-with-a-line-break-more': `${body}\n`,
  'body-pretty-printed': JSON.stringify(JSON.parse(body), null, 2),
  'body-with-one-letter-changed': body.replace('John', 'Jonn'),
  'body-cut-by-one-byte': body.slice(0, -1),
  'body-with-a-byte-order-mark': `\ufeff${body}`,
  'body-emptied': '',
})) {
  add(id, delivery({ body: changed, ...refused('signature_mismatch') }));
}
// Two bodies that decode to the same text: a check over decoded text would take one's signature for the other.
add(
  'replacement-character-forgery',
  delivery({
    body: { hex: `${hex('{"a":"')}ff${hex('"}')}` },
    headers: [[name, mac(hex(secret), hex('{"a":"\ufffd"}'))]],
    ...refused('signature_mismatch'),
  }),
);

// --- Several secrets ---------------------------------------------------------------------------------------------------

const named = (name, text) => ({ name, hex: hex(text) });
add('the-second-of-two-secrets', delivery({ secrets: ['an-older-secret', secret], ok: true, keyIndex: 1 }));
add(
  'a-named-secret',
  delivery({ secrets: [named('old', 'an-older-secret'), named('new', secret)], ok: true, keyIndex: 1, keyName: 'new' }),
);
add('the-first-of-equal-secrets', delivery({ secrets: [secret, secret], ...accepted }));
add('none-of-three-secrets', delivery({ secrets: ['a', 'b', 'c'], ...refused('signature_mismatch') }));
add(
  'a-secret-that-is-not-text',
  delivery({
    secrets: [{ hex: '00ff80' }],
    headers: [[name, mac('00ff80', hex(body))]],
    ...accepted,
  }),
);

// --- Well, whose header is documented and whose computation is assumed --------------------------------------------------

const well = 'X-Well-Signature';
const wellBody = '{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{"company_id":"comp_12345"}}';
const wellGood = mac(hex(secret), hex(wellBody));
const wellDelivery = (changes) => ({ scheme: 'well/signature', secrets: [secret], body: wellBody, ...changes });
add('well-good', wellDelivery({ headers: [[well, wellGood]], ...accepted }));
add('well-one-digit-flipped', wellDelivery({ headers: [[well, flip(wellGood, 7)]], ...refused('signature_mismatch') }));
add('well-with-the-generic-header', wellDelivery({ headers: [[name, wellGood]], ...refused('missing_header') }));

// ---------------------------------------------------------------------------------------------------------------------

const text = `${JSON.stringify(
  {
    notes: {
      purpose: 'Every implementation reads this file and must reach the verdict in it.',
      secrets: 'For tests only. Bytes are in hexadecimal.',
      fields: 'ok: true comes with keyIndex (and keyName where the secret has a name); ok: false comes with code.',
      madeBy: 'node tests/vectors/generate.mjs',
    },
    numberOfTests: tests.length,
    tests,
  },
  null,
  1,
)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('signature.json is out of date: run node tests/vectors/generate.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
  console.log(`signature.json: ${tests.length} tests`);
}
