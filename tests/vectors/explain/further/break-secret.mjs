// The delivery is as it was sent; the secret is not the one that it was signed with, or is not written as it should be.

import { ed25519 } from '../keys.mjs';
import { newSecret } from './deliver.mjs';
import { keyBytes } from './signing.mjs';

const given = (code, how, change, more) => ({
  code,
  how,
  change: (d, r) => ({ secrets: [{ text: change(d.secrets[0].text, r, d) }] }),
  ...more,
});
const dollar = '$';

export const lineFeed = given(
  'secret_whitespace',
  'the file of the secret ends with a line feed',
  (text) => `${text}\n`,
);
export const blankBefore = given('secret_whitespace', 'copied with the blank before it', (text) => ` ${text}`);
const noBreak = given('secret_whitespace', 'copied from a page with a no-break space', (text) => `${text}\u00a0`);
const wrappedLine = given(
  'secret_whitespace',
  'a terminal wrapped the line',
  (text) => `${text.slice(0, 12)}\n${text.slice(12)}`,
);
const mark = given(
  'secret_whitespace',
  'the file of the secret begins with a mark of UTF-8',
  (text) => `\ufeff${text}`,
);
const zeroWidth = given('secret_whitespace', 'copied from a chat with a zero-width space', (text) => `${text}\u200b`);

export const quoted = given('secret_quoted', 'docker run --env-file keeps quotes', (text) => `"${text}"`);
const single = given('secret_quoted', 'single quotes kept by a unit file', (text) => `'${text}'`);
const curly = given('secret_quoted', 'curly quotes of a text processor', (text) => `“${text}”`);
const ticks = given('secret_quoted', 'copied from Markdown', (text) => `\`${text}\``);
const openOnly = given('secret_quoted', 'copied with the first quotation mark only', (text) => `"${text}`);

export const prefixCut = given('secret_prefix', 'a helper cut off whsec_, which is a part of this key', (text) =>
  text.replace(/^[a-z]+_/, ''),
);
const prefixTwice = given(
  'secret_prefix',
  'the settings put whsec_ before a secret that has it',
  (text) => `whsec_${text}`,
);
const prefixAdded = given(
  'secret_prefix',
  'the settings put whsec_ before a secret that has none',
  (text) => `whsec_${text}`,
);
const base64Mark = given(
  'secret_prefix',
  'Laravel-like settings write base64: before such a key',
  (text) => `base64:${text}`,
  { framework: 'laravel' },
);
const keyMark = given('secret_prefix', 'the store writes key- before it', (text) => `key-${text}`);
const versionMark = given('secret_prefix', 'v1, of another product was put before it', (text) => `v1,${text}`);

// What the user has decoded once too often, or the sender once more than documented.
const asBytes = (code, how, bytes, more) => ({
  code,
  how,
  change: (d) => ({ secrets: [{ hex: bytes(d.secrets[0].text, d).toString('hex') }] }),
  ...more,
});
const fromBase64 = asBytes('secret_decoding', 'Buffer.from(key, "base64"): the sender signs with the text', (text) =>
  Buffer.from(text, 'base64'),
);
const fromHex = asBytes('secret_decoding', 'Buffer.from(key, "hex"): the sender signs with the text', (text) =>
  Buffer.from(text, 'hex'),
);
const fromUuid = asBytes(
  'secret_decoding',
  'UUID.parse(key): the sender signs with the text',
  (text) => Buffer.from(text.replaceAll('-', ''), 'hex'),
  { accept: ['unknown'] },
);
const latinText = given('secret_decoding', 'atob(key): the bytes as letters', (text) =>
  Buffer.from(text, 'base64').toString('latin1'),
);
const hexOfText = given('secret_decoding', 'the key was shown in hexadecimal and kept so', (text) =>
  Buffer.from(text).toString('hex'),
);
const base64OfText = given(
  'secret_decoding',
  'a Kubernetes manifest shows values in base64, and that was copied',
  (text) => Buffer.from(text).toString('base64'),
);
const hexOfKey = given('secret_decoding', 'the bytes of the key in hexadecimal', (text, _r, d) =>
  keyBytes(d.scheme.key, { text }).toString('hex'),
);
const base64OfKey = given('secret_decoding', 'the bytes of the key in base64', (text) =>
  Buffer.from(text, 'hex').toString('base64'),
);
const signsBytes = (how, encoding) => ({
  code: 'secret_decoding',
  how,
  options: { as: { key: encoding }, newSecret: (r) => r.bytes(32).toString(encoding) },
});
const signsHex = signsBytes('the secret is of hexadecimal digits; the sender signs with the bytes', 'hex');
const signsBase64 = signsBytes('the secret is in base64; the sender signs with the bytes', 'base64');
const signsText = {
  code: 'secret_decoding',
  how: 'the sender signs with the whole text of whsec_…',
  options: { as: { key: 'text' } },
};

