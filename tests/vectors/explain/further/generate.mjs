// Writes ../further.json: deliveries of many more senders, broken in one or two known ways, with the names of these ways.
//
//     node tests/vectors/explain/further/generate.mjs          writes the file and prints how many cases there are of each
//     node tests/vectors/explain/further/generate.mjs --check  exits 1 if the file is not what this would write
//
// Signatures are made by OpenSSL, through node:crypto, from the rows of the senders-*.mjs. Every case is checked when it
// is made: as it is it does not verify, with what its label names put right it does, and of two mistakes each alone is one.

import { readFileSync, writeFileSync } from 'node:fs';
import { seeded } from '../seeded.mjs';
import { bodyCases } from './break-body.mjs';
import { schemeCases } from './break-scheme.mjs';
import { secretCases } from './break-secret.mjs';
import { signatureCases } from './break-signature.mjs';
import { textCases } from './break-text.mjs';
import { timeCases } from './break-time.mjs';
import { urlCases } from './break-url.mjs';
import { wrappedCases } from './break-wrapped.mjs';
import { deliver, newSecret } from './deliver.mjs';
import { checkLength, checkPart, rewriting } from './label.mjs';
import { otherCases } from './others.mjs';
import { pairCases } from './pairs.mjs';
import { senders } from './senders.mjs';
import { fields, isPublic, verify } from './signing.mjs';

const file = new URL('../further.json', import.meta.url);
const tests = [];
const counts = new Map();
const ORDER = [
  /^(handshake|header|sender|signature|algorithm|encoding|construction)/,
  /^secret/,
  /^body/,
  /^(url|method)/,
  /^(clock|timestamp)/,
];
const FRAMEWORKS =
  'express next-app next-pages fastify koa nest hono fetch lambda flask django fastapi rails laravel spring aspnet go axum'.split(
    ' ',
  );
const rank = (code) => ORDER.findIndex((group) => group.test(code));

const isPlainText = (bytes) => {
  const text = bytes.toString();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  return Buffer.from(text).equals(bytes) && !/[\u0000-\u0008\u000e-\u001f\ufeff]/.test(text);
};

/** `id`, then options as name=value: "square/sha256 kind=order flavour=wide". */
function read(spec) {
  const [id, ...pairs] = spec.split(' ');
  return [
    id,
    Object.fromEntries(
      pairs
        .map((pair) => [pair.split('=')[0], pair.slice(pair.indexOf('=') + 1)])
        .map(([name, value]) => [name, JSON.parse(/^(true|false|\d+)$/.test(value) ? value : `"${value}"`)]),
    ),
  ];
}

function name(series) {
  counts.set(series, (counts.get(series) ?? 0) + 1);
  return `${series}-f${String(counts.get(series)).padStart(2, '0')}`;
}

const combined = (mistakes, options) => {
  const all = Object.assign({}, options, ...mistakes.map((mistake) => mistake.options));
  const as = mistakes.map((mistake) => mistake.options?.as).filter(Boolean);
  // What a case asks for goes before what a mistake suggests.
  return { ...all, ...options, ...(as.length > 0 && { as: Object.assign({}, ...as) }) };
};

const apply = (mistake, delivery, label) => mistake.change?.(delivery, seeded(`${label}/${mistake.how}`)) ?? {};

/** What the delivery would be with everything put right: `as` is the scheme by which it is then good. */
function checkGood(label, good) {
  const verdict = verify(good.as, { ...good, ...good.repaired });
  if (verdict !== 'ok') throw new Error(`${label}: the good delivery does not verify: ${verdict}`);
}

function labels(mistake, good, broken) {
  if (mistake.code !== 'body_rewritten') return [mistake.code, ...(mistake.accept ?? [])];
  return [...rewriting(good.body.toString(), broken.body.toString()), ...(mistake.accept ?? [])];
}

