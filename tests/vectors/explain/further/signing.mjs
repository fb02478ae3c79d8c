// Signs and verifies from the rows in senders.mjs. It shares nothing with the library: it says, when the corpus is made,
// that what is called good is good and that what is called broken is broken.

import { createHash, createHmac, createPublicKey, sign as signWith, verify as verifyWith } from 'node:crypto';
import { ed25519, rsaPrivate } from '../keys.mjs';
import { signP256 } from './p256.mjs';

const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const HEX = /^(?:[0-9a-fA-F]{2})+$/;

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
export const isNamed = (name, other) => name.toLowerCase() === other?.toLowerCase();
export const fields = (headers, name) => headers.filter(([other]) => isNamed(other, name)).map(([, value]) => value);

export function decode(text, encoding) {
  if (encoding === 'text') return Buffer.from(text);
  if (encoding === 'hex') return HEX.test(text) ? Buffer.from(text, 'hex') : null;
  if (encoding === 'base64url') return /^[\w-]+$/.test(text) ? Buffer.from(text, 'base64url') : null;
  return text !== '' && BASE64.test(text) ? Buffer.from(text, 'base64') : null;
}

// White space around a key that is decoded is cut off; a mark of UTF-8 is not white space.
const WHITE = /^[^\S\ufeff]+|[^\S\ufeff]+$/g;
function base64Key(text) {
  if (/[-_]/.test(text)) return decode(text.replace(/=+$/, ''), 'base64url');
  return decode(text.endsWith('=') ? text : text.padEnd(Math.ceil(text.length / 4) * 4, '='), 'base64');
}

/** The bytes of a key, or null if the text is not what the scheme hands out. */
export function keyBytes(kind, { text, hex }) {
  if (hex !== undefined) return Buffer.from(hex, 'hex');
  if (text === '') return null;
  if (kind === 'text' || kind === 'pem') return Buffer.from(text);
  const given = text.replace(WHITE, '');
  if (kind === 'whsec') return /[-_]/.test(bare(given)) ? null : base64Key(bare(given));
  return kind === 'hex' ? decode(given, 'hex') : base64Key(given);
}
const bare = (text) => text.replace(/^v1,/, '').replace(/^whsec_/, '');