const isEd = (d) => d.scheme.algorithm === 'ed25519';
const another = (d, r) =>
  isEd(d)
    ? { hex: ed25519[1].publicHex, base64: Buffer.from(ed25519[1].publicHex, 'hex').toString('base64') }[d.scheme.key]
    : newSecret(d.scheme.id, r);
export const old = {
  code: 'secret_old',
  how: 'rotated here, and not yet at the sender',
  change: (d, r) => ({
    secrets: [{ text: another(d, r), name: 'new' }],
    oldSecrets: [{ ...d.secrets[0], name: 'replaced in spring' }],
  }),
};
const oldOfThree = {
  code: 'secret_old',
  how: 'the oldest of three',
  change: (d, r) => ({
    secrets: [{ text: another(d, r) }],
    oldSecrets: [
      { text: newSecret(d.scheme.id, r), name: 'second' },
      { text: newSecret(d.scheme.id, r), name: 'third' },
      { ...d.secrets[0], name: 'first' },
    ],
  }),
};
export const elsewhere = {
  code: 'secret_other_environment',
  how: 'an event of the sandbox, with the secret of production',
  change: (d, r) => ({
    secrets: [{ text: another(d, r), name: 'production' }],
    otherSecrets: [{ ...d.secrets[0], name: 'sandbox' }],
  }),
};
const ofThree = {
  code: 'secret_other_environment',
  how: 'the other of two endpoints',
  change: (d, r) => ({
    secrets: [{ text: another(d, r), name: 'orders' }],
    otherSecrets: [
      { text: newSecret(d.scheme.id, r), name: 'staging' },
      { ...d.secrets[0], name: 'invoices' },
    ],
  }),
};

const fixed = (code, text, how, more) => given(code, how, () => text, more);
const placeholders = [
  ['op://Production/mux/signing-secret', 'a reference of 1Password that nothing resolved', ['mux/hmac']],
  [
    'arn:aws:secretsmanager:eu-central-1:000000000000:secret:hooks-AbCdEf',
    'the name of the secret in AWS',
    ['xero/hmac'],
  ],
  [`${dollar}{LINEAR_WEBHOOK_SECRET}`, 'the variable was not expanded', ['linear/hmac']],
  ['vault:secret/data/hooks#sentry', 'a reference of Vault that nothing resolved', ['sentry/hmac']],
  ['projects/1234/secrets/line-channel/versions/latest', 'the name of the secret in Google Cloud', ['line/hmac']],
  [
    '@Microsoft.KeyVault(SecretUri=https://kv.example.net/secrets/box)',
    'a reference of Azure that nothing resolved',
    ['box/hmac'],
  ],
  ['TODO', 'left for later', ['clickup/hmac']],
  ['<paste your signing secret>', 'copied from the guide', ['calendly/hmac']],
  ['undefined', 'String(process.env.X) of a variable that is not set', ['workos/hmac']],
  ['{{ .Values.webhook.secret }}', 'a template of Helm', ['pagerduty/hmac']],
  ['%RAZORPAY_SECRET%', 'a variable of Windows in a shell of Linux', ['razorpay/hmac']],
];
const none = (how, secrets) => ({ code: 'secret_missing', how, change: () => ({ secrets }) });
const empty = none('the variable is set to nothing', [{ text: '' }]);
const noList = none('the list of secrets is empty', []);
const onlyBlank = { ...none('the variable holds a blank', [{ text: ' ' }]), accept: ['secret_whitespace'] };

