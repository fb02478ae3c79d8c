// The delivery is as it was sent; the secret is not the one that it was signed with, or not in its form.

import { ed25519 } from './keys.mjs';
import { newSecret } from './senders.mjs';

const given = (change) => (d, r) => ({ secrets: [{ text: change(d.secrets[0].text, r) }] });

const space = [
  ['github/sha256', 'issue', (s) => `${s}\n`, 'Docker secret: the file ends with a line feed'],
  ['stripe/v1', 'intent', (s) => `${s}\n`, 'Kubernetes secret made with echo and base64'],
  ['stripe/v1', 'checkout', (s) => ` ${s}`, 'copied from the dashboard with the space before it'],
  ['slack/v0', 'command', (s) => `${s}\r`, '.env file with line ends of Windows, read by a shell'],
  ['slack/v0', 'event', (s) => `${s} `, 'copied with the space behind it'],
  ['shopify/hmac', 'order', (s) => `${s}\r\n`, 'file of a Windows editor'],
  [
    'standard/v1',
    'contact',
    (s) => `${s.slice(0, 24)}\n${s.slice(24)}`,
    'copied from a terminal that had wrapped the line',
  ],
  ['svix/v1', 'user', (s) => `${s.slice(0, 6)} ${s.slice(6)}`, 'copied from a page that shows the prefix apart'],
  ['zoom/v0', 'meeting', (s) => `${s}\u00a0`, 'copied from a chat with a no-break space'],
  ['twilio/sha1', 'sms', (s) => `${s}\n`, 'AWS Secrets Manager: value typed with a line feed'],
  [
    'discord/ed25519',
    'command',
    (s) => `${s.slice(0, 32)}\n${s.slice(32)}`,
    'public key copied from a terminal that had wrapped the line',
  ],
  ['paddle/h1', 'customer', (s) => `${s.slice(0, 40)}\n${s.slice(40)}`, 'copied from a mail that broke the line'],
  ['typeform/sha256', 'response', (s) => `"${s}"\n`, 'read from a file: quotes around it and a line feed behind them'],
];
const spaceAtSender = [
  ['github/sha256', 'push', '\n', 'Terraform gave GitHub the file with its line feed; the receiver trims'],
  ['generic/signature', 'user', ' ', 'the secret was typed with a space behind it at the sender; the receiver trims'],
];

const quotes = [
  ['github/sha256', 'issue', (s) => `"${s}"`, 'docker run --env-file keeps quotes'],
  ['stripe/v1', 'intent', (s) => `"${s}"`, 'docker compose env_file of an old version keeps quotes'],
  ['stripe/v1', 'thin', (s) => `'${s}'`, 'systemd drop-in written with quotes within quotes'],
  ['slack/v0', 'event', (s) => `'${s}'`, "set X='…' in cmd.exe keeps quotes"],
  ['shopify/hmac', 'product', (s) => `"${s}"`, 'secret kept as JSON text and not parsed'],
  ['standard/v1', 'contact', (s) => `"${s}"`, 'GitHub Actions secret pasted with quotes'],
  ['svix/v1', 'mail', (s) => `\`${s}\``, 'copied from Markdown with its back-quotes'],
  ['twilio/sha1', 'call', (s) => `"${s}"`, 'docker run --env-file keeps quotes'],
  ['box/hmac', 'upload', (s) => `“${s}”`, 'copied from a document with typographic quotes'],
  ['generic/signature', 'stock', (s) => `"${s}"`, 'YAML in a string: the quotes are part of the value'],
  ['zoom/v0', 'recording', (s) => `'${s}'`, 'make passes quotes on'],
];

const bare = (s) => s.slice('whsec_'.length);
const prefixes = [
  ['stripe/v1', 'intent', bare, 'whsec_ is part of the key; the user cut it off'],
  ['stripe/v1', 'checkout', bare, "whsec_ cut off, as Standard Webhooks' libraries do"],
  ['stripe/v1', 'thin', bare, 'whsec_ cut off by a shared helper for secrets', { flavour: 'ascii' }],
  ['stripe/v1', 'intent', (s) => `whsec_${s}`, 'the configuration puts whsec_ before a secret that has it'],
  ['stripe/v1', 'checkout', (s) => `v1,${s}`, 'v1, put before the secret, as Supabase writes secrets'],
  [
    'generic/signature',
    'user',
    bare,
    'whsec_ is part of the key; the user cut it off',
    { secret: 'whsec_Zk3Qw81LmN0pVtYx' },
  ],
  [
    'generic/signature',
    'stock',
    bare,
    'whsec_ is part of the key; the settings page cut it off',
    { secret: 'whsec_9f8e7d6c5b4a39281706f5e4' },
  ],
  ['standard/v1', 'contact', (s) => `whsec_${s}`, 'the configuration puts whsec_ before a secret that has it'],
  ['svix/v1', 'user', (s) => `whsec_${s}`, 'the configuration puts whsec_ before a secret that has it'],
];
const prefixesAtSender = [
  ['generic/signature', 'user', 'whsec_', 'the sender shows whsec_… and signs without whsec_'],
  ['generic/signature', 'ledger', 'whsec_', 'the sender shows whsec_… and signs without whsec_'],
  ['generic/signature', 'stock', 'v1,', 'the sender shows v1,… and signs without v1,'],
];