const member = (body, path) => {
  try {
    return path
      .split('/')
      .slice(1)
      .reduce((value, name) => value[name], JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
};

function params(delivery) {
  const type = fields(delivery.headers, 'Content-Type')[0] ?? '';
  if (!/^application\/x-www-form-urlencoded/i.test(type)) return '';
  const pairs = [...new URLSearchParams(delivery.body.toString())];
  pairs.sort(([a], [b]) => Number(a > b) - Number(a < b));
  return pairs.flat().join('');
}

const HUBSPOT = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;
const sources = {
  body: (d) => d.body,
  'body:sha256': (d) => sha256(d.body),
  timestamp: (_d, known) => known.timestamp,
  id: (_d, known) => known.id,
  url: (d) => d.url,
  'url:decoded': (d) => d.url.replace(HUBSPOT, decodeURIComponent),
  'url:any-port': (d, known) => (known.otherPort ? withOtherPort(d.url) : d.url),
  method: (d) => d.method.toUpperCase(),
  params: (d) => params(d),
  secret: (_d, known) => known.secret,
};

function withOtherPort(url) {
  const parts = /^(https?):\/\/([^/:?@]+)(?::(\d+))?(.*)$/.exec(url);
  if (parts === null) return url;
  const [, scheme, host, port, rest] = parts;
  const usual = scheme === 'https' ? '443' : '80';
  if (port === undefined) return `${scheme}://${host}:${usual}${rest}`;
  return port === usual ? `${scheme}://${host}${rest}` : url;
}

function source(name, delivery, known) {
  if (name.startsWith('header:')) return fields(delivery.headers, name.slice(7))[0] ?? '';
  if (name.startsWith('member:')) return String(member(delivery.body, name.slice(7)));
  return sources[name](delivery, known);
}

/** The bytes that the signature is over. */
export function content(template, delivery, known) {
  const parts = template.split(/(\{[^}]*\})/).filter(Boolean);
  return Buffer.concat(
    parts.map((part) => Buffer.from(part.startsWith('{') ? source(part.slice(1, -1), delivery, known) : part)),
  );
}

function digest(algorithm, key, message) {
  if (algorithm === 'token') return key;
  if (algorithm.startsWith('hmac-')) return createHmac(algorithm.slice(5), key).update(message).digest();
  if (algorithm === 'hmac-swapped') return createHmac('sha256', message).update(key).digest();
  return createHash(algorithm).update(message).digest();
}

const PUBLIC = ['ed25519', 'rsa-pkcs1-sha256', 'ecdsa-p256-sha256'];
export const isPublic = (scheme) => PUBLIC.includes(scheme.algorithm);

/** The bytes of one signature; `secret` is `{ text }`. The private keys are those of the corpus. */
export function sign(scheme, secret, delivery, known) {
  const message = content(scheme.content, delivery, { ...known, secret: secret.text });
  if (scheme.algorithm === 'ed25519') return signWith(null, message, ed25519[known.application ?? 0].privateKey);
  if (scheme.algorithm === 'rsa-pkcs1-sha256') return signWith('sha256', message, rsaPrivate);
  if (scheme.algorithm === 'ecdsa-p256-sha256') return signP256(message);
  if (scheme.swapped) return createHmac('sha256', message).update(keyBytes(scheme.key, secret)).digest();
  return digest(scheme.algorithm, keyBytes(scheme.key, secret), message);
}

const FORMS = {
  seconds: /^\d{9,10}$/,
  milliseconds: /^\d{12,13}$/,
  rfc3339: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  'http-date': /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
};
export function instant(text, unit) {
  if (!FORMS[unit].test(text)) return Number.NaN;
  if (unit === 'rfc3339' || unit === 'http-date') return Date.parse(text);
  return Number(text) * (unit === 'seconds' ? 1000 : 1);
}

function publicKeyOf(algorithm, bytes) {
  try {
    return algorithm === 'ed25519'
      ? createPublicKey({ key: Buffer.concat([SPKI_ED25519, bytes]), format: 'der', type: 'spki' })
      : createPublicKey(bytes);
  } catch {
    return null;
  }
}

function matches(scheme, secret, signature, delivery, known) {
  const key = keyBytes(scheme.key, secret);
  if (key === null) return false;
  const messages = [false, true].map((otherPort) =>
    content(scheme.content, delivery, { ...known, otherPort, secret: secret.text ?? '' }),
  );
  if (isPublic(scheme)) {
    const publicKey = publicKeyOf(scheme.algorithm, key);
    const hash = scheme.algorithm === 'ed25519' ? null : 'sha256';
    return publicKey !== null && messages.some((message) => verifyWith(hash, message, publicKey, signature));
  }
  if (scheme.swapped) {
    return messages.some((message) => createHmac('sha256', message).update(key).digest().equals(signature));
  }
  return messages.some((message) => digest(scheme.algorithm, key, message).equals(signature));
}

/** The texts of the signature: those of its headers, of a parameter of the URL or of a member of the body. */
function signatureTexts(scheme, delivery) {
  const { header, orHeader, query, member: path, separator } = scheme.signature;
  if (query) return [new URL(delivery.url).searchParams.get(query)].filter(Boolean);
  if (path) return [member(delivery.body, path)].filter((value) => typeof value === 'string');
  const all = [header, orHeader].map((name) => fields(delivery.headers, name));
  if (!separator && all.some((list) => list.length > 1)) return null;
  const texts = all.flat().filter((text) => text !== '');
  if (!separator) return texts.map((text) => text.trim());
  return texts
    .flatMap((text) => text.split(separator))
    .map((item) => item.trim().replace(/^,|,$/g, ''))
    .filter(Boolean);
}

/** `ok`, or the first thing that is wrong. */
export function verify(scheme, delivery) {
  if (delivery.url === null && (/url/.test(scheme.content) || scheme.signature.query)) return 'missing_url';
  const place = scheme.signature;
  const items = signatureTexts(scheme, delivery);
  if (items === null) return 'repeated_header';
  if (items.length === 0) return 'missing_header';
  const prefix = place.prefix ?? '';
  const signatures = items
    .filter((item) => item.startsWith(prefix))
    .map((item) => decode(item.slice(prefix.length), place.encoding))
    .filter((bytes) => bytes !== null);
  if (signatures.length === 0) return 'malformed_signature';

  const clock = scheme.timestamp;
  let stamps = [];
  if (clock?.item)
    stamps = items.filter((item) => item.startsWith(clock.item)).map((item) => item.slice(clock.item.length));
  else if (clock?.member) stamps = [String(member(delivery.body, clock.member))];
  else if (clock) stamps = fields(delivery.headers, clock.header);
  if (clock && stamps.length === 0) return 'missing_timestamp';
  if (stamps.length > 1) return 'repeated_timestamp';
  const [timestamp] = stamps;
  if (clock && Number.isNaN(instant(timestamp, clock.unit))) return 'malformed_timestamp';
  const ids = scheme.messageId ? fields(delivery.headers, scheme.messageId) : [''];
  if (ids.length !== 1) return 'missing_id';

  const known = { timestamp, id: ids[0] };
  const proven = delivery.secrets.some((secret) =>
    signatures.some((signature) => matches(scheme, secret, signature, delivery, known)),
  );
  if (!proven) return 'signature_mismatch';
  const carried = scheme.bodyDigest && new URL(delivery.url).searchParams.get(scheme.bodyDigest);
  if (carried && carried !== sha256(delivery.body)) return 'body_digest';
  if (clock?.tolerance !== undefined) {
    const age = delivery.nowMs - instant(timestamp, clock.unit);
    if (!(Math.abs(age) <= clock.tolerance * 1000)) return 'timestamp';
  }
  return 'ok';
}

/** A value of the same form with other bytes. */
export function randomLike(text, scheme, r) {
  const { prefix = '', encoding } = scheme.signature;
  const at = prefix === '' ? 0 : text.lastIndexOf(prefix) + prefix.length;
  const length = decode(text.slice(at), encoding).length;
  return text.slice(0, at) + r.bytes(length).toString(encoding === 'text' ? 'hex' : encoding);
}
