// The reasons for which this project and another library give different verdicts on a delivery. Each explains why this
// project is right, and has a predicate over the facts of a delivery. The test fails for a disagreement without a
// reason, and for an unused reason.
//
// A predicate alone could hide a mistake behind an unusual part. So if the unusual part can be repaired, it is, and
// both verify the delivery again: in the end, both must accept it.

import { dialects } from './deliveries.mjs';
import { fieldsOf } from './peers.mjs';

const STANDARD = ['standardwebhooks', 'svix'];
const ALL = [...STANDARD, 'stripe', '@octokit/webhooks-methods'];

/** The facts for the predicates: the delivery and its parts. */
function facts(delivery) {
  const { dialect, body, headers } = delivery;
  const isSignature =
    dialects[dialect].family === undefined ? named(dialects[dialect].signature) : /^(svix|webhook)-signature$/i;
  const fields = fieldsOf(headers);
  const signatures = fields.filter(([name]) => isSignature.test(name)).map(([, value]) => value);
  const items = signatures.flatMap((value) => itemsOf(dialect, value));
  const stamps =
    dialect === 'stripe'
      ? items
          .map((item) => item.trim())
          .filter(isStamp)
          .map((item) => item.slice('t='.length))
      : fields.filter(([name]) => isStampHeader.test(name)).map(([, value]) => value.trim());
  return { ...delivery, bytes: Buffer.from(body), fields, isSignature, signatures, items, stamps };
}

const named = (name) => new RegExp(`^${name}$`, 'i');
const isStamp = (item) => item.startsWith('t=');
const inLowerCase = (value) => value.replace(/[\da-f]{64}/gi, (digits) => digits.toLowerCase());
const isEmptySignature = (item) => /^v1(=?$|==)/.test(item);
const isStampHeader = /^(svix|webhook)-timestamp$/i;
const isFamily =
  (family) =>
  ([name]) =>
    name.toLowerCase().startsWith(family);
const isOfFamily = ([name, value]) => /^(svix|webhook)-/i.test(name) && value !== '';
const firstOf = (fields, [name]) => fields.find(([given, value]) => named(name).test(given) && value !== '');
const differing = (fields) =>
  ['id', 'timestamp'].filter((name) => {
    const [one, other] = ['svix', 'webhook'].map((family) => firstOf(fields, [`${family}-${name}`])?.[1].trim());
    return one !== undefined && other !== undefined && one !== other;
  });
const isText = (bytes) => Buffer.from(bytes.toString()).equals(bytes);
const itemsOf = (dialect, value) =>
  dialects[dialect].separator === undefined ? [value] : value.split(dialects[dialect].separator);
const cut = ({ dialect }, item) =>
  item
    .split(dialect === 'stripe' ? '=' : ',')
    .slice(0, 2)
    .join(dialect === 'stripe' ? '=' : ',');

/** The delivery with other values of the signature header, or of its items. */
const values = (known, change) => ({
  headers: known.fields.map(([name, value]) => [name, known.isSignature.test(name) ? change(value) : value]),
});
const items = (known, change) =>
  values(known, (value) => change(itemsOf(known.dialect, value)).join(dialects[known.dialect].separator ?? ''));
const isSecret = (dialect, secret) =>
  dialects[dialect].family === undefined
    ? !/^(whsec_|\s*|undefined)$/.test(secret)
    : /^(v1,)?(whsec_)?[\da-z+/]{20,}=*$/i.test(secret.trim());
const number = (text) => String(parseInt(text, 10));