const cut = (how, change, more) => given('secret_truncated', how, change, more);
const LOSSY = { accept: ['unknown'] };
const atEquals = cut('split("=")[1]: what is behind the next = is lost', (text) => text.split('=')[0]);
const oneShort = cut('a column is one character too short', (text) => text.slice(0, -1));
const atDollar = cut('docker compose expands what is behind $ to nothing', (text) => text.split('$')[0], {
  options: { newSecret: (r) => `${r.alnum(5)}$${r.alnum(22)}` },
  accept: ['unknown'],
});
const atHash = cut('.env: what is behind # is a comment', (text) => text.split('#')[0], {
  options: { newSecret: (r) => `${r.alnum(4)}#${r.alnum(20)}` },
  accept: ['unknown'],
});
const atBlank = cut('the shell took the first word', (text) => text.split(' ')[0], {
  options: { newSecret: (r) => `${r.alnum(6)} ${r.alnum(9)} ${r.alnum(6)}` },
  accept: ['unknown'],
});
const half = cut('a column of 20 characters', (text) => text.slice(0, 20), LOSSY);
const headLost = cut(
  'the double click of the mouse selects what is behind the hyphen',
  (text) => text.split('-').at(-1),
  LOSSY,
);

const escaped = (how, change, make) => given('secret_escaped', how, change, make && { options: { newSecret: make } });
const special = (r) => `${r.alnum(8)}&${r.alnum(6)}<${r.alnum(8)}`;
const entities = escaped(
  'copied from the source of a page: &amp; and &lt;',
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  special,
);
const percent = escaped(
  'copied from an address: %2B, %2F and %3D',
  (text) => encodeURIComponent(text),
  (r) => `${r.alnum(10)}+/${r.alnum(12)}=`,
);
const backslash = escaped(
  'a backslash before $ for the shell',
  (text) => text.replaceAll('$', '\\$'),
  (r) => `${r.alnum(7)}$${r.alnum(12)}`,
);
const doubled = escaped(
  '$$ for docker compose, in a file that docker compose does not read',
  (text) => text.replaceAll('$', '$$$$'),
  (r) => `${r.alnum(9)}$${r.alnum(9)}`,
);
const literalFeed = escaped('the two characters \\n at its end', (text) => `${text}\\n`);
const jsonEscaped = escaped(
  'JSON of PHP: \\/ and \\u002b',
  (text) => text.replaceAll('/', '\\/').replaceAll('+', '\\u002b'),
  (r) => `${r.alnum(9)}/${r.alnum(7)}+${r.alnum(7)}`,
);
const backslashes = escaped(
  'JSON in JSON doubled the backslash',
  (text) => text.replaceAll('\\', '\\\\'),
  (r) => `${r.alnum(6)}\\${r.alnum(14)}`,
);

const wrapped = (how, change, more) => given('secret_wrapped', how, change, more);
export const assignment = wrapped('the whole line of .env was pasted', (text) => `WEBHOOK_SECRET=${text}`);
const exported = wrapped('the whole line of the shell was pasted', (text) => `export SIGNING_SECRET="${text}"`, {
  accept: ['secret_quoted'],
});
const store = wrapped('the JSON of AWS Secrets Manager', (text) => JSON.stringify({ webhookSecret: text }));
const storeOfTwo = wrapped('the JSON of a store, with two members', (text, r) =>
  JSON.stringify({ apiKey: r.alnum(30), signingSecret: text }),
);
const pasted = wrapped('pasted twice', (text) => text + text);
const yaml = wrapped('a line of YAML', (text) => `secret: ${text}`);
const listed = wrapped(
  'a list of two with a comma, which the settings split elsewhere',
  (text, r, d) => `${text},${newSecret(d.scheme.id, r)}`,
);

