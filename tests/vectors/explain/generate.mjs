// Writes corpus.json: deliveries that were good and were then broken in one known way, with the name of that way.
//
//     node tests/vectors/explain/generate.mjs          writes the file and prints how many cases there are of each cause
//     node tests/vectors/explain/generate.mjs --check  exits 1 if the file is not what this would write
//
// Signatures are made by OpenSSL, through node:crypto, from the schemes in schemes.mjs. Every case is checked when it is
// made: as it is it does not verify, and with the one part put right that its label names it does.

import { readFileSync, writeFileSync } from 'node:fs';
import { breakBytes } from './break-bytes.mjs';
import { breakHeader } from './break-header.mjs';
import { breakJson } from './break-json.mjs';
import { breakScheme } from './break-scheme.mjs';
import { breakSecret } from './break-secret.mjs';
import { breakTime } from './break-time.mjs';
import { breakUrl } from './break-url.mjs';
import { check } from './checks.mjs';
import { schemes } from './schemes.mjs';
import { seeded } from './seeded.mjs';
import { deliver, newSecret } from './senders.mjs';
import { unbroken } from './unbroken.mjs';
import { unexplained } from './unexplained.mjs';

const file = new URL('corpus.json', import.meta.url);
const AT_LEAST = { good: 60, unknown: 35 };
const tests = [];
const counts = new Map();

const isPlainText = (bytes) => {
  const text = bytes.toString();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  return Buffer.from(text).equals(bytes) && !/[\u0000-\u0008\u000e-\u001f\ufeff]/.test(text);
};

/** Adds one case: a good delivery of `options.real ?? id`, changed by `breakIt`, under the scheme `id`. */
function add(cause, id, kind, options = {}, how, breakIt = () => ({})) {
  const sender = id.split('/')[0];
  const series = `${cause}/${sender}`;
  counts.set(series, (counts.get(series) ?? 0) + 1);
  const label = `${series}-${String(counts.get(series)).padStart(2, '0')}`;
  const good = deliver(options.real ?? id, kind, label, options);
  if (options.encode)
    good.plainHeaders = deliver(options.real ?? id, kind, label, { ...options, encode: undefined }).headers;

  const r = seeded(`${label}/break`);
  const { repair = {}, ...changes } = breakIt(good, r);
  const { scheme: goodScheme = good.as, ...repaired } = repair;
  const broken = { ...good, ...changes, scheme: id };
  check({
    label,
    cause,
    how,
    scheme: schemes[id],
    broken,
    good: { ...good, ...repaired },
    goodScheme,
    changed: Object.keys(changes),
  });

  // Keys that have nothing to do with it lie about in every sixth case.
  const asymmetric = schemes[id].key === 'pem' || schemes[id].algorithm === 'ed25519';
  if (/^(body|url|clock|algorithm)/.test(cause) && !asymmetric && tests.length % 6 === 0) {
    broken.oldSecrets = [{ text: newSecret(sender, r), name: 'replaced' }];
    if (tests.length % 12 === 0) broken.otherSecrets = [{ text: newSecret(sender, r), name: 'staging' }];
  }

  const { secrets, oldSecrets, otherSecrets, method, url, headers, body, nowMs } = broken;
  const content = isPlainText(body) ? { body: body.toString() } : { bodyHex: body.toString('hex') };
  tests.push({
    id: label,
    cause,
    accept: options.accept,
    scheme: id,
    secrets,
    oldSecrets,
    otherSecrets,
    method,
    url,
    headers,
    ...content,
    nowMs,
    how,
  });
}

for (const part of [
  breakJson,
  breakBytes,
  breakSecret,
  breakScheme,
  breakTime,
  breakUrl,
  breakHeader,
  unexplained,
  unbroken,
])
  part(add);

const tally = (key) => {
  const all = {};
  for (const test of tests) all[test[key]] = (all[test[key]] ?? 0) + 1;
  return all;
};
const perCause = tally('cause');
for (const [cause, number] of Object.entries(perCause)) {
  if (number < (AT_LEAST[cause] ?? 8)) throw new Error(`only ${number} cases of ${cause}`);
}
for (const id of Object.keys(schemes)) {
  if (!tests.some((test) => test.cause === 'good' && test.scheme === id)) throw new Error(`no good case of ${id}`);
}

const text = `${JSON.stringify(
  {
    notes: {
      purpose: 'A diagnosis of each delivery must name the given cause, or one of `accept`.',
      cause:
        'good: nothing is broken. unknown: nothing in the list of causes explains it, and naming one would be wrong. If there are two causes, the first one in the list counts, and `how` names the other. accept: codes that are as right and did not exist when the case was written.',
      fields:
        'secrets are those with which the user verifies; oldSecrets and otherSecrets are other secrets of the user. url, headers, body and nowMs are what the user passes. bodyHex is bytes in hexadecimal.',
      secrets: 'For tests only. Every name, address and key is made up.',
      madeBy: 'node tests/vectors/explain/generate.mjs',
    },
    numberOfTests: tests.length,
    tests,
  },
  null,
  1,
)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('corpus.json is out of date: run node tests/vectors/explain/generate.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
  console.table(perCause);
  console.table(tally('scheme'));
  console.log(`corpus.json: ${tests.length} tests, ${text.length} characters`);
}