function addBroken(spec, given) {
  const [id, options] = read(spec);
  const mistakes = given.map((mistake) => ({ ...mistake }));
  const key = mistakes.length > 1 ? 'two' : mistakes[0].code.replace('body_rewritten', 'json');
  const label = name(`${key}/${id.split('/')[0]}`);
  const scheme = senders[id];
  // Some changes need a certain character, which a salt brings.
  const seed = label + (options.salt ?? '');
  const good = deliver(id, seed, combined(mistakes, options));
  checkGood(label, good);

  for (const mistake of mistakes) {
    const alone = deliver(id, seed, combined([mistake], options));
    checkGood(label, alone);
    const changes = apply(mistake, alone, label);
    const [code] = labels(mistake, alone, { ...alone, ...changes });
    checkPart(label, { ...mistake, code }, scheme, alone, changes);
    mistake.code = code;
    const unseen = mistake.lossy && fields(alone.headers, 'Content-Length').length === 0;
    const others = labels({ ...given[mistakes.indexOf(mistake)] }, alone, { ...alone, ...changes }).slice(1);
    mistake.accept = unseen ? [...others, 'unknown'] : others;
  }
  let broken = good;
  for (const mistake of mistakes) broken = { ...broken, ...apply(mistake, broken, label) };
  const verdict = verify(scheme, broken);
  if (verdict === 'ok') throw new Error(`${label}: verifies`);
  mistakes.sort((a, b) => rank(a.code) - rank(b.code));
  const codes = mistakes.map((mistake) => mistake.code);
  checkLength(label, codes, broken, good.body);

  const r = seeded(`${label}/other`);
  const clean = !codes.some((code) => /^(secret|sender|handshake)/.test(code)) && !isPublic(scheme);
  if (clean && tests.length % 7 === 0) broken.oldSecrets = [{ text: newSecret(id, r), name: 'before' }];
  if (clean && tests.length % 14 === 0) broken.otherSecrets = [{ text: newSecret(id, r), name: 'test' }];
  const accept = [...new Set(mistakes.flatMap((mistake) => mistake.accept ?? []))].filter(
    (code) => !codes.includes(code),
  );
  write(label, id, broken, {
    causes: codes,
    accept,
    how: mistakes.map((mistake) => mistake.how).join('; and '),
    framework: options.framework ?? mistakes.find((mistake) => mistake.framework)?.framework,
  });
}

function write(label, id, broken, { causes, accept = [], how, framework }) {
  if (framework !== undefined && !FRAMEWORKS.includes(framework)) throw new Error(`${label}: ${framework}`);
  const { secrets, oldSecrets, otherSecrets, method, url, headers, body, nowMs } = broken;
  const content = isPlainText(body) ? { body: body.toString() } : { bodyHex: body.toString('hex') };
  tests.push({
    id: label,
    ...(causes.length === 1 ? { cause: causes[0] } : { causes }),
    ...(accept.length > 0 && { accept }),
    scheme: id,
    framework,
    secrets,
    oldSecrets,
    otherSecrets,
    method,
    url: url === null ? undefined : url,
    headers,
    ...content,
    nowMs,
    how,
  });
}

/** Deliveries that are good, and those that nothing explains: `change` makes of a good one what the user has. */
function addOther(cause, spec, options, how, change, more = {}) {
  const [id, own] = read(spec);
  const label = name(`${cause}/${id.split('/')[0]}`);
  const good = deliver(id, label, { ...options, ...own });
  if (options.application === undefined) checkGood(label, good);
  const broken = { ...good, ...change?.(good, seeded(`${label}/break`)) };
  const verdict = verify(senders[id], broken);
  if ((verdict === 'ok') !== (cause === 'good')) throw new Error(`${label}: ${verdict}`);
  write(label, id, broken, { causes: [cause], how, ...more });
}

