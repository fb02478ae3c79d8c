// An endless sequence of deliveries, valid and broken in the ways that receivers encounter, which depends only on its
// seed.
//
// Each has the inputs of a receiver, { dialect, secrets, body, headers, nowMs }, and `how`, a list of the mutations.

import { createHmac } from 'node:crypto';
import { mutations } from './mutations.mjs';
import { Random } from './random.mjs';

/** The receiver's time: a quarter past a whole second. */
export const nowMs = Date.UTC(2026, 10, 21, 12) + 250;
const nowSeconds = Math.floor(nowMs / 1000);

const whsec = {
  secret: (random) => `whsec_${random.bytes(24 + random.below(41)).toString('base64')}`,
  key: (secret) => Buffer.from(secret.slice('whsec_'.length), 'base64'),
  content: ({ id, stamp, body }) => [`${id}.${stamp}.`, body],
  encoding: 'base64',
  prefix: 'v1,',
  separator: ' ',
};
const text = {
  secret: (random) => `${random.pick(['whsec_', 'sécrèt ', ''])}${random.bytes(12).toString('hex')}`,
  key: (secret) => Buffer.from(secret),
  encoding: 'hex',
};
const standard = (family) => ({
  ...whsec,
  fields: ({ id, stamp, list }) => [
    [`${family}-id`, id],
    [`${family}-timestamp`, stamp],
    [`${family}-signature`, list.join(' ')],
  ],
  family,
  signature: `${family}-signature`,
});

/** The schemes of the senders that the peers support. */
export const dialects = {
  standard: standard('webhook'),
  svix: standard('svix'),
  stripe: {
    ...text,
    content: ({ stamp, body }) => [`${stamp}.`, body],
    fields: ({ stamp, list }) => [['Stripe-Signature', [`t=${stamp}`, ...list].join(',')]],
    signature: 'Stripe-Signature',
    prefix: 'v1=',
    separator: ',',
  },
  github: {
    ...text,
    content: ({ body }) => [body],
    fields: ({ list }) => [
      ['X-Hub-Signature-256', list.at(-1)],
      ['X-GitHub-Event', 'push'],
    ],
    signature: 'X-Hub-Signature-256',
    prefix: 'sha256=',
  },
};

/** This many deliveries for a seed. */
export function* deliveries(seed, count) {
  const random = new Random(seed);
  for (let number = 0; number < count; number += 1) yield delivery(random, random.pick(Object.keys(dialects)));
}

/** Messages for signing, without unusual parts that a signer might reject. */
export function* messages(seed, count, dialect) {
  const random = new Random(seed);
  for (let number = 0; number < count; number += 1) {
    const text = body(random).toString().trim() || '{}';
    yield {
      secret: dialects[dialect].secret(random),
      body: random.oneIn(2) ? text : new TextEncoder().encode(text),
      id: `msg_${random.bytes(9).toString('hex')}`,
      ms: nowMs - random.below(1e9),
    };
  }
}

function delivery(random, name) {
  const dialect = dialects[name];
  const how = [];
  const secrets = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => dialect.secret(random));
  const signer = random.below(secrets.length);
  const key = dialect.key(secrets[signer]);
  const signed = (parts) => {
    const hmac = createHmac('sha256', key);
    for (const part of dialect.content(parts)) hmac.update(part);
    return dialect.prefix + hmac.digest(dialect.encoding);
  };

  const parts = { id: `msg_${random.bytes(9).toString('hex')}`, body: body(random) };
  parts.stamp = name === 'github' ? '' : stamp(random, how);
  // A sender may sign the text that it sends, or the number that it represents.
  const isMeant = name !== 'github' && random.oneIn(2) && String(parseInt(parts.stamp, 10)) !== parts.stamp;
  if (isMeant) how.push('signed as the number');
  const asText = Buffer.from(parts.body.toString());
  const isText = asText.equals(parts.body) || random.oneIn(2);
  if (!isText) how.push('signed as text');
  parts.list = [
    signed({ ...parts, ...(isMeant && { stamp: parseInt(parts.stamp, 10) }), ...(!isText && { body: asText }) }),
  ];

  const made = { dialect: name, how, secrets, signer, body: parts.body, list: parts.list };
  const times = random.pick([0, 0, 1, 1, 1, 2]);
  const breaks = Array.from({ length: times }, () => random.pick(mutations));
  const apply = (stage) => {
    for (const each of breaks) if (each.stage === stage) each.run(made, random, dialect);
  };
  apply('list');
  made.fields = dialect.fields({ ...parts, list: made.list });
  apply('fields');
  apply('body');
  apply('secrets');
  return {
    dialect: name,
    how,
    secrets: made.secrets,
    body: asGiven(made.body, random),
    headers: shaped(made.fields, random),
    nowMs,
  };
}

