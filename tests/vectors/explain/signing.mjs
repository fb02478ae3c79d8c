// Signs and verifies from the data of a scheme. This is not the library's code and shares nothing with it: it says, when
// the corpus is made, that what is called good is good and that what is called broken is broken.

import { createHash, createHmac, createPublicKey, sign as signWith, verify as verifyWith } from 'node:crypto';

const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const HEX = /^(?:[0-9a-fA-F]{2})+$/;

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function decode(text, encoding) {
  if (encoding === 'hex') return HEX.test(text) ? Buffer.from(text, 'hex') : null;
  if (encoding === 'base64url') return /^[\w-]+$/.test(text) ? Buffer.from(text, 'base64url') : null;
  return text !== '' && BASE64.test(text) ? Buffer.from(text, 'base64') : null;
}

/** The bytes of a key that is given as text, or null if the text is not what the scheme hands out. */
export function keyBytes(kind, text) {
  if (kind === 'text' || kind === 'pem') return Buffer.from(text);
  if (kind === 'whsec') return decode(text.replace(/^v1,/, '').replace(/^whsec_/, ''), 'base64');
  return decode(text, kind);
}

export const header = (headers, name) => headers.find(([other]) => other.toLowerCase() === name?.toLowerCase())?.[1];

function params(delivery) {
  if (!/^application\/x-www-form-urlencoded/i.test(header(delivery.headers, 'Content-Type') ?? '')) return '';
  const pairs = [...new URLSearchParams(delivery.body.toString())];
  pairs.sort(([a], [b]) => Number(a > b) - Number(a < b));
  return pairs.flat().join('');
}

function withAndWithoutPort(url) {
  const [, scheme, host, port, rest] = /^(https?):\/\/([^/:?]+)(?::(\d+))?(.*)$/.exec(url);
  const usual = scheme === 'https' ? '443' : '80';
  if (port !== undefined && port !== usual) return [url];
  const other = port === undefined ? `${scheme}://${host}:${usual}${rest}` : `${scheme}://${host}${rest}`;
  return [url, other];
}

/** Every text that the signature may be over, as bytes. There is more than one only where a port may be there or not. */
function contents(scheme, delivery, { secret, timestamp, id }) {
  const fields = {
    body: () => [delivery.body],
    timestamp: () => [timestamp],
    id: () => [id],
    url: () => [delivery.url],
    // HubSpot decodes these escapes and no others.
    'url:decoded': () => [delivery.url.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent)],
    'url:any-port': () => withAndWithoutPort(delivery.url),
    method: () => [delivery.method],
    params: () => [params(delivery)],
    secret: () => [secret],
  };
  let all = [Buffer.alloc(0)];
  for (const part of scheme.content.split(/(\{[^}]*\})/).filter(Boolean)) {
    const values = part.startsWith('{') ? fields[part.slice(1, -1)]() : [part];
    all = all.flatMap((done) => values.map((value) => Buffer.concat([done, Buffer.from(value)])));
  }
  return all;
}

function digest(algorithm, key, content) {
  if (algorithm === 'sha256') return createHash('sha256').update(content).digest();
  return createHmac(algorithm.replace('hmac-', ''), key).update(content).digest();
}

const DIGEST_OF = { 'rsa-pkcs1-sha256': 'sha256', ed25519: null };

/** The bytes of one signature. `key` is bytes, or a private key. */
export function sign(scheme, key, delivery, known) {
  const content = contents(scheme, delivery, known)[0];
  return scheme.algorithm in DIGEST_OF
    ? signWith(DIGEST_OF[scheme.algorithm], content, key)
    : digest(scheme.algorithm, key, content);
}

export function instant(text, unit) {
  if (unit === 'rfc3339') return Date.parse(text);
  return /^\d+$/.test(text) ? Number(text) * (unit === 'seconds' ? 1000 : 1) : NaN;
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

function matches(scheme, secret, signature, candidates) {
  const key = keyBytes(scheme.key, secret);
  if (key === null) return false;
  if (!(scheme.algorithm in DIGEST_OF)) {
    return candidates.some((content) => digest(scheme.algorithm, key, content).equals(signature));
  }
  const publicKey = publicKeyOf(scheme.algorithm, key);
  return (
    publicKey !== null &&
    candidates.some((content) => verifyWith(DIGEST_OF[scheme.algorithm], content, publicKey, signature))
  );
}

/** `ok`, or the first thing that is wrong. The body of the delivery is bytes. */
export function verify(scheme, delivery) {
  const { headers } = delivery;
  const place = scheme.signature;
  const values = [place.header, place.orHeader].map((name) => header(headers, name)).filter(Boolean);
  if (values.length === 0) return 'missing_header';
  const items = place.separator
    ? values.flatMap((value) => value.split(place.separator)).map((item) => item.trim())
    : values.map((value) => value.trim());
  const prefix = place.prefix ?? '';
  const signatures = items
    .filter((item) => item.startsWith(prefix))
    .map((item) => decode(item.slice(prefix.length), place.encoding))
    .filter((bytes) => bytes !== null);
  if (signatures.length === 0) return 'malformed_signature';

  const clock = scheme.timestamp;
  const timestamp = clock?.item
    ? items.find((item) => item.startsWith(clock.item))?.slice(clock.item.length)
    : header(headers, clock?.header);
  if (clock && timestamp === undefined) return 'missing_timestamp';
  const id = header(headers, scheme.messageId?.header);
  if (scheme.messageId && id === undefined) return 'missing_id';

  const proven = delivery.secrets.some(({ text: secret }) =>
    signatures.some((signature) =>
      matches(scheme, secret, signature, contents(scheme, delivery, { secret, timestamp, id })),
    ),
  );
  if (!proven) return 'signature_mismatch';

  const carried = scheme.bodyDigest && new URL(delivery.url).searchParams.get(scheme.bodyDigest.query);
  if (carried && carried !== sha256(delivery.body)) return 'body_digest';
  if (clock?.toleranceSeconds !== undefined) {
    const age = delivery.nowMs - instant(timestamp, clock.unit);
    if (!(Math.abs(age) <= clock.toleranceSeconds * 1000)) return 'timestamp';
  }
  return 'ok';
}
