// The time and memory of the slowest diagnoses in Node, for the deliveries that `core/benches/explain.rs` writes to the
// file given as argument. All are explained in one process, and the least time of three counts. `FAIL` marks those that
// take longer than a second, and the command then fails. For the corpora of `explain`, the median and the maximum are
// measured.

import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { explain } from 'hookwright';

const TARGET_MS = 1000;
const TURNS = 3;

explain({ provider: 'generic', secrets: 'a secret of the bench', body: '', headers: {} });
console.log(
  `${'delivery'.padEnd(36)} ${'ms'.padStart(9)} ${'trials'.padStart(7)} ${'work'.padStart(10)} ${'ns/u'.padStart(6)}`,
);
let slowest = 0;
const rss = process.memoryUsage.rss();
let highest = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const { name, scheme, headers, url, secrets, old, body, fill } = JSON.parse(line);
  const options = {
    scheme: scheme.startsWith('{') ? JSON.parse(scheme) : scheme,
    headers,
    url,
    method: 'POST',
    secrets,
    oldSecrets: old,
    otherSecrets: old,
    now: 1_780_000_000_000,
    body: fill ? Buffer.alloc(fill.length, fill.byte) : Buffer.from(body, 'base64'),
  };
  let ms = Infinity;
  let found;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const start = performance.now();
    found = explain(options);
    ms = Math.min(ms, performance.now() - start);
  }
  slowest = Math.max(slowest, ms);
  highest = Math.max(highest, process.memoryUsage.rss());
  const { trials, work, skipped } = found;
  const mark = ms > TARGET_MS ? '  FAIL' : '';
  const each = ((ms * 1e6) / work).toFixed(1);
  console.log(
    `${name.padEnd(36)} ${ms.toFixed(2).padStart(9)} ${String(trials).padStart(7)} ${String(work).padStart(10)} ${each.padStart(6)}  ${skipped.join(' ')}${mark}`,
  );
}
for (const corpus of ['corpus', 'held-out', 'further']) {
  slowest = Math.max(slowest, measureCorpus(corpus));
}
console.log(
  `slowest ${slowest.toFixed(0)} ms of ${TARGET_MS}; memory of the process from ${rss >> 20} to ${highest >> 20} MiB`,
);
if (slowest > TARGET_MS) process.exitCode = 1;

/** Prints the median and the maximum time of the diagnoses of a corpus, and returns the maximum. */
function measureCorpus(corpus) {
  const { tests } = JSON.parse(readFileSync(new URL(`../vectors/explain/${corpus}.json`, import.meta.url), 'utf8'));
  const times = tests.flatMap((test) => {
    const options = optionsOf(test);
    if (options.secrets.length === 0) return [];
    let ms = Infinity;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const start = performance.now();
      explain(options);
      ms = Math.min(ms, performance.now() - start);
    }
    return [ms];
  });
  times.sort((one, other) => one - other);
  const at = (part) => times[Math.floor((times.length - 1) * part)].toFixed(2);
  console.log(
    `${`corpus ${corpus}`.padEnd(36)} ${String(times.length).padStart(5)} deliveries, median ${at(0.5)} ms, 99 % ${at(0.99)} ms, slowest ${at(1)} ms`,
  );
  return times.at(-1);
}

/** The options of a test in a corpus. Empty secrets are ignored, because the package rejects them. */
function optionsOf({ scheme, headers, url, method, body, bodyHex, nowMs, secrets, oldSecrets, otherSecrets }) {
  const ring = (given = []) =>
    given.filter(({ text, hex }) => text || hex).map(({ text, hex }) => (hex ? Buffer.from(hex, 'hex') : text));
  return {
    scheme,
    headers,
    url: url ?? '',
    method: method ?? 'POST',
    body: body ?? Buffer.from(bodyHex ?? '', 'hex'),
    now: nowMs,
    secrets: ring(secrets),
    oldSecrets: ring(oldSecrets),
    otherSecrets: ring(otherSecrets),
  };
}
