// A good delivery of each sender, as it arrives at a server: the headers that come with it, and those that the server's
// own surroundings add.

import { bodies, texts, words } from './bodies.mjs';
import { ed25519, rsaPrivate, rsaPublic } from './keys.mjs';
import { legacy, schemes } from './schemes.mjs';
import { seeded } from './seeded.mjs';
import { form, styles, write } from './serialize.mjs';
import { keyBytes, sha256, sign } from './signing.mjs';

const HOSTS = ['shop.example.com', 'api.example.net', 'hooks.example.org', 'app.northwind.example'];
const DAY = 86_400_000;

const whsec = (r) => `whsec_${r.bytes(r.pick([24, 24, 32])).toString('base64')}`;

const senders = {
  github: {
    agent: (r) => `GitHub-Hookshot/${r.hex(7)}`,
    secret: (r) => r.pick([r.hex(40), r.alnum(32), `${r.alnum(6)}-${r.alnum(6)}-${r.alnum(6)}`]),
    headers: (r, kind) => [
      ['X-GitHub-Delivery', r.uuid()],
      ['X-GitHub-Event', { ping: 'ping', issue: 'issues', push: 'push', form: 'commit_comment' }[kind] ?? 'push'],
      ['X-GitHub-Hook-ID', r.digits(9)],
    ],
  },
  stripe: {
    agent: () => 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    secret: (r) => `whsec_${r.alnum(32)}`,
    type: 'application/json; charset=utf-8',
  },
  slack: { agent: () => 'Slackbot 1.0 (+https://api.slack.com/robots)', secret: (r) => r.hex(32) },
  shopify: {
    agent: () => 'Shopify-Captain-Hook',
    secret: (r) => r.pick([r.hex(64), `shpss_${r.hex(32)}`]),
    headers: (r, kind) => [
      ['X-Shopify-Topic', { order: 'orders/create', product: 'products/update' }[kind] ?? 'app/uninstalled'],
      ['X-Shopify-Shop-Domain', 'northwind.myshopify.com'],
      ['X-Shopify-API-Version', '2026-07'],
      ['X-Shopify-Webhook-Id', r.uuid()],
    ],
  },
  standard: { agent: (r) => r.pick(['python-requests/2.32.3', 'Go-http-client/2.0', 'undici']), secret: whsec },
  svix: {
    agent: (r) => `Svix-Webhooks/1.${r.int(60, 84)}.0 (sender-9YMgn; +https://www.svix.com/http-sender/)`,
    secret: whsec,
  },
  generic: {
    agent: (r) => r.pick(['axios/1.12.2', 'Go-http-client/1.1', 'GuzzleHttp/7', 'python-httpx/0.28.1', 'Ruby']),
    secret: (r) => r.pick([`whsec_${r.alnum(20)}`, r.hex(64), r.alnum(40)]),
  },
  twilio: {
    agent: () => 'TwilioProxy/1.1',
    secret: (r) => r.hex(32),
    headers: (r) => [['I-Twilio-Idempotency-Token', r.uuid()]],
  },
  square: {
    agent: () => 'Square Connect v2',
    secret: (r) => `${r.alnum(21)}_`,
    headers: () => [
      ['square-environment', 'Production'],
      ['square-version', '2026-07-15'],
    ],
  },
  hubspot: {
    agent: () => 'HubSpot Connect 2.0 (http://dev.hubspot.com/) - WebhooksExecution',
    secret: (r) => r.uuid(),
  },
  zoom: {
    agent: () => 'Zoom Marketplace/1.0a',
    secret: (r) => r.alnum(22),
    headers: (r) => [
      ['clientid', r.alnum(22)],
      ['x-zm-trackingid', `v=2.0;clid=us01;rid=WEB_${r.hex(32)}`],
    ],
  },
  paddle: { agent: () => 'Paddle', secret: (r) => `pdl_ntfset_01${r.hex(24)}_${r.alnum(32)}` },
  box: {
    agent: () => 'Box-WH-Client',
    secret: (r) => r.alnum(32),
    headers: (r) => [
      ['BOX-DELIVERY-ID', r.uuid()],
      ['BOX-SIGNATURE-ALGORITHM', 'HmacSHA256'],
      ['BOX-SIGNATURE-VERSION', '1'],
    ],
  },
  typeform: { agent: () => 'Typeform Webhooks', secret: (r) => r.alnum(24) },
  intercom: {
    agent: () => 'intercom-webhooks/1.0',
    secret: (r) => r.uuid(),
    headers: (_r, kind) => [['X-Intercom-Topic', kind === 'ping' ? 'ping' : 'conversation.user.created']],
  },
  awell: { agent: () => 'node', secret: () => rsaPublic },
  discord: { agent: () => 'Discord-Interactions/1.0 (+https://discord.com)', secret: () => ed25519[0].publicHex },
};

