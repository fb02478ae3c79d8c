// A good delivery of a sender, as it arrives at a server. What was done at the sender's end, so that the delivery is not
// good for the scheme that the user asks for, is given as options; what happens after is done to the result.

import { seeded } from '../seeded.mjs';
import { form } from '../serialize.mjs';
import { bodies, forms, texts, words } from './bodies.mjs';
import { senders } from './senders.mjs';
import { sha256, sign } from './signing.mjs';
import { render } from './styles.mjs';

const HOSTS = ['in.example.org', 'hooks.harbor.example', 'api.example.com', 'edge.example.net'];
const AGENTS = ['okhttp/5.1.0', 'node-fetch/3.3.2', 'Go-http-client/1.1', 'python-requests/2.32.5', 'Ruby/3.4'];
const DAY = 86_400_000;

export const stampText = (unit, atMs) => {
  if (unit === 'rfc3339') return new Date(atMs - 7 * 3_600_000).toISOString().replace(/\.\d+Z$/, '-07:00');
  if (unit === 'http-date') return new Date(atMs).toUTCString();
  return String(unit === 'seconds' ? Math.floor(atMs / 1000) : atMs);
};

export const merge = (scheme, changes = {}) => ({
  ...scheme,
  ...changes,
  signature: { ...scheme.signature, ...changes.signature },
  timestamp: scheme.timestamp && { ...scheme.timestamp, ...changes.timestamp },
});

export const newSecret = (id, r) => senders[id].secret(r);

const around = {
  bare: () => [],
  proxy: (r) => [
    ['X-Forwarded-For', `198.51.100.${r.int(1, 250)}`],
    ['X-Forwarded-Proto', 'https'],
  ],
  cloud: (r) => [
    ['x-cloud-trace-context', `${r.hex(32)}/${r.digits(9)}`],
    ['via', '1.1 google'],
  ],
  heroku: (r) => [
    ['X-Request-Id', r.uuid()],
    ['Connect-Time', '0'],
    ['Via', '1.1 vegur'],
  ],
};

function write(sender, r, options, now) {
  const w = r.pick(words[options.flavour ?? 'latin']);
  const kind = options.kind ?? r.pick(sender.kinds);
  if (options.text)
    return { text: texts[options.text](r, w), type: options.text === 'feed' ? 'application/xml' : 'application/json' };
  if (forms[kind]) {
    const pairs = forms[kind](r, w);
    return {
      pairs,
      text: (options.respell ?? ((same) => same))(form(pairs)),
      type: 'application/x-www-form-urlencoded',
    };
  }
  const value = (options.edit ?? ((same) => same))(bodies[kind](r, w, sender.event, now));
  const own = kind === 'stripe' || !['stripe', 'sendgrid'].includes(sender.style) || kind === 'batch';
  const style = options.style ?? ((own && sender.style) || 'js');
  return { value, text: render(value, style), type: 'application/json' };
}

function mailgun(sender, r, options, secret, now) {
  const signature = { token: r.hex(50), timestamp: stampText('seconds', now) };
  const w = r.pick(words[options.flavour ?? 'latin']);
  const text = (value) => Buffer.from(JSON.stringify(value));
  const first = text({ signature });
  const mac = sign(merge(sender, options.as), secret, { body: first, headers: [] }, {}).toString('hex');
  const value = {
    signature: { ...signature, signature: options.encode?.(mac) ?? mac },
    'event-data': {
      event: sender.event,
      recipient: 'kim@example.com',
      subject: w.says,
      delivery: { code: 250, tls: true },
    },
  };
  return { value, type: 'application/json', text: text(value).toString() };
}

/**
 * Options: flavour, kind, style, edit, text (one of the texts), before and after (what the body begins and ends with),
 * bytes; type, method, url, length (whether there is a Content-Length), lower (names of headers), extra (headers);
 * as (changes to the scheme), secret, sentWith (the secret as the sender takes it), stamp (the timestamp's text),
 * signedBody (what the sender signs, made from the body), encode (of the text of the signature), application.
 */
