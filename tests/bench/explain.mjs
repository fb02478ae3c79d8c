// The time and memory of the slowest diagnoses in Node, for the deliveries that `core/benches/explain.rs` writes to the
// file given as argument. All are explained in one process, and the least time of three counts. `FAIL` marks those that
// take longer than a second, and the command then fails.

import { createReadStream } from 'node:fs';
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
console.log(
  `slowest ${slowest.toFixed(0)} ms of ${TARGET_MS}; memory of the process from ${rss >> 20} to ${highest >> 20} MiB`,
);
if (slowest > TARGET_MS) process.exitCode = 1;