/** [scheme, kind, the secret that both have, how the sender takes it, what happened] */
const decodings = [
  [
    'standard/v1',
    'contact',
    (r) => r.bytes(24).toString('base64'),
    'text',
    'secret is base64 without prefix; the sender signs with its text (as Polar does)',
  ],
  [
    'standard/v1',
    'batch',
    (r) => r.bytes(32).toString('base64'),
    'text',
    "secret is base64 without prefix; the sender's Python signs with secret.encode()",
  ],
  [
    'standard/v1',
    'thin',
    (r) => r.bytes(24).toString('base64'),
    'text',
    "secret is base64 without prefix; the sender's Go signs with []byte(secret)",
  ],
  [
    'svix/v1',
    'mail',
    (r) => r.bytes(24).toString('base64'),
    'text',
    'secret is base64 without prefix; a replay tool signed with its text',
  ],
  [
    'standard/v1',
    'contact',
    (r) => `whsec_${r.bytes(24).toString('base64')}`,
    'text',
    'the sender signs with the whole text of whsec_…',
  ],
  [
    'svix/v1',
    'user',
    (r) => `whsec_${r.bytes(24).toString('base64')}`,
    'text',
    'a test helper signed with the whole text of whsec_…',
  ],
  ['generic/signature', 'user', (r) => r.hex(64), 'hex', 'secret is 64 hex digits; the sender signs with the 32 bytes'],
  [
    'generic/signature',
    'stock',
    (r) => r.hex(40),
    'hex',
    'secret is 40 hex digits; the sender signs with the 20 bytes',
  ],
  [
    'generic/signature',
    'ledger',
    (r) => r.bytes(32).toString('base64'),
    'base64',
    'secret is base64; the sender signs with the bytes',
  ],
  [
    'generic/signature',
    'ping',
    (r) => r.bytes(24).toString('base64'),
    'base64',
    'secret is base64; the sender signs with the bytes',
  ],
  ['shopify/hmac', 'product', (r) => r.hex(64), 'hex', 'a replay tool took the hex digits of the secret for bytes'],
  ['github/sha256', 'issue', (r) => r.hex(40), 'hex', 'a forge that signs like GitHub takes hex digits for bytes'],
  ['box/hmac', 'upload', (r) => r.bytes(24).toString('base64'), 'base64', 'a replay tool decoded the key from base64'],
];

const old = [
  ['github/sha256', 'push', 1, 'the new secret is deployed and not yet entered at GitHub'],
  ['stripe/v1', 'intent', 1, 'the secret was rolled; the delivery is a retry of an earlier attempt'],
  ['stripe/v1', 'checkout', 3, 'the oldest of three replaced secrets'],
  ['slack/v0', 'command', 1, 'signing secret was regenerated in one place only'],
  ['shopify/hmac', 'order', 2, 'client secret was rotated; Shopify goes on with the oldest until it is revoked'],
  ['standard/v1', 'contact', 1, 'rotated without a time in which both sign'],
  ['svix/v1', 'user', 2, 'rotated more than a day ago; a stored delivery is replayed'],
  ['twilio/sha1', 'sms', 1, 'the secondary auth token has not been promoted'],
  ['zoom/v0', 'meeting', 1, 'secret token was regenerated'],
  ['paddle/h1', 'customer', 1, 'destination was made anew'],
  ['typeform/sha256', 'response', 1, 'secret was changed on one side'],
  ['discord/ed25519', 'command', 1, 'public key of the application before it was made anew'],
];