/** The bytes of a body: JSON of any size, other text, and bytes that are not UTF-8. */
function body(random) {
  const word = () => random.pick(['id', 'name', 'Zoë', '東京', '🦀', 'a/b', '<&>', '\\', '"', '\u2028', '\ufeff']);
  const value = (depth) =>
    random.pick([
      () => word(),
      () => random.below(1e9) / random.pick([1, 100]),
      () => random.pick([true, false, null]),
      () => Array.from({ length: depth > 3 ? 0 : random.below(4) }, () => value(depth + 1)),
      () =>
        Object.fromEntries(Array.from({ length: depth > 3 ? 0 : random.below(5) }, () => [word(), value(depth + 1)])),
    ])();
  const json = (size = 0) => {
    const text = JSON.stringify({ type: 'user.created', data: value(0) }, null, random.pick([0, 0, 2]));
    return text + (size > 0 ? ' '.repeat(size) : '');
  };
  const bytes = random.pick([
    ...new Array(6).fill(() => json()),
    () => json(random.below(1000)),
    () => '',
    () => `payload=${encodeURIComponent(json())}`,
    () => `${word()} ${word()}\r\n${word()}`,
    () => `\ufeff${json()}`,
    () => random.bytes(random.below(300)),
    () => Buffer.concat([Buffer.from(json()), random.bytes(1 + random.below(3))]),
    () => (random.oneIn(8) ? json(random.below(20_000)) : json()),
  ])();
  return Buffer.from(bytes);
}

/** The text of a timestamp: usually within the tolerance, and otherwise of any kind. */
function stamp(random, how) {
  if (!random.oneIn(4)) return String(nowSeconds - random.below(250));
  const odd = {
    'at the limit': () => String(nowSeconds + random.pick([-299, -300, -301, 299, 300, 301])),
    stale: () => String(nowSeconds - 302 - random.below(1e7)),
    future: () => String(nowSeconds + 302 + random.below(1e7)),
    milliseconds: () => String(nowMs - random.below(1000)),
    'with a suffix': () => `${nowSeconds}${random.pick(['abc', '.5', 'e0', ';', ' 1', 'é', '_000'])}`,
    'with leading zeros': () => `00${nowSeconds}`,
    'with a sign': () => `${random.pick(['+', '-'])}${nowSeconds}`,
    'not a number': () =>
      random.pick(['now', 'NaN', '', 'Infinity', '2026-11-21T12:00:00Z', 'Sat, 21 Nov 2026 12:00:00 GMT']),
    'another number': () => random.pick(['0', '1', '0x6a01f840', '99999999999999999999', '1e9', '-1']),
    'in whitespace': () => random.pick([` ${nowSeconds}`, `${nowSeconds} `, `\t${nowSeconds}\t`]),
  };
  const kind = random.pick(Object.keys(odd));
  how.push(`timestamp ${kind}`);
  return odd[kind]();
}

/** A body as frameworks provide it: text if it is UTF-8, or bytes. */
function asGiven(bytes, random) {
  const isText = Buffer.from(bytes.toString()).equals(bytes);
  if (isText && random.oneIn(2)) return bytes.toString();
  if (random.oneIn(2)) return new Uint8Array(bytes);
  // A view into a larger buffer.
  const around = new Uint8Array(bytes.length + 9);
  around.set(bytes, 4);
  return around.subarray(4, 4 + bytes.length);
}

/** Header fields as frameworks provide them. */
function shaped(fields, random) {
  const cased = fields.map(([name, value]) => [
    random.pick([name, name.toLowerCase(), name, name.toUpperCase()]),
    value,
  ]);
  if (random.oneIn(3)) return [['Content-Type', 'application/json'], ...cased];
  if (random.oneIn(2)) {
    try {
      return new Headers(cased);
    } catch {
      // `Headers` rejects values with characters above U+00FF.
    }
  }
  const object = { host: 'example.com' };
  for (const [name, value] of cased) {
    const at = Object.keys(object).find((given) => given.toLowerCase() === name.toLowerCase()) ?? name;
    object[at] = at in object ? [object[at], value].flat() : value;
  }
  return object;
}