// What the servers, functions and networks in front of a receiver add. `lower` is what HTTP/2 and Node make of names.
const surroundings = {
  bare: () => ({ headers: [] }),
  nginx: (r, url) => ({
    headers: [
      ['X-Real-IP', `203.0.113.${r.int(1, 250)}`],
      ['X-Forwarded-For', `203.0.113.${r.int(1, 250)}`],
      ['X-Forwarded-Proto', url.protocol.slice(0, -1)],
    ],
  }),
  node: () => ({ headers: [['accept-encoding', 'gzip']], lower: true }),
  lambda: (r, url) => ({
    headers: [
      ['x-amzn-trace-id', `Root=1-${r.hex(8)}-${r.hex(24)}`],
      ['x-forwarded-for', `198.51.100.${r.int(1, 250)}`],
      ['x-forwarded-port', url.port || '443'],
      ['x-forwarded-proto', 'https'],
    ],
    lower: true,
  }),
  vercel: (r, url) => ({
    headers: [
      ['x-forwarded-host', url.host],
      ['x-forwarded-proto', 'https'],
      ['x-vercel-id', `fra1::${r.alnum(5)}-${r.digits(13)}-${r.hex(12)}`],
    ],
    lower: true,
  }),
  cloudflare: (r) => ({
    headers: [
      ['CF-Connecting-IP', `192.0.2.${r.int(1, 250)}`],
      ['CF-Ray', `${r.hex(16)}-AMS`],
      ['X-Forwarded-Proto', 'https'],
      ['CDN-Loop', 'cloudflare; loops=1'],
    ],
  }),
};

const timestampText = (unit, atMs) =>
  unit === 'rfc3339'
    ? new Date(atMs - 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '-08:00')
    : String(unit === 'seconds' ? Math.floor(atMs / 1000) : atMs);

function bodyOf(sender, kind, r, options) {
  const w = words[options.flavour ?? 'latin'];
  if (options.text) {
    const { type, text } = texts[options.text];
    return { type, text: text(r, w) };
  }
  const payload = bodies[sender][kind];
  if (payload.pairs) return { type: payload.type, text: form(payload.pairs(r, w)) };
  const value = (options.edit ?? ((same) => same))(payload.value(r, w));
  return {
    type: senders[sender].type ?? payload.type,
    value,
    text: write(value, styles[options.style ?? payload.style]),
  };
}

export const merge = (scheme, changes = {}) => ({
  ...scheme,
  ...changes,
  signature: { ...scheme.signature, ...changes.signature },
});

export const newSecret = (sender, r) => senders[sender].secret(r);

/**
 * A delivery that is good under the scheme `options.as`, which is that of the sender unless the case says otherwise.
 *
 * Options of the body: flavour, style, edit (a change to the value), text (one of the texts instead of the payload), ends
 * (of its lines), before and after (what it begins and ends with), bytes (the body itself).
 * Of the request: type, method, url, route (the end of its path), query, digest (whether the url carries one), host, around (a name of the
 * surroundings), extra (headers), length (whether there is a Content-Length).
 * Of the signature: as (changes to the scheme, or another one), secret, newSecret (makes one), sentWith (the secret as the
 * sender takes it), application (whose key pair), timestamp (its text), legacy (a second signature, of an older scheme),
 * signatures (the whole list), join (what stands between them), encode.
 */