export function deliver(id, label, options = {}) {
  const r = seeded(label);
  const sender = senders[id];
  const as = merge(sender, options.as);
  const now = Date.UTC(2026, 6, 1) + r.below(140 * DAY);
  const secret = { text: options.secret ?? (options.newSecret ?? sender.secret)(r) };
  const signedWith = options.sentWith ? { text: options.sentWith(secret.text, r) } : secret;
  const made = sender.signature.member ? mailgun(sender, r, options, signedWith, now) : write(sender, r, options, now);
  const body = options.bytes ?? Buffer.from((options.before ?? '') + made.text + (options.after ?? ''));
  const signedBody = options.signedBody ? Buffer.from(options.signedBody(made.value, made.text)) : body;
  let url =
    options.url ??
    `https://${r.pick(HOSTS)}/${r.pick(['hooks', 'in', 'webhook'])}/${id.split('/')[0]}${options.query ?? ''}`;
  if (options.digest) url += `?bodySHA256=${sha256(body)}`;
  const messageId = `msg_${r.alnum(24)}`;
  const timestamp = as.timestamp && ((options.stamp ?? sender.stamp)?.(now) ?? stampText(as.timestamp.unit, now));
  const first = [['Content-Type', options.type ?? made.type], ...(sender.first?.(r) ?? [])];
  const delivery = { method: options.method ?? 'POST', url, headers: first, body };

  const bytes = sender.signature.member
    ? null
    : sign(
        as,
        signedWith,
        { ...delivery, body: signedBody },
        { timestamp, id: messageId, application: options.application },
      );
  const item = (text) => (as.signature.prefix ?? '') + text;
  const text = bytes?.toString(as.signature.encoding === 'text' ? 'utf8' : as.signature.encoding);
  const headersWith = (signature) => {
    const clock = as.timestamp?.item && `${as.timestamp.item}${timestamp}`;
    return [
      as.messageId && [as.messageId, messageId],
      as.timestamp?.header && [as.timestamp.header, timestamp],
      as.signature.header && [
        as.signature.header,
        [clock, item(signature)].filter(Boolean).join(as.signature.separator),
      ],
    ].filter(Boolean);
  };
  const surroundings = around[options.around ?? r.pick(Object.keys(around))](r);
  const rest = sender.extra?.(r) ?? [];
  const withLength = options.length ?? r.below(10) < 6;
  const lower = options.lower ?? r.below(3) === 0;
  const all = (signature) =>
    [
      ['Host', options.host ?? new URL(url).host],
      ['User-Agent', r === null ? '' : AGENTS[sha256(id).charCodeAt(0) % AGENTS.length]],
      ...(withLength ? [['Content-Length', String(body.length)]] : []),
      ...first,
      ...rest,
      ...headersWith(signature),
      ...surroundings,
      ...(options.extra ?? []),
    ].map(([name, value]) => [lower ? name.toLowerCase() : name, value]);

  if (as.signature.query) {
    const withSignature = (value) => `${url}${url.includes('?') ? '&' : '?'}${as.signature.query}=${value}`;
    delivery.url = withSignature(options.encode?.(text, bytes, r) ?? text);
    url = withSignature(text);
  }
  const headers = all(options.encode?.(text, bytes, r) ?? text);
  return {
    ...delivery,
    headers,
    secrets: [secret],
    nowMs: now + r.int(150, 1900),
    as,
    scheme: sender,
    value: made.value,
    pairs: made.pairs,
    messageId,
    timestamp,
    at: now,
    // The text of a signature of this delivery under changed rules, for those who want a second one.
    signWith: (changes, key = signedWith) => {
      const rules = merge(sender, changes);
      return sign(rules, key, { ...delivery, body: signedBody }, { timestamp, id: messageId }).toString(
        rules.signature.encoding,
      );
    },
    repaired: {
      url,
      body: signedBody,
      secrets: [signedWith],
      headers: all(text),
      // What was signed where the sender signs another address or method than the one that it posts to.
      ...options.repaired,
    },
  };
}
