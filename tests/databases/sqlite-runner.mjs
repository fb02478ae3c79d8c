// Runs behaviors in one runtime, and prints a line of JSON for each.
//
//   sqlite-runner.mjs LIBRARY BEHAVIORS SOURCES

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { opener } from './sqlite-open.mjs';

const [, , library, file, sources] = process.argv;
const open = await opener(library);
const { default: behaviors } = await import(file);
const source = (name) => import(new URL(name, sources));

for (const [behavior, run] of Object.entries(behaviors)) {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookwright-sqlite-'));
  let failure;
  try {
    await run({ library, file: path.join(folder, 'events.db'), open, source });
  } catch (error) {
    failure = String(error?.stack ?? error);
  }
  console.log(JSON.stringify({ behavior, failure }));
  rmSync(folder, { recursive: true, force: true });
}
