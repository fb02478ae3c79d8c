// `cargo xtask bench`: measures this project against others in one run, writes the results as JSON, and the documents
// that are generated from them.
//
//   --quick        fewer sizes, turns and processes
//   --only a,b     only these parts, without writing documents
//   --out FOLDER   the folder of benchmarks.json and BENCHMARKS.md
//   --readme       also write the performance sections of the READMEs
//   --native FILE  results of the native benchmarks, one JSON object per line
//   --work FOLDER  a folder for temporary files

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { environment } from './environment.mjs';
import { express } from './parts/express.mjs';
import { inbox } from './parts/inbox.mjs';
import { native } from './parts/native.mjs';
import { page } from './parts/page.mjs';
import { events, sign, tenants } from './parts/single.mjs';
import { sizes } from './parts/sizes.mjs';
import { start } from './parts/start.mjs';
import { verify } from './parts/verify.mjs';
import { document } from './report/document.mjs';
import { serialized, writeReadmes } from './report/write.mjs';

const PARTS = { verify, sign, events, tenants, express, inbox, start, sizes, native, page };

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    out: { type: 'string' },
    readme: { type: 'boolean', default: false },
    native: { type: 'string' },
    work: { type: 'string', default: 'target/bench' },
  },
});

const full = {
  sizes: [256, 1024, 4096, 20_480, 65_536, 1_048_576],
  processes: 3,
  plan: { turns: 15, turnMs: 3, warmMs: 60 },
};
const quick = { sizes: [256, 4096, 65_536], processes: 1, plan: { turns: 9, turnMs: 2, warmMs: 20 } };
const context = {
  ...(options.quick ? quick : full),
  quick: options.quick,
  work: path.resolve(options.work),
  native: options.native && readFileSync(options.native, 'utf8'),
};

const chosen = options.only?.split(',') ?? Object.keys(PARTS);
const begun = performance.now();
const results = { format: 1, ...(await environment()), quick: options.quick, skipped: {} };
for (const name of chosen) {
  const started = performance.now();
  console.log(`${name} …`);
  try {
    results[name] = await PARTS[name](context, (reason) => {
      results.skipped[name] = [...(results.skipped[name] ?? []), reason];
      console.log(`  skipped: ${reason}`);
    });
  } catch (error) {
    // The other parts are still worth measuring. The command fails at its end.
    console.error(error);
    process.exitCode = 1;
  }
  console.log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
results.seconds = Math.round((performance.now() - begun) / 1000);

console.log(document(results));
if (options.out && !options.only && process.exitCode === undefined) {
  writeFileSync(path.join(options.out, 'benchmarks.json'), serialized(results));
  writeFileSync(path.join(options.out, 'BENCHMARKS.md'), document(results));
  if (options.readme) writeReadmes(results);
}