const elsewhere = [
  ['stripe/v1', 'intent', ['stripe listen', 'live'], "the CLI's secret is not that of the dashboard"],
  ['stripe/v1', 'checkout', ['live', 'test'], 'test-mode delivery, secret of live mode'],
  ['stripe/v1', 'thin', ['thin events', 'snapshot events'], 'two endpoints for one url; the secret of the other'],
  [
    'github/sha256',
    'issue',
    ['organisation hook', 'repository hook'],
    'hook of the organisation, secret of the repository',
  ],
  ['slack/v0', 'event', ['staging app', 'production app'], 'event of the staging app'],
  [
    'shopify/hmac',
    'order',
    ['app', 'admin notifications'],
    'made by the app, secret of the notifications in the admin',
  ],
  ['svix/v1', 'user', ['development', 'production', 'preview'], 'instance of development'],
  ['standard/v1', 'batch', ['project B', 'project A'], 'endpoint of another project'],
  ['twilio/sha1', 'call', ['subaccount', 'main account'], 'call of a subaccount, auth token of the main account'],
  ['square/sha256', 'payment', ['sandbox', 'production'], 'delivery of the sandbox'],
  ['hubspot/v3', 'changes', ['test app', 'public app'], 'client secret of another app'],
  ['paddle/h1', 'transaction', ['sandbox', 'live'], 'destination of the sandbox'],
  ['discord/ed25519', 'ping', ['beta bot', 'bot'], 'public key of another application'],
];

const placeholders = [
  ['github/sha256', 'ping', 'undefined', 'String(process.env.GITHUB_SECRET) of a variable that is not set'],
  ['stripe/v1', 'intent', 'whsec_...', 'copied from the documentation'],
  ['stripe/v1', 'checkout', '${STRIPE_WEBHOOK_SECRET}', 'the variable was not expanded'],
  ['slack/v0', 'event', 'null', 'String(config.secret) of a member that is null'],
  ['shopify/hmac', 'product', 'your-secret-here', 'copied from .env.example'],
  ['standard/v1', 'contact', 'whsec_...', 'copied from the documentation'],
  ['svix/v1', 'user', 'undefined', 'variable of another name in production'],
  ['twilio/sha1', 'sms', 'your_auth_token', 'copied from the quick start'],
  ['hubspot/v3', 'action', '{{ secrets.HUBSPOT_CLIENT_SECRET }}', 'template that was not filled in'],
  ['zoom/v0', 'meeting', '$ZOOM_SECRET_TOKEN', 'single quotes: the shell did not expand the variable'],
  ['paddle/h1', 'customer', 'changeme', 'default of the Helm chart'],
  ['box/hmac', 'upload', '<your-primary-signature-key>', 'copied from the documentation'],
  ['typeform/sha256', 'response', 'None', 'str(os.environ.get("TYPEFORM_SECRET"))'],
];

export function breakSecret(add) {
  for (const [scheme, kind, change, how] of space) add('secret_whitespace', scheme, kind, {}, how, given(change));
  for (const [scheme, kind, end, how] of spaceAtSender) {
    add('secret_whitespace', scheme, kind, { sentWith: (s) => s + end }, how, (d) => ({
      repair: { secrets: [{ text: d.secrets[0].text + end }] },
    }));
  }
  for (const [scheme, kind, change, how] of quotes) add('secret_quoted', scheme, kind, {}, how, given(change));
  for (const [scheme, kind, change, how, options] of prefixes)
    add('secret_prefix', scheme, kind, options, how, given(change));
  for (const [scheme, kind, prefix, how] of prefixesAtSender) {
    const options = { newSecret: (r) => prefix + r.alnum(28), sentWith: (s) => s.slice(prefix.length) };
    add('secret_prefix', scheme, kind, options, how, (d) => ({
      repair: { secrets: [{ text: d.secrets[0].text.slice(prefix.length) }] },
    }));
  }
  for (const [scheme, kind, secret, key, how] of decodings)
    add('secret_decoding', scheme, kind, { newSecret: secret, as: { key } }, how);
  for (const [scheme, kind, count, how] of old) {
    add('secret_old', scheme, kind, {}, how, (d, r) => {
      const signer = { ...d.secrets[0], name: 'replaced' };
      const others = Array.from({ length: count - 1 }, (_, index) => ({
        text: newSecret(scheme.split('/')[0], r),
        name: `replaced ${index + 1}`,
      }));
      const current = scheme === 'discord/ed25519' ? ed25519[1].publicHex : newSecret(scheme.split('/')[0], r);
      return { secrets: [{ text: current, name: 'current' }], oldSecrets: [...others, signer] };
    });
  }
  for (const [scheme, kind, [signer, ...others], how] of elsewhere) {
    add('secret_other_environment', scheme, kind, {}, how, (d, r) => {
      const [used, ...rest] = others.map((name) => ({
        text: scheme === 'discord/ed25519' ? ed25519[1].publicHex : newSecret(scheme.split('/')[0], r),
        name,
      }));
      return { secrets: [used], otherSecrets: [...rest, { ...d.secrets[0], name: signer }] };
    });
  }
  for (const [scheme, kind, secret, how] of placeholders)
    add(
      'secret_placeholder',
      scheme,
      kind,
      {},
      how,
      given(() => secret),
    );
}
