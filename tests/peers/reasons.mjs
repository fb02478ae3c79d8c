// Where this project and another library come to different verdicts on one delivery, and why this project is right.
// Each has a sentence, and a predicate over the facts of a delivery. A disagreement without a reason fails the test,
// and so does a reason that no disagreement has any more.
//
// A predicate alone could hide a mistake behind an oddity. So where an oddity can be mended, it is, and both are asked
// again: in the end they must both accept.

import { dialects } from './deliveries.mjs';
import { fieldsOf } from './peers.mjs';

const STANDARD = ['standardwebhooks', 'svix'];
const ALL = [...STANDARD, 'stripe', '@octokit/webhooks-methods'];

/** What the predicates look at: the delivery, with its parts taken apart. */
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

/** The delivery with other values for the header that carries the signature, or for its items. */
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

/** The reasons: of those that apply, the first is the one that counts. */
export const reasons = [
  {
    id: 'byte order mark',
    why:
      'A byte order mark is part of the body. Stripe drops it before it hashes: it refuses a body that was signed ' +
      'with one, and takes one that was signed without.',
    peers: ['stripe'],
    applies: ({ body, bytes }) => typeof body !== 'string' && bytes.subarray(0, 3).equals(Buffer.from('\ufeff')),
    mend: ({ bytes }) => ({ body: new TextDecoder().decode(bytes) || new Uint8Array() }),
    mends: false,
  },
  {
    id: 'no text',
    why:
      'A signature covers bytes. The others decode the body first: they refuse bytes that are no UTF-8, and take ' +
      'every body that decodes to a signed text with U+FFFD in it.',
    peers: ALL,
    applies: ({ bytes }) => !isText(bytes),
    mend: ({ bytes }) => ({ body: bytes.toString() }),
    mends: false,
  },
  {
    id: 'empty body',
    why: 'A body may be empty, and its signature right.',
    peers: ['stripe', '@octokit/webhooks-methods'],
    says: true,
    applies: ({ bytes }) => bytes.length === 0,
  },
  {
    id: 'timestamp that never ages',
    why:
      'What is no instant cannot be lately. Stripe asks whether NaN is more than 300, and whether a date beyond all ' +
      'calendars is past.',
    peers: ['stripe'],
    says: false,
    applies: ({ stamps }) => stamps.some((stamp) => !(parseInt(stamp, 10) < 1e15)),
  },
  {
    id: 'timestamp that is no number',
    why:
      'What was signed is the text of the timestamp. The others read a number from its beginning and hash that: ' +
      'what follows is not covered.',
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
    why: 'Of two timestamps nobody knows which was meant. Stripe takes the last.',
    peers: ['stripe'],
    says: false,
    applies: ({ stamps }) => stamps.length > 1,
    mend: (known) => {
      // Only those that begin without white space count there.
      const last = itemsOf('stripe', known.signatures.join(', ')).filter(isStamp).at(-1);
      const rest = known.items.filter((item) => !isStamp(item.trim()));
      return { headers: [['Stripe-Signature', [last, ...rest].join(',')]] };
    },
  },
  {
    id: 'future',
    why:
      'A timestamp from the future makes a delivery that can be replayed until then. Stripe looks only for old ' +
      'ones.',
    peers: ['stripe'],
    says: false,
    applies: ({ stamps, nowMs }) => stamps.some((stamp) => Number(stamp) * 1000 > nowMs + 300_000),
    mend: ({ stamps }) => ({ nowMs: Number(stamps[0]) * 1000 }),
  },
  {
    id: 'fraction of a second',
    why:
      'Three hundred seconds are three hundred seconds. The others drop the fraction of the clock, and add up to ' +
      'one second.',
    peers: [...STANDARD, 'stripe'],
    says: false,
    applies: ({ stamps, nowMs }) => nowMs % 1000 > 0 && stamps.includes(String(Math.floor(nowMs / 1000) - 300)),
    mend: ({ nowMs }) => ({ nowMs: nowMs - (nowMs % 1000) }),
  },
  {
    id: 'list in several fields',
    why:
      'A list with commas may come in several header fields (RFC 9110, section 5.3). Joined as Node does it, Stripe ' +
      'reads the first of them only.',
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
      'A header field without a value says nothing, not even beside one that has a value. Joined as Node does it, ' +
      'the others read a comma.',
    peers: [...STANDARD, '@octokit/webhooks-methods'],
    says: true,
    applies: ({ fields }) => fields.some(([, value]) => value.trim() === ''),
    mend: ({ fields }) => ({ headers: fields.filter(([, value]) => value.trim() !== '') }),
  },
  {
    id: 'repeated header',
    why:
      'Of two values of a header that is no list with commas nobody knows which was meant; two proxies may choose ' +
      'differently.',
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
      'What stands in the place of a signature is one, or is not. The others look at what is between the first two ' +
      'separators, whatever follows.',
    peers: [...STANDARD, 'stripe'],
    says: false,
    applies: (known) => known.items.some((item) => cut(known, item) !== item),
    mend: (known) => items(known, (all) => all.map((item) => cut(known, item))),
  },
  {
    id: 'capitals',
    why: 'Hexadecimal digits mean the same in capitals.',
    peers: ['stripe', '@octokit/webhooks-methods'],
    says: true,
    applies: ({ signatures }) => signatures.some((value) => value !== inLowerCase(value)),
    mend: (known) => values(known, inLowerCase),
  },
  {
    id: 'empty signature beside it',
    why: 'An item that is no signature makes no other one wrong. Stripe fails on it.',
    peers: ['stripe'],
    says: true,
    applies: ({ items: all }) => all.some(isEmptySignature),
    mend: (known) => items(known, (all) => all.filter((item) => !isEmptySignature(item))),
  },
  {
    id: 'white space around the value',
    why: 'White space around the value of a header is not part of it (RFC 9110, section 5.5).',
    peers: ALL,
    says: true,
    applies: ({ signatures }) => signatures.some((value) => value.trim() !== value),
    mend: (known) => values(known, (value) => value.trim()),
  },
  {
    id: 'white space between items',
    why: 'Nor is white space between the items of a list (RFC 9110, section 5.6.1).',
    peers: [...STANDARD, 'stripe'],
    says: true,
    applies: ({ items: all }) => all.some((item) => item.trim() !== item),
    mend: (known) => items(known, (all) => all.map((item) => item.trim())),
  },
  {
    id: 'secret after `v1,`',
    why: 'Some senders show their secrets so; the prefix says nothing about the key.',
    peers: STANDARD,
    says: true,
    applies: ({ secrets }) => secrets.some((secret) => secret.startsWith('v1,')),
    mend: ({ secrets }) => ({ secrets: secrets.map((secret) => secret.replace(/^v1,/, '')) }),
  },
  {
    id: 'white space around the secret',
    why: 'Base64 has no white space, so what is around it came with the environment variable.',
    peers: STANDARD,
    says: true,
    applies: ({ secrets }) => secrets.some((secret) => secret.trim() !== secret),
    mend: ({ secrets }) => ({ secrets: secrets.map((secret) => secret.trim()) }),
  },
  {
    id: 'a secret that is none',
    why: 'Among several secrets one cannot be one. That is said when it is set, and not when the others have gone.',
    peers: ALL,
    says: false,
    applies: ({ dialect, secrets }) => secrets.some((secret) => !isSecret(dialect, secret)),
    mend: ({ dialect, secrets }) => ({ secrets: secrets.filter((secret) => isSecret(dialect, secret)) }),
  },
  {
    id: 'a header and its alias with different values',
    why: 'A receiver that reads the one that was not checked takes a replay for a new delivery. Svix looks at one of them only.',
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
      'A sender may send svix-… and webhook-… both; a signature in either counts. Svix looks at webhook-signature ' +
      'only where there is no svix-signature.',
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
 * Why they disagree: reasons, one after the other, until there is nothing left to mend; or nothing, if there is no reason.
 *
 * @param judge tells of a delivery what the other says, and this project's verdict
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