/** The reasons. The first that applies is used. */
export const reasons = [
  {
    id: 'byte order mark',
    why:
      'A byte order mark is part of the body. Stripe removes it before hashing: it rejects a body that was signed ' +
      'with one, and accepts a body that was signed without.',
    peers: ['stripe'],
    applies: ({ body, bytes }) => typeof body !== 'string' && bytes.subarray(0, 3).equals(Buffer.from('\ufeff')),
    mend: ({ bytes }) => ({ body: new TextDecoder().decode(bytes) || new Uint8Array() }),
    mends: false,
  },
  {
    id: 'not UTF-8',
    why:
      'A signature covers bytes. The others decode the body first: they reject bytes that are not UTF-8, and accept ' +
      'every body that decodes to a signed text with U+FFFD.',
    peers: ALL,
    applies: ({ bytes }) => !isText(bytes),
    mend: ({ bytes }) => ({ body: bytes.toString() }),
    mends: false,
  },
  {
    id: 'empty body',
    why: 'An empty body can have a valid signature.',
    peers: ['stripe', '@octokit/webhooks-methods'],
    says: true,
    applies: ({ bytes }) => bytes.length === 0,
  },
  {
    id: 'timestamp that never expires',
    why:
      'Text that is not an instant is not within the tolerance. Stripe compares NaN, or a date beyond the range of ' +
      '`Date`, with the limit.',
    peers: ['stripe'],
    says: false,
    applies: ({ stamps }) => stamps.some((stamp) => !(parseInt(stamp, 10) < 1e15)),
  },
  {
    id: 'timestamp that is not a number',
    why:
      'The text of the timestamp is signed. The others parse a number at its beginning and hash that, so that the ' +
      'rest is not covered.',
    peers: [...STANDARD, 'stripe'],
    applies: ({ stamps }) => stamps.some((stamp) => number(stamp) !== stamp),
    mend: (known) =>
      known.dialect === 'stripe'
        ? items(known, (all) =>
            all.map((item) => item.replace(/^(\s*t=)(.*)$/s, (_, start, stamp) => start + number(stamp))),
          )
        : { headers: known.fields.map(([name, value]) => [name, isStampHeader.test(name) ? number(value) : value]) },
    mends: false,
  },
  {
    id: 'two timestamps',
    why: 'Two timestamps are ambiguous. Stripe uses the last.',
    peers: ['stripe'],
    says: false,
    applies: ({ stamps }) => stamps.length > 1,
    mend: (known) => {
      // Stripe ignores items with leading whitespace.
      const last = itemsOf('stripe', known.signatures.join(', ')).filter(isStamp).at(-1);
      const rest = known.items.filter((item) => !isStamp(item.trim()));
      return { headers: [['Stripe-Signature', [last, ...rest].join(',')]] };
    },
  },
  {
    id: 'future',
    why: 'A delivery with a timestamp in the future can be replayed until then. Stripe checks only for old timestamps.',
    peers: ['stripe'],
    says: false,
    applies: ({ stamps, nowMs }) => stamps.some((stamp) => Number(stamp) * 1000 > nowMs + 300_000),
    mend: ({ stamps }) => ({ nowMs: Number(stamps[0]) * 1000 }),
  },
  {
    id: 'fraction of a second',
    why:
      'The tolerance is exactly 300 seconds. The others drop the fraction of the current time, and so allow up to ' +
      'one second more.',
    peers: [...STANDARD, 'stripe'],
    says: false,
    applies: ({ stamps, nowMs }) => nowMs % 1000 > 0 && stamps.includes(String(Math.floor(nowMs / 1000) - 300)),
    mend: ({ nowMs }) => ({ nowMs: nowMs - (nowMs % 1000) }),
  },
  {
    id: 'list in several fields',
    why:
      'A comma-separated list can be in several header fields (RFC 9110, section 5.3). Stripe reads only the first ' +
      'of them when Node has joined them.',
    peers: ['stripe'],
    says: true,
    applies: ({ signatures }) => signatures.length > 1,
    mend: ({ signatures }) => ({
      headers: [['Stripe-Signature', signatures.filter((value) => value !== '').join(',')]],
    }),
  },
  {
    id: 'header without a value',
    why:
      'A header field without a value is ignored, also next to one with a value. The others read the comma with ' +
      'which Node joins the two.',
    peers: [...STANDARD, '@octokit/webhooks-methods'],
    says: true,
    applies: ({ fields }) => fields.some(([, value]) => value.trim() === ''),
    mend: ({ fields }) => ({ headers: fields.filter(([, value]) => value.trim() !== '') }),
  },
  {
    id: 'repeated header',
    why:
      'Two values of a header that is not a comma-separated list are ambiguous, because two proxies may choose ' +
      'different ones.',
    peers: STANDARD,
    says: false,
    applies: ({ fields }) => fields.some((field) => isOfFamily(field) && field !== firstOf(fields, field)),
    mend: ({ fields, isSignature, signatures }) => ({
      headers: fields
        .filter((field) => field === firstOf(fields, field))
        .map(([name, value]) => [name, isSignature.test(name) ? signatures.join(' ') : value]),
    }),
  },
  {
    id: 'text after the signature',
    why:
      'Text after a signature makes it invalid. The others read the part between the first two separators, and ' +
      'ignore the rest.',
    peers: [...STANDARD, 'stripe'],
    says: false,
    applies: (known) => known.items.some((item) => cut(known, item) !== item),
    mend: (known) => items(known, (all) => all.map((item) => cut(known, item))),
  },
  {
    id: 'upper case',
    why: 'Hexadecimal digits have the same value in upper case.',
    peers: ['stripe', '@octokit/webhooks-methods'],
    says: true,
    applies: ({ signatures }) => signatures.some((value) => value !== inLowerCase(value)),
    mend: (known) => values(known, inLowerCase),
  },
  {
    id: 'additional empty signature',
    why: 'An invalid item does not invalidate the other signatures. Stripe throws for it.',
    peers: ['stripe'],
    says: true,
    applies: ({ items: all }) => all.some(isEmptySignature),
    mend: (known) => items(known, (all) => all.filter((item) => !isEmptySignature(item))),
  },
  {
    id: 'whitespace around the value',
    why: 'Whitespace around the value of a header is not part of it (RFC 9110, section 5.5).',
    peers: ALL,
    says: true,
    applies: ({ signatures }) => signatures.some((value) => value.trim() !== value),
    mend: (known) => values(known, (value) => value.trim()),
  },
  {
    id: 'whitespace between items',
    why: 'Whitespace between the items of a list is not part of them (RFC 9110, section 5.6.1).',
    peers: [...STANDARD, 'stripe'],
    says: true,
    applies: ({ items: all }) => all.some((item) => item.trim() !== item),
    mend: (known) => items(known, (all) => all.map((item) => item.trim())),
  },
  {
    id: 'secret after `v1,`',
    why: 'Some senders display their secrets in this form. The prefix is not part of the key.',
    peers: STANDARD,
    says: true,
    applies: ({ secrets }) => secrets.some((secret) => secret.startsWith('v1,')),
    mend: ({ secrets }) => ({ secrets: secrets.map((secret) => secret.replace(/^v1,/, '')) }),
  },
  {
    id: 'whitespace around the secret',
    why: 'Base64 contains no whitespace, so that around the secret comes from the environment variable.',
    peers: STANDARD,
    says: true,
    applies: ({ secrets }) => secrets.some((secret) => secret.trim() !== secret),
    mend: ({ secrets }) => ({ secrets: secrets.map((secret) => secret.trim()) }),
  },
  {
    id: 'an invalid secret',
    why: 'One of several secrets is invalid. That is reported at setup, and not when the other secrets have been removed.',
    peers: ALL,
    says: false,
    applies: ({ dialect, secrets }) => secrets.some((secret) => !isSecret(dialect, secret)),
    mend: ({ dialect, secrets }) => ({ secrets: secrets.filter((secret) => isSecret(dialect, secret)) }),
  },
  {
    id: 'a header and its alias with different values',
    why: 'A receiver that reads the unverified header mistakes a replay for a new delivery. Svix checks only one of them.',
    peers: ['svix'],
    says: false,
    applies: ({ fields }) => differing(fields).length > 0,
    mend: ({ fields }) => {
      const others = differing(fields).map((name) => `webhook-${name}`);
      return { headers: fields.filter(([name]) => !others.includes(name.toLowerCase())) };
    },
  },
  {
    id: 'both families of headers',
    why:
      'A sender may send both svix-… and webhook-… headers, and a signature in either is sufficient. Svix reads ' +
      'webhook-signature only if there is no svix-signature.',
    peers: ['svix'],
    says: true,
    applies: ({ fields }) => fields.some(isFamily('svix-')) && fields.some(isFamily('webhook-')),
    mend: (known) => ({
      headers: [
        ...known.fields.filter(([name]) => !known.isSignature.test(name)),
        ['svix-signature', known.signatures.join(' ')],
      ],
    }),
  },
];

/**
 * The reasons for a disagreement, one after the other until the delivery is repaired, or `undefined` if there is no
 * reason.
 *
 * @param judge returns the verdicts of the other library and of this project on a delivery
 */
export async function explain(peer, delivery, judge) {
  const found = [];
  for (let made = delivery; found.length <= reasons.length; ) {
    const { theirs, verdict } = await judge(made);
    if (theirs === verdict.ok) return theirs ? found : undefined;
    const known = facts(made);
    const reason = reasons.find(
      ({ peers, says = verdict.ok, applies }) => peers.includes(peer) && says === verdict.ok && applies(known),
    );
    if (reason === undefined) return undefined;
    found.push(reason);
    const { mend, mends = verdict.ok } = reason;
    if (mend === undefined || mends !== verdict.ok) return found;
    made = { ...made, ...mend(known) };
  }
  return undefined;
}