export function deliver(id, kind, label, options = {}) {
  const r = seeded(label);
  const sender = id.split('/')[0];
  const scheme = schemes[id];
  const as = merge(options.as?.id ? options.as : scheme, options.as);
  const { type, text, value } = bodyOf(sender, kind, r, options);
  const lines = options.ends ? text.replaceAll('\n', options.ends) : text;
  const body = options.bytes ?? Buffer.from((options.before ?? '') + lines + (options.after ?? ''));
  const secret = options.secret ?? (options.newSecret ?? senders[sender].secret)(r);
  const signedWith = options.sentWith?.(secret) ?? secret;
  const host = r.pick(HOSTS);
  let url =
    options.url ??
    `https://${host}/${r.pick(['webhooks', 'api/hooks', 'api/webhooks'])}/${options.route ?? sender}${options.query ?? ''}`;
  if (options.digest) url += `?bodySHA256=${sha256(body)}`;
  const atMs = Date.UTC(2026, 5, 1) + r.below(172 * DAY);
  const messageId = `msg_${r.alnum(27)}`;
  const timestamp = options.timestamp?.(atMs) ?? (as.timestamp && timestampText(as.timestamp.unit, atMs));

  const delivery = { method: options.method ?? 'POST', url, body, headers: [['Content-Type', options.type ?? type]] };
  const item = (rule, key, text) => {
    const bytes = sign(rule, key, delivery, { secret: text, timestamp, id: messageId });
    return (rule.signature.prefix ?? '') + (options.encode?.(bytes) ?? bytes.toString(rule.signature.encoding));
  };
  const keyOf = (rule, text) =>
    ({ 'rsa-pkcs1-sha256': rsaPrivate, ed25519: ed25519[options.application ?? 0].privateKey })[rule.algorithm] ??
    keyBytes(rule.key, text);
  const ownItem = () => item(as, keyOf(as, signedWith), signedWith);
  const own = options.signatures?.(ownItem) ?? ownItem();

  const place = as.signature;
  const clockItem = as.timestamp?.item && `${as.timestamp.item}${timestamp}`;
  const signatureHeaders = [
    as.messageId && [as.messageId.header, messageId],
    as.timestamp?.header && [as.timestamp.header, timestamp],
    [
      place.header,
      [clockItem, own]
        .flat()
        .filter(Boolean)
        .join(options.join ?? place.separator),
    ],
    // Box signs with two keys; the user of these cases has the first of them.
    place.orHeader && [place.orHeader, item(as, Buffer.from(r.alnum(32)))],
    options.legacy && [
      legacy[options.legacy].signature.header,
      item(legacy[options.legacy], keyBytes('text', secret), secret),
    ],
  ].filter(Boolean);

  const around = surroundings[options.around ?? r.pick(Object.keys(surroundings))](r, new URL(url));
  const withLength = options.length ?? r.below(10) < 6;
  const headers = [
    ['Host', options.host ?? new URL(url).host],
    ['User-Agent', senders[sender].agent(r)],
    ...(withLength ? [['Content-Length', String(body.length)]] : []),
    ['Accept', '*/*'],
    ...delivery.headers,
    ...(senders[sender].headers?.(r, kind) ?? []),
    ...signatureHeaders,
    ...around.headers,
    ...(options.extra ?? []),
  ].map(([name, text]) => [around.lower ? name.toLowerCase() : name, text]);
  return {
    ...delivery,
    scheme: id,
    secrets: [{ text: secret }],
    headers,
    nowMs: atMs + r.int(150, 1900),
    as,
    value,
    r,
  };
}