/** A delivery of `real` that the user takes for one of `asked`. */
function addSender(asked, real, secret, how) {
  const label = name(`sender_other/${asked.split('/')[0]}`);
  const good = deliver(real, label);
  checkGood(label, good);
  const own = secret === 'own' ? { secrets: [{ text: newSecret(asked, seeded(`${label}/own`)) }] } : {};
  const broken = { ...good, ...own };
  if (verify(senders[asked], broken) === 'ok') throw new Error(`${label}: verifies`);
  write(label, asked, broken, {
    causes: ['sender_other'],
    how,
    accept:
      /v1 .*v1$/.test(`${asked} ${real}`) && senders[asked].messageId && senders[real].messageId
        ? ['header_renamed']
        : [],
  });
}

/** A request that comes before deliveries do, and is not signed as they are. */
function addHandshake(id, { method, end, headers, body }, how) {
  const label = name(`handshake_request/${id.split('/')[0]}`);
  const r = seeded(label);
  const secrets = [{ text: senders[id]?.secret(r) ?? r.alnum(20) }];
  const url = `https://in.example.org/${id.split('/')[0]}${end}`;
  const length = body === '' ? [] : [['Content-Length', String(body.length)]];
  const broken = {
    secrets,
    method,
    url,
    headers: [...headers, ...length],
    body: Buffer.from(body),
    nowMs: 1_788_000_000_000,
  };
  if (senders[id] && verify(senders[id], broken) === 'ok') throw new Error(`${label}: verifies`);
  write(label, id, broken, { causes: ['handshake_request'], how });
}

const add = { broken: addBroken, other: addOther, sender: addSender, handshake: addHandshake };
const single = (mistake, specs) => {
  for (const spec of specs) addBroken(spec, [mistake]);
};
for (const cases of [bodyCases, textCases, wrappedCases, signatureCases, secretCases, schemeCases, urlCases, timeCases])
  cases(single, add);
pairCases(add);
otherCases(add);

const tally = (pick) => {
  const all = {};
  for (const test of tests) for (const key of pick(test)) all[key] = (all[key] ?? 0) + 1;
  return Object.fromEntries(Object.entries(all).sort());
};
const causesOf = (test) => test.causes ?? [test.cause];
const isBroken = (test) => !['good', 'unknown'].includes(test.cause);

const broken = tests.filter(isBroken);
const pairs = broken.filter((test) => test.causes);
const atLeast = (what, number, limit) => {
  if (number < limit) throw new Error(`only ${number} ${what} in place of ${limit}`);
};
atLeast('broken deliveries', broken.length, 620);
atLeast('pairs of mistakes', pairs.length, 120);
atLeast('senders', new Set(broken.map((test) => test.scheme.split('/')[0])).size, 65);
for (const [cause, limit] of [
  ['good', 40],
  ['unknown', 45],
])
  atLeast(`cases of ${cause}`, tests.filter((test) => test.cause === cause).length, limit);
const perCause = tally(causesOf);
for (const [cause, number] of Object.entries(perCause)) atLeast(`cases of ${cause}`, number, 6);
if (new Set(tests.map((test) => test.id)).size !== tests.length) throw new Error('an id occurs twice');

const text = `${JSON.stringify(
  {
    notes: {
      purpose: 'A diagnosis of each delivery must name the given cause, or one of `accept`.',
      cause:
        'good: nothing is broken. unknown: nothing in the list of causes explains it, and naming one would be wrong. causes: two mistakes, in the order in which to fix them. accept: further causes that are as right.',
      fields:
        'As in corpus.json. A secret that is given as bytes has `hex` in place of `text`. Without `url` the user passed none. framework is the name of the framework that the user gives, if any.',
      secrets: 'For tests only. Every name, address and key is made up.',
      madeBy: 'node tests/vectors/explain/further/generate.mjs',
    },
    numberOfTests: tests.length,
    tests,
  },
  null,
  1,
)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('further.json is out of date: run node tests/vectors/explain/further/generate.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
  console.table(perCause);
  if (process.argv.includes('--senders')) console.table(tally((test) => [test.scheme]));
  console.log(
    `further.json: ${tests.length} tests; ${broken.length} broken, ${pairs.length} of them with two mistakes, of ${new Set(broken.map((test) => test.scheme)).size} schemes; ${text.length} characters`,
  );
}