const cased = (how, change, more) => given('secret_case', how, change, more);
export const upper = cased('a tool shows hexadecimal digits in capitals', (text) => text.toUpperCase());
const lower = cased('the store keeps values in lower case', (text) => text.toLowerCase(), { accept: ['unknown'] });
const lowerOfCapitals = cased(
  'the secret has capitals only, and was kept in lower case',
  (text) => text.toLowerCase(),
  { options: { newSecret: (r) => r.upper(32) } },
);

const credentials = [
  [(r) => `sk_live_${r.alnum(32)}`, 'API key of the live account', ['stripe/v1', 'workos/hmac']],
  [(r) => `pk_test_${r.alnum(32)}`, 'publishable key', ['stripe/v1']],
  [(r) => `we_${r.alnum(24)}`, 'id of the endpoint', ['stripe/v1']],
  [(r) => `rk_live_${r.alnum(40)}`, 'restricted key', ['stripe/v1']],
  [(r) => `xoxb-${r.digits(12)}-${r.digits(12)}-${r.alnum(24)}`, 'bot token', ['slack/v0']],
  [(r) => `xapp-1-A${r.upper(10)}-${r.digits(13)}-${r.hex(40)}`, 'app-level token', ['slack/v0']],
  [(r) => `ntfset_01${r.hex(24)}`, 'id of the destination', ['paddle/h1']],
  [(r) => `pdl_live_apikey_01${r.alnum(40)}`, 'API key', ['paddle/h1']],
  [(r) => `${r.alnum(24)}.${r.alnum(6)}.${r.alnum(38)}`, 'bot token for the public key', ['discord/ed25519']],
  [(r) => `ghp_${r.alnum(36)}`, 'personal access token', ['github/sha256']],
  [(r) => `shpat_${r.hex(32)}`, 'access token of the Admin API', ['shopify/hmac']],
  [(r) => `AC${r.hex(32)}`, 'account SID for the auth token', ['twilio/sha1']],
  [(r) => `pat-eu1-${r.uuid()}`, 'token of a private app', ['hubspot/v3']],
  [(r) => `lin_api_${r.alnum(40)}`, 'API key', ['linear/hmac']],
  [(r) => `sk-proj-${r.alnum(48)}`, 'API key', ['openai/v1']],
  [(r) => `sk-ant-api03-${r.alnum(60)}`, 'API key', ['anthropic/v1']],
  [(r) => `re_${r.alnum(8)}_${r.alnum(24)}`, 'API key', ['resend/v1']],
  [(r) => `ntn_${r.alnum(46)}`, 'token of the integration', ['notion/hmac']],
  [(r) => `rzp_live_${r.alnum(14)}`, 'key id', ['razorpay/hmac']],
  [() => 'https://in.example.org/hooks/calendly', 'address of the endpoint', ['calendly/hmac']],
];

export function secretCases(one) {
  for (const [mistake, specs] of [
    [lineFeed, ['asana/hmac', 'sentry/hmac', 'hubspot/v3', 'gitlab/token']],
    [blankBefore, ['mux/hmac', 'lark/sha256']],
    [noBreak, ['notion/hmac']],
    [wrappedLine, ['polar/v1', 'docusign/hmac']],
    [mark, ['xero/hmac', 'cal-com/hmac']],
    [zeroWidth, ['pusher/hmac']],
    [quoted, ['pandadoc/query', 'mailgun/body', 'paddle/h1', 'anthropic/v1', 'adyen/hmac', 'telegram/token']],
    [single, ['linear/hmac', 'telnyx/ed25519']],
    [curly, ['zendesk/hmac']],
    [ticks, ['elevenlabs/hmac']],
    [openOnly, ['box/hmac']],
    [prefixCut, ['stripe/v1', 'imagekit/hmac', 'airwallex/hmac']],
    [prefixTwice, ['clerk/v1', 'lithic/v1']],
    [prefixAdded, ['asana/hmac', 'polar/v1']],
    [base64Mark, ['quickbooks/hmac', 'finch/v1']],
    [keyMark, ['mailgun/body', 'sentry/hmac']],
    [versionMark, ['workos/hmac']],
    [fromBase64, ['docusign/hmac', 'xero/hmac', 'kontent-ai/hmac', 'salesforce/ens']],
    [fromHex, ['slack/v0', 'github/sha256', 'webflow/hmac']],
    [fromUuid, ['intercom/sha1']],
    [latinText, ['docusign/hmac', 'xero/hmac']],
    [hexOfText, ['calendly/hmac', 'cronofy/hmac']],
    [base64OfText, ['sanity/v1', 'meta/sha256', 'knock/hmac']],
    [hexOfKey, ['svix/v1', 'replicate/v1', 'finch/v1']],
    [base64OfKey, ['adyen/hmac', 'discord/ed25519']],
    [signsHex, ['convoy/advanced', 'modern-treasury/hmac']],
    [signsBase64, ['hookdeck/hmac', 'generic/signature']],
    [signsText, ['dodo-payments/v1', 'scalekit/v1', 'seam/v1']],
    [old, ['mailgun/body', 'calendly/hmac', 'twitch/hmac', 'openai/v1', 'telnyx/ed25519', 'trello/hmac']],
    [oldOfThree, ['line/hmac', 'knock/hmac']],
    [elsewhere, ['pandadoc/query', 'mollie/hmac', 'adyen/hmac', 'revolut/v1', 'discord/ed25519', 'mandrill/hmac']],
    [ofThree, ['persona/v1', 'cashfree/hmac']],
    [empty, ['asana/hmac', 'svix/v1', 'twilio/sha1', 'telegram/token']],
    [noList, ['mux/hmac', 'hubspot/v3']],
    [onlyBlank, ['linear/hmac']],
    [atEquals, ['docusign/hmac', 'kontent-ai/hmac']],
    [oneShort, ['slack/v0', 'mailgun/body', 'discord/ed25519']],
    [atDollar, ['generic/signature', 'bitbucket/sha256']],
    [atHash, ['hocuspocus/hmac']],
    [atBlank, ['cursor/hmac']],
    [half, ['woocommerce/hmac']],
    [headLost, ['hubspot/v3', 'coinbase-commerce/hmac']],
    [entities, ['bitbucket/sha256', 'woocommerce/hmac']],
    [percent, ['generic/signature', 'hookdeck/hmac']],
    [backslash, ['cursor/hmac', 'onfido/hmac']],
    [doubled, ['lemon-squeezy/hmac', 'grafana/hmac']],
    [literalFeed, ['vercel/hmac', 'resend/v1']],
    [jsonEscaped, ['typeform/sha256']],
    [backslashes, ['doppler/hmac']],
    [assignment, ['stripe/v1', 'xero/hmac', 'liveblocks/v1']],
    [exported, ['slack/v0', 'onfido/hmac']],
    [store, ['github/sha256', 'docusign/hmac']],
    [storeOfTwo, ['razorpay/hmac']],
    [pasted, ['zoom/v0', 'webflow/hmac', 'anthropic/v1']],
    [yaml, ['pagerduty/hmac']],
    [listed, ['cashfree/hmac', 'circleci/v1']],
    [upper, ['asana/hmac', 'hubspot/v3', 'shopify/hmac', 'mux/hmac']],
    [lower, ['calendly/hmac', 'box/hmac']],
    [lowerOfCapitals, ['viber/hmac', 'well/signature']],
  ])
    one(mistake, specs);
  const mailgunKey = given('secret_other_credential', 'API key of the account', (_text, r) => `key-${r.hex(32)}`);
  one({ ...mailgunKey, accept: ['secret_prefix'] }, ['mailgun/body']);
  for (const [text, how, specs] of placeholders) one(fixed('secret_placeholder', text, how), specs);
  for (const [make, how, specs] of credentials)
    one(
      given('secret_other_credential', how, (_text, r) => make(r)),
      specs,
    );
}
